"""Servers that read a request in an odd way."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

import httpx

from tests.support.odd._odd import BOOKS, FIELDS, Odd, operation_of, sends

__all__ = ["REQUESTS"]

_Parameters = list[tuple[str, str]]


def _reads(change: Callable[[_Parameters], _Parameters]) -> Odd:
    """Return the server that changes the parameters before it reads them."""

    def send(request: httpx.Request, _: httpx.Response) -> httpx.Response:
        given = request.url.params.multi_items()
        url = request.url.copy_with(params=change(given))
        return BOOKS.respond(httpx.Request(request.method, url, headers=request.headers))

    return sends(send)


def _value(*names: str, change: Callable[[str], str | None]) -> Odd:
    """Return the server that changes the values of some parameters; None ignores one."""

    def each(given: _Parameters) -> _Parameters:
        pairs = [(name, change(text) if name in names else text) for name, text in given]
        return [(name, text) for name, text in pairs if text is not None]

    return _reads(each)


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _clamped(text: str) -> str:
    number = _number(text)
    return text if number is None else str(min(number, 10))


def _usable(text: str) -> str | None:
    number = _number(text)
    return text if number is not None and number > 0 else None


def _lenient_boolean(text: str) -> str:
    words = {"1": "true", "yes": "true", "on": "true", "0": "false", "no": "false", "off": "false"}
    return words.get(text.strip().lower(), text.strip().lower())


def _refuses(is_refused: Callable[[_Parameters], bool]) -> Odd:
    """Return the server that refuses some queries that the correct one reads."""

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if response.status_code == HTTPStatus.OK and is_refused(request.url.params.multi_items()):
            return httpx.Response(422, json={"problem": "refused"})
        return response

    return sends(send)


def _past_the_end(_: httpx.Request, response: httpx.Response) -> httpx.Response:
    if response.is_success and not response.json()["books"] and response.json()["total"]:
        return httpx.Response(404, json={"problem": "no such page"})
    return response


REQUESTS: Mapping[str, Odd] = {
    "a page size above the maximum is the maximum": _value("per", change=_clamped),
    "an invalid page size is the default": _value("per", change=_usable),
    "an invalid page number is the first page": _value("page", change=_usable),
    "the bounds are kept, page 0 is page 1": _value(
        "page", change=lambda text: "1" if text == "0" else text
    ),
    "a page after the last one is not found": sends(
        _past_the_end,
        lambda document: operation_of(document)["responses"].update(
            {"404": operation_of(document)["responses"]["422"]}
        ),
    ),
    "an unknown parameter is refused": _refuses(
        lambda given: bool({name for name, _ in given} - {"page", "per", *BOOKS.filters})
    ),
    "the first of repeated parameters counts": _reads(
        lambda given: list(dict(reversed(given)).items())
    ),
    "the last of repeated parameters counts": _reads(lambda given: list(dict(given).items())),
    "repeated parameters are refused": _refuses(lambda given: len(dict(given)) < len(given)),
    "an empty value is no value": _reads(
        lambda given: [(name, text) for name, text in given if text]
    ),
    "a blank value is no value": _reads(
        lambda given: [(name, text) for name, text in given if text.strip()]
    ),
    "blanks around values are ignored": _reads(
        lambda given: [(name, text.strip()) for name, text in given]
    ),
    "names of parameters ignore case": _reads(
        lambda given: [(name.lower(), text) for name, text in given]
    ),
    "booleans are read leniently": _value("sold", change=_lenient_boolean),
    "another text for a boolean is no value": _value(
        "sold", change=lambda text: text if text in {"true", "false"} else None
    ),
    "another text for a boolean is false": _value(
        "sold", change=lambda text: "true" if text == "true" else "false"
    ),
    "an enum ignores case": _value("kind", change=str.lower),
    "an unknown value of an enum is no value": _value(
        "kind", change=lambda text: text if text in FIELDS["kind"]["enum"] else None
    ),
    "a plus, blanks and underscores in numbers": _value(
        "page", "per", "price_from", change=lambda text: str(_number(text) or text)
    ),
    "another text for a number is no value": _value(
        "price_from", change=lambda text: None if _number(text) is None else text
    ),
    "integers beyond 64 bits are refused": _refuses(
        lambda given: any(abs(_number(text) or 0) >= 2**63 for _, text in given)
    ),
    "integers beyond 32 bits are refused": _refuses(
        lambda given: any(abs(_number(text) or 0) >= 2**31 for _, text in given)
    ),
}
