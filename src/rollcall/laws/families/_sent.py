"""Parameters that are unknown, sent twice, or named by an error."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from rollcall.channels import Probe, Query, Response
from rollcall.laws._context import Context
from rollcall.laws._conventions import Reading, Shown, Spelling, decide, explained
from rollcall.laws._law import HTTP_ONLY, Cases, Place, lists_where
from rollcall.laws._queries import sizes
from rollcall.laws._readings import base_of, kind_of
from rollcall.laws._registry import law
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError
from rollcall.spec import ListOperation

_UNKNOWN = "no_such_parameter"
_REFUSED_KINDS = {"date", "date-time", "boolean", "integer", "number", "uuid", "enum"}
_SEVERAL = 2


@law(
    "value.unknown",
    "A parameter that the spec does not have is refused or ignored, as the annotation says.",
    source="the annotation strictness/unknownParameter",
    statements=("strictness-unknownParameter",),
    needs="a list that responds with a page",
    cases=lambda context: Cases([context.query]),
    channels=HTTP_ONLY,
    basis="convention",
)
def unknown(context: Context, query: Query) -> bool:
    """Compare the response to an unknown parameter with the list without it."""
    suffix = f"{_UNKNOWN}=1"
    response = context.http.probe(Probe(query, suffix=suffix))
    choices = explained(context, Spelling("1", [("ignored", query)]), response, suffix)
    return decide(context, "unknownParameter", [Shown(choices, response, sent=suffix)])


def _repeatable(place: Place) -> list[str]:
    size = place.operation.paging.size
    filters = [
        each.name for each in place.operation.filters if each.takes_one and not each.has_one_value
    ]
    return [*([size] if size else []), *filters]


@law(
    "value.repeated",
    "A parameter that is sent twice is refused, or has one of its values, as the annotation says.",
    source="the annotation strictness/repeatedParameter",
    statements=("strictness-repeatedParameter",),
    needs="two values that list different items",
    subjects=_repeatable,
    cases=lambda _context: Cases([None]),
    channels=HTTP_ONLY,
    basis="convention",
)
def repeated(context: Context, _: None) -> bool:
    """Compare the response to two values with the list for each of them."""
    base, name = base_of(context), context.subject
    found = _two(context, base)
    if found is None:
        return False
    first, last = found
    readings: list[Reading] = [("first", first), ("last", last), ("ignored", base)]
    if context.is_filter(name):
        mask = context.matching(first) | context.matching(last)
        readings += [("any", context.identities(context.baseline.select(mask))), ("noMatch", ())]
    values = [quote(_text(each.get(name)), safe="") for each in found]
    suffix = "&".join(f"{quote(name, safe='')}={value}" for value in values)
    response = context.http.probe(Probe(base.without(name), suffix=suffix))
    choices = explained(context, Spelling("", readings), response, suffix)
    return decide(context, "repeatedParameter", [Shown(choices, response, name, suffix)])


def _two(context: Context, base: Query) -> tuple[Query, Query] | None:
    """Return queries with two values of the subject that list different items, if there are."""
    name = context.subject
    if not context.is_filter(name):
        # The default would not differ from a parameter that counts as absent.
        default = context.parameter(name).schema.get("default")
        some = [base.having(name, each) for each in sizes(context) if each != default]
        return (some[0], some[1]) if some[1:] else None
    queries = [
        base.having(name, each) for each in candidates(context.parameter(name), context.baseline)
    ]
    listed = [each for each in queries if context.count(each)] or queries
    for other in queries:
        if context.matching(other) != context.matching(listed[0]):
            return listed[0], other
    return None


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refusable(operation: ListOperation) -> list[str]:
    """Return the query parameters whose values may be invalid, in the order of the spec."""
    return [
        each.name
        for each in operation.arguments
        if each.location == "query" and kind_of(each) in _REFUSED_KINDS
    ]


@law(
    "value.named",
    "The error about an invalid value names no other parameter.",
    source="RFC 9457, section 3.1.4: the detail helps to correct the problem",
    needs="two parameters whose invalid values are refused",
    subjects=lists_where(lambda place: _refusable(place.operation)[1:]),
    cases=lambda _context: Cases([None]),
    channels=HTTP_ONLY,
    basis="standard",
)
def named(context: Context, _: None) -> bool:
    """Look for the names of other parameters in the error."""
    names = {each.name for each in context.operation.parameters if each.location == "query"}
    found: dict[str, tuple[Response, set[str]]] = {}
    for name in _refusable(context.operation):
        response = context.channel.page(context.query.having(name, "x"))
        if response.kind == "refusal":
            found[name] = response, {*_texts(response.body)} & names
    if len(found) < _SEVERAL:
        return False
    # A name in every error is part of its form, such as a key.
    form = set.intersection(*(told for _, told in found.values()))
    for name, (response, told) in found.items():
        others = sorted(told - form)
        if others and name not in others:
            title = f"the error about {name} names {others[0]}"
            raise ViolationError(title, response, is_proven=True)
    return True


def _texts(node: object) -> Iterator[str]:
    """Yield the keys and texts of a body."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(node, list):
        for each in node:
            yield from _texts(each)
