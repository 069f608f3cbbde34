"""The query parameters of the list, and how each is read."""

import re
from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from contract_tests.sandbox.twilio import _errors
from contract_tests.sandbox.twilio._instants import read_instant
from contract_tests.sandbox.twilio._records import STATUSES

MAX_PAGE_SIZE = 1000
DEFAULT_PAGE_SIZE = 50
# A JSON reader may refuse longer numbers (Python's does from 4,301 digits on).
MAX_PAGE_DIGITS = 1000

_NUMBER = re.compile(r"0|[1-9][0-9]*")


@frozen
class Filters:
    """Which participants are asked for; `None` is no restriction but for `status`.

    `after` and `before` are bounds that `date_created` must lie strictly between, in whole
    microseconds from 1970. A `status` that is left out depends on the room.
    """

    status: str | None = None
    identity: str | None = None
    after: int | None = None
    before: int | None = None


@frozen
class ListQuery:
    """What a request asks for. `given` has the filters as they were written, for the links."""

    filters: Filters
    given: Mapping[str, str]
    page_size: int
    page: int
    page_token: str | None


def read_parameters(pairs: Iterable[tuple[str, str]]) -> ListQuery:
    """Read decoded name-value pairs.

    Raises `Refusal` (400) with every problem found: a value that the parameter does not admit, a
    parameter given twice, a page other than the first one without its token. Unknown names are
    ignored, as by the other API of this sandbox, and so are names in another case.
    """
    given: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            problems[name] = "must be given once"
        elif name in _READERS:
            given[name] = value
    values: dict[str, str | int] = {}
    for name, value in given.items():
        try:
            values[name] = _READERS[name](value)
        except ValueError as error:
            problems.setdefault(name, str(error))
    if values.get("Page", 0) != 0 and "PageToken" not in given:
        problems.setdefault("Page", "must be 0 without a PageToken, which the links of a page have")
    if problems:
        raise _errors.invalid(*problems.items())
    return _query(given, values)


def _query(given: Mapping[str, str], values: Mapping[str, str | int]) -> ListQuery:
    size, page = values.get("PageSize", DEFAULT_PAGE_SIZE), values.get("Page", 0)
    after, before = values.get("DateCreatedAfter"), values.get("DateCreatedBefore")
    assert isinstance(size, int)
    assert isinstance(page, int)
    assert not isinstance(after, str)
    assert not isinstance(before, str)
    return ListQuery(
        Filters(given.get("Status"), given.get("Identity"), after, before),
        {name: given[name] for name in _FILTERS if name in given},
        size,
        page,
        given.get("PageToken"),
    )


def _status(text: str) -> str:
    if text not in STATUSES:
        raise ValueError("must be " + ", ".join(STATUSES[:-1]) + " or " + STATUSES[-1])
    return text


def _after(text: str) -> int:
    return read_instant(text).microseconds


def _before(text: str) -> int:
    instant = read_instant(text)
    # What is before 0.0000005 s is before 0.000001 s, as there is nothing between.
    return instant.microseconds + instant.has_rest


def _page_size(text: str) -> int:
    short = len(text) <= len(str(MAX_PAGE_SIZE))
    size = int(text) if short and _NUMBER.fullmatch(text) else 0
    if not 1 <= size <= MAX_PAGE_SIZE:
        message = f"must be a whole number from 1 to {MAX_PAGE_SIZE}"
        raise ValueError(message)
    return size


def _page(text: str) -> int:
    if not _NUMBER.fullmatch(text) or len(text) > MAX_PAGE_DIGITS:
        message = f"must be a whole number from 0, of at most {MAX_PAGE_DIGITS} digits"
        raise ValueError(message)
    return int(text)


_FILTERS: Mapping[str, Callable[[str], str | int]] = {
    "Status": _status,
    "Identity": str,
    "DateCreatedAfter": _after,
    "DateCreatedBefore": _before,
}
_READERS: Mapping[str, Callable[[str], str | int]] = {
    **_FILTERS,
    "PageSize": _page_size,
    "Page": _page,
    "PageToken": str,
}
