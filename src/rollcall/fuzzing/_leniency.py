"""Invalid values that a server accepts: whether the spec leaves that to the server."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from urllib.parse import parse_qsl

import attrs

from rollcall.channels import items_of
from rollcall.fuzzing._checks import Case, is_negative_at
from rollcall.http import Request, Response, cookie_pairs
from rollcall.laws import Sighting, convention_of
from rollcall.spec import (
    CONVENTIONS,
    ListOperation,
    Operation,
    Parameter,
    Spec,
    Strictness,
    value_key,
)

__all__ = ["Accepted", "accepted_values", "may_be_refused"]

_EXACT = 2**53
_NUMBERS = {"integer", "number"}
_LOOKED_UP = {400, 422}
"""The statuses of a value that names nothing; the laws of filters send values that items have."""


@attrs.frozen
class Accepted:
    """An invalid part of a request that a server accepts.

    Attributes:
        convention: The convention that it belongs to.
        subject: The parameter.
        sent: The part of the request.
        is_empty_page: Whether the page has no items.
    """

    convention: str
    subject: str
    sent: str

    is_empty_page: bool = False

    def sighting(self, operation: Operation, curl: str) -> Sighting:
        """Return what was seen: which of the lenient choices it is, one response does not tell."""
        words = [each for each in CONVENTIONS[self.convention].choices if each != "refused"]
        likely = "noMatch" if self.is_empty_page and "noMatch" in words else "accepted"
        choices = tuple(sorted(words, key=lambda each: each != likely))
        return Sighting(operation.id, self.convention, choices, self.subject, self.sent, curl)


def accepted_values(
    spec: Spec, operation: Operation, case: Case, response: Response
) -> list[Accepted] | None:
    """Return the invalid parts of an accepted request; None if they must be refused."""
    found = [*_accepted(spec, operation, case, response)]
    strictness = (
        operation.strictness
        if isinstance(operation, ListOperation)
        else Strictness.read(spec.raw.get("x-strictness", {}))
    )
    if not found or any(strictness.refuses(each.convention) for each in found):
        return None
    return [each for each in found if not strictness.chooses(each.convention)]


def may_be_refused(operation: Operation, response: Response) -> bool:
    """Return whether a valid request has a value that the server may refuse.

    RFC 8259, section 6, lets software limit the range of numbers; an empty text is a convention.
    A null character is refused by many servers, which no schema says.
    No schema says which ids there are, such as those of a foreign key.
    The schema of a text cannot say that it spells a number, several values, or keys of an order.
    """
    known = {each.name: each for each in operation.parameters if each.location == "query"}
    is_text_taken = isinstance(operation, ListOperation) and any(
        operation.strictness.admits("emptyText", each) for each in ("literal", "ignored")
    )
    query = response.request.url.query.decode("ascii")
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(_is_misspelt(operation, each, pairs) for each in known.values()):
        return True
    for name, text in pairs:
        if name not in known:
            continue
        parameter, kind = known[name], known[name].schema.get("type")
        if "\0" in text or (not text and kind == "string" and not is_text_taken):
            return True
        if parameter.may_be_reference and response.status_code in _LOOKED_UP:
            return True
        if kind in _NUMBERS and any(map(_is_beyond, parameter.texts_of(text))):
            return True
        if _is_unsorted(parameter, text):
            return True
    return False


def _is_unsorted(parameter: Parameter, text: str) -> bool:
    """Return whether a value chooses an unknown key of an order, or one key twice."""
    if parameter.sort is None:
        return False
    keys = parameter.sort.chosen(parameter.name, {parameter.name: text})
    return keys is None or len({each.field for each in keys}) < len(keys)


def _is_misspelt(operation: Operation, parameter: Parameter, pairs: list[tuple[str, str]]) -> bool:
    """Return whether a value of a request, or one of several, has no meaning for a parameter."""
    sent = [text for name, text in pairs if name == parameter.name]
    texts = [each for text in sent for each in parameter.texts_of(text)]
    is_several = parameter.delimiter is not None
    if not sent or (parameter.filter is None and parameter.select is None):
        return False
    if any(_convention_of_all(operation, parameter, each) for each in sent):
        return True
    if is_several and any(convention_of(operation, parameter, each) for each in texts):
        return True
    if parameter.filter is None:
        return False
    try:
        value_key(parameter.filter, tuple(texts) if is_several else texts[-1])
    except ValueError:
        return True
    return False


def _convention_of_all(operation: Operation, parameter: Parameter, text: str) -> str | None:
    """Return the convention about a text of several values, if its own schema forbids it."""
    if not parameter.text:
        return None
    whole = attrs.evolve(parameter, schema=parameter.text, select=None)
    return convention_of(operation, whole, text)


def _is_beyond(text: str) -> bool:
    try:
        return abs(Decimal(text)) > _EXACT
    except ArithmeticError:
        return False


def _accepted(
    spec: Spec, operation: Operation, case: Case, response: Response
) -> Iterator[Accepted]:
    is_empty = not items_of(operation, response)
    known = {each.name: each for each in operation.parameters if each.location == "query"}
    query = response.request.url.query.decode("ascii")
    schemes = spec.raw.get("components", {}).get("securitySchemes", {}).values()
    keys = {each["name"] for each in schemes if each.get("in") == "query"}
    pairs = parse_qsl(query, keep_blank_values=True)
    for name, text in pairs:
        if name not in {*known, *keys}:
            yield Accepted("unknownParameter", name, f"{name}={text}"[:60], is_empty)
        elif name in known:
            is_repeated = [each for each, _ in pairs].count(name) > 1
            filter_ = known[name].filter
            has_operator = filter_ is not None and filter_.prefixes
            texts = [] if has_operator else known[name].texts_of(text)
            found = [convention_of(operation, known[name], each) for each in texts]
            found.append(_convention_of_all(operation, known[name], text))
            convention = next(filter(None, found), None)
            if convention is None and is_repeated and known[name].delimiter != "":
                convention = "repeatedParameter"
            if convention is not None:
                yield Accepted(convention, name, f"{name}={text}"[:60], is_empty)
    for each in operation.parameters:
        sent = _at(each, response.request)
        if sent is not None and (convention := convention_of(operation, each, sent)) is not None:
            yield Accepted(convention, each.name, f"{each.name}: {sent}"[:60], is_empty)
    if is_negative_at(case, "path"):
        yield from (
            Accepted("malformedParent", name, f"{name}={value}"[:60], is_empty)
            for name, value in _mapping(case.path_parameters).items()
        )


def _at(parameter: Parameter, request: Request) -> str | None:
    """Return the value of a parameter in a header or a cookie; None if it has none there."""
    if parameter.location == "header":
        return next(iter(request.headers.get_list(parameter.name)), None)
    cookies = request.headers.get("cookie", "") if parameter.location == "cookie" else ""
    found = (value for name, value, _ in cookie_pairs(cookies) if name == parameter.name)
    return next(found, None)


def _mapping(values: object) -> Mapping[str, object]:
    return values if isinstance(values, Mapping) else {}
