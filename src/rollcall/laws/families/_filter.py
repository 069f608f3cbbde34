"""Filters: the items that one filter lists."""

from collections.abc import Iterator
from functools import partial

from rollcall.channels import Query, Value
from rollcall.laws._baseline import Baseline
from rollcall.laws._context import Context
from rollcall.laws._items import filter_of
from rollcall.laws._law import Cases, Place, filters_where
from rollcall.laws._queries import with_filter
from rollcall.laws._registry import law
from rollcall.laws._several import each_alone, one_of, prefixed
from rollcall.laws._texts import variants
from rollcall.laws._values import absent, boundaries, candidates
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._filtered import (
    DOCUMENTED,
    candidate_cases,
    check_complete,
    check_matching,
    check_pages,
    leaves_rows_out,
    shown_with,
)
from rollcall.spec import Parameter, field_key, resolve

_TEXTS = 80
_FAR_DAYS = ("0001-01-01", "9999-12-31", "1970-01-01")


_law = partial(law, subjects=filters_where(bool), cases=candidate_cases)


@_law(
    "filter.sound",
    "Every listed item matches the filter.",
    source=f"{DOCUMENTED}; metamorphic relation: subset (Segura et al. 2018)",
    statements=("filter-1", "filter-19", "filter-20"),
    needs="an item that does not match a value",
)
def sound(context: Context, query: Query) -> bool:
    """Compare the field of each listed item with the value."""
    for _, response in context.known_pages(query):
        check_matching(context, query, response)
    return leaves_rows_out(context, query)


@_law(
    "filter.complete",
    "Every item that matches is listed, in the order of the whole list, and with the same fields.",
    source=DOCUMENTED,
    statements=("filter-2", "filter-19", "filter-20"),
    needs="an item that matches a value",
)
def complete(context: Context, query: Query) -> bool:
    """Compare the filtered list with the items of the whole list that match."""
    check_complete(context, query)
    return bool(context.expected(query))


def _has_edges(parameter: Parameter) -> bool:
    is_number = str(parameter.schema.get("type")) in {"integer", "number"}
    return is_number or filter_of(parameter).precision != "exact"


@_law(
    "filter.boundary",
    "An item exactly at a value of the filter is listed, or left out, as the operator says.",
    source=f"{DOCUMENTED}; boundary values",
    statements=("filter-3", "filter-11", "filter-12", "filter-13", "filter-14"),
    needs="an item on the edge of a value",
    subjects=filters_where(_has_edges),
    cases=lambda context: Cases(shown_with(context, boundaries)),
)
def boundary(context: Context, query: Query) -> bool:
    """Compare the list for a value on the edge of an item with the items that match."""
    check_pages(context, query)
    return bool(context.filters_of(query))


def _extremes(parameter: Parameter, baseline: Baseline) -> Iterator[Value]:
    """Yield values of a filter; those that match most rows come first."""
    filter_ = filter_of(parameter)
    if filter_.precision == "day" and parameter.takes_one:
        yield from _FAR_DAYS
    values = candidates(parameter, baseline)
    yield from sorted(values, key=lambda each: -baseline.matching(filter_, each).bit_count())


def _nullable(place: Place) -> list[str]:
    """Return the filters that null never matches, and whose field may be null by the schema."""
    return [
        each.name
        for each in place.operation.filters
        if not filter_of(each).takes_null and _is_nullable(place, each)
    ]


def _is_nullable(place: Place, parameter: Parameter) -> bool:
    if filter_of(parameter).field == place.operation.identity:
        return False
    node = resolve(place.spec, place.item)
    for name in filter_of(parameter).field.location:
        if name not in node.get("required", ()):
            return True
        node = resolve(place.spec, node["properties"][name])
    return "null" in node.get("type", ())


@_law(
    "filter.null",
    "An item whose field is null or absent never matches, unless the annotation says so.",
    source=f"{DOCUMENTED}: null never matches",
    statements=("filter-4",),
    needs="an item whose field is null or absent",
    subjects=_nullable,
    cases=lambda context: Cases(shown_with(context, _extremes), with_filter(context)),
)
def null(context: Context, query: Query) -> bool:
    """Look for an item without the field in the filtered list."""
    for _, response in context.known_pages(query):
        for name, filter_ in context.filters_of(query).items():
            for item in response.items if not filter_.takes_null else ():
                if filter_.field.read(item) is None:
                    title = f"{name}={query.get(name)} lists an item without {filter_.field}"
                    detail = f"The item: {context.called(item)}"
                    raise ViolationError(title, response, detail=detail, is_proven=True)
    if query.get(context.subject) is None:
        return False
    filter_ = context.filter(context.subject)
    rows = context.baseline.select(context.matching(query, context.subject))
    return any(field_key(filter_, row) is None for row in rows)


def _unmatched(context: Context) -> Cases:
    """Return queries without a match: by one value, or by two that exclude each other."""
    subject, baseline = context.subject, context.baseline
    parameter = context.parameter(subject)
    found = [context.widest.having(subject, each) for each in absent(parameter, baseline)]
    if not found:
        for value in candidates(parameter, baseline):
            mask = baseline.matching(filter_of(parameter), value)
            query = context.widest.having(subject, value)
            found += [query.having(*each) for each in _excluding(context, mask)][:1]
    return Cases(found)


def _excluding(context: Context, mask: int) -> Iterator[tuple[str, Value]]:
    """Yield other filters and values that match rows, but not the rows of a set."""
    for parameter in context.operation.filters:
        for value in candidates(parameter, context.baseline):
            others = context.baseline.matching(filter_of(parameter), value)
            if others and not others & mask and parameter.name != context.subject:
                yield parameter.name, value


@_law(
    "filter.none",
    "A filter that matches no item returns an empty list: no error, and not the whole list.",
    source=DOCUMENTED,
    statements=("filter-8",),
    needs="an item, and a value that matches no item",
    cases=_unmatched,
)
def none(context: Context, query: Query) -> bool:
    """Compare the list for a value that matches no item with the empty list."""
    if not context.filters_of(query) or context.expected(query):
        return False
    response = context.page(query)
    if response.items and context.baseline.is_complete:
        title = f"a filter that matches no item lists {len(response.items)} items"
        raise ViolationError(title, response)
    check_matching(context, query, response)
    return bool(context.baseline.rows)


def _is_text(parameter: Parameter) -> bool:
    is_free = parameter.schema.get("type") == "string" and not {"enum", "format"} & {
        *parameter.schema
    }
    is_one = filter_of(parameter).operator != "between"
    return is_free and is_one and filter_of(parameter).precision in {"exact", "text"}


def _exact(context: Context) -> Cases:
    """Return texts that a lax comparison takes for a present one."""
    found = shown_with(context, _variants)
    is_literal = context.operation.strictness.admits("outerBlanks", "literal")
    if not is_literal and "blanks" not in context.filter(context.subject).ignored:
        found = [each for each in found if _is_stripped(each.get(context.subject))]
    return Cases(found, least=_TEXTS)


def _variants(parameter: Parameter, baseline: Baseline) -> list[Value]:
    if filter_of(parameter).prefixes:
        return prefixed(parameter, lambda each: variants(each, baseline))
    if parameter.delimiter is None:
        return [*variants(parameter, baseline)]
    return each_alone(parameter, baseline, variants(one_of(parameter), baseline))


def _is_stripped(value: Value | None) -> bool:
    texts = value if isinstance(value, tuple) else (value,)
    return all(not isinstance(each, str) or each == each.strip() for each in texts)


@_law(
    "filter.exact",
    "Text is compared exactly: case, blanks, accents, prefixes and special characters count, "
    "unless the annotation ignores them.",
    source=f"{DOCUMENTED}, precision exact",
    statements=("filter-9", "filter-10", "filter-14"),
    needs="a text to compare with",
    subjects=filters_where(_is_text),
    cases=_exact,
)
def exact(context: Context, query: Query) -> bool:
    """Compare the list for a text that differs slightly with the items that match."""
    check_pages(context, query)
    return bool(context.filters_of(query))
