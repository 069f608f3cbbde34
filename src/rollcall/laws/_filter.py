"""Filters: what they let through, and what they hold back."""

from collections.abc import Iterator
from typing import Any

from rollcall.channels import Query, size_in_force
from rollcall.laws import _filter_relations, _filter_values
from rollcall.laws._context import Context, must_be_page
from rollcall.laws._drawing import filter_names, filters, sizes
from rollcall.laws._filtered import (
    DOCUMENTED,
    MOST_PAGES,
    check_complete,
    check_sound,
    filter_named,
    given_filters,
    holds_back,
    one_filter,
)
from rollcall.laws._law import CLIENT, PAGE, WALK, Cases, Place, ViolationError, law
from rollcall.laws._page import check_pages
from rollcall.laws._values import absent, boundaries, candidates, variants
from rollcall.spec import Parameter, resolve
from rollcall.spec._matching import field_key

__all__ = ["LAWS"]

_TEXTS = 80


@law(
    "filter.sound",
    "Every listed item matches the filter.",
    source=f"{DOCUMENTED}; metamorphic relation: subset (Segura et al. 2018)",
    needs="item that does not match a value",
    subjects=filter_names,
    cases=one_filter(candidates),
    channels=PAGE,
)
def sound(context: Context, query: Query) -> bool:
    for _, answer in context.known_pages(query):
        check_sound(context, query, answer)
    return holds_back(context, query)


@law(
    "filter.complete",
    "Every item that matches is listed, in the order of the whole list, and with the same fields.",
    source=DOCUMENTED,
    needs="item that matches a value",
    subjects=filter_names,
    cases=one_filter(candidates),
    channels=PAGE,
)
def complete(context: Context, query: Query) -> bool:
    check_complete(context, query)
    return bool(context.expected(query).rows)


@law(
    "filter.boundary",
    "The items on the very edge of a value are on the right side of it.",
    source=f"{DOCUMENTED}; boundary values",
    needs="item on the edge of a value",
    subjects=lambda place: [each.name for each in filters(place.operation) if _has_edges(each)],
    cases=lambda context, subject: Cases(
        [
            context.shown(context.widest.having(subject, each))
            for each in boundaries(context.parameter(subject), context.baseline)
        ]
    ),
    channels=PAGE,
)
def boundary(context: Context, query: Query) -> bool:
    for _, answer in context.known_pages(query):
        check_sound(context, query, answer)
    check_complete(context, query)
    return bool(given_filters(context, query))


def _has_edges(parameter: Parameter) -> bool:
    assert parameter.filter is not None
    kind = str(parameter.schema.get("type"))
    return parameter.filter.precision != "exact" or kind in {"integer", "number"}


def _extremes(parameter: Parameter, baseline: Any) -> list[Any]:  # noqa: ANN401
    """Return the values that let most through, first."""
    values = candidates(parameter, baseline)
    filter_ = parameter.filter
    assert filter_ is not None
    far = ["0001-01-01", "9999-12-31", "1970-01-01"] if filter_.precision == "day" else []
    return [*far, *sorted(values, key=lambda each: -baseline.matching(filter_, each).bit_count())]


@law(
    "filter.null",
    "An item whose field is null or absent never matches.",
    source=f"{DOCUMENTED}: null never matches",
    needs="item whose field is null or absent",
    subjects=lambda place: [
        each.name for each in filters(place.operation) if _is_nullable(place, each)
    ],
    cases=one_filter(_extremes),
    channels=PAGE,
)
def null(context: Context, query: Query) -> bool:
    for _, answer in context.known_pages(query):
        for name, filter_ in given_filters(context, query).items():
            for item in answer.items:
                if filter_.field.read(item) is None:
                    title = f"{name}={query.get(name)} lists an item without {filter_.field}"
                    detail = f"The item: {context.identity(item)}"
                    raise ViolationError(title, detail, answer, is_proven=True)
    if query.get(context.subject) is None:
        return False
    filter_ = filter_named(context, context.subject)
    rows = context.baseline.select(context.matching(query, context.subject))
    return any(field_key(filter_, row) is None for row in rows)


def _is_nullable(place: Place, parameter: Parameter) -> bool:
    """Return whether the field of a filter may be null or absent, as the spec has it."""
    assert parameter.filter is not None
    node = resolve(place.spec, place.item)
    for name in str(parameter.filter.field).split("/")[1:]:
        if name not in node.get("required", ()):
            return True
        node = resolve(place.spec, node["properties"][name])
    return "null" in node.get("type", ())


def _filtered_pages(context: Context, subject: str) -> Cases:
    known = sizes(context)
    found = []
    for value in candidates(context.parameter(subject), context.baseline):
        query = context.shown(context.query.having(subject, value))
        count, every = context.count(query), context.count(query, subject)
        small = [size for size in known if size < count and -(-count // size) <= MOST_PAGES]
        # Without the filter, the page after the first would hold others.
        if small and count < every:
            found.append((count, context.sized(query, small[0])))
        elif count > 1 and known and min(known) < count < every:
            found.append((count + every, context.sized(query, max(min(known), 2))))
    found.sort(key=lambda each: each[0])
    return Cases([*(query for _, query in found), *_second_pages(context, subject)])


def _second_pages(context: Context, subject: str) -> list[Query]:
    """Return the second pages of lists that fit on one: without the filter, they would have items."""
    baseline, known = context.baseline, sizes(context)
    if not known or not context.operation.paging.number:
        return []
    size = max(min(known), 2)
    return [
        context.numbered(context.sized(query, size), 2)
        for value in candidates(context.parameter(subject), baseline)
        for query in [context.query.having(subject, value)]
        if 0 < context.count(query) <= size < context.count(query, subject)
    ]


@law(
    "filter.later_pages",
    "The filter holds on every page, not only on the first.",
    source=f"{DOCUMENTED}: every page of it is filtered",
    needs="filtered list of more than one page",
    subjects=filter_names,
    cases=_filtered_pages,
    channels=WALK,
)
def later_pages(context: Context, query: Query) -> bool:
    expected = context.expected(query)
    start = _start(context, query)
    if start:
        _check_second(context, query, start)
        return context.count(query, context.subject) > start
    answers = context.walk(query, MOST_PAGES)
    for answer in answers:
        check_sound(context, query, answer)
    for number, answer in enumerate(answers, 1):
        known = expected.rows[start : start + len(answer.items)]
        got = [*map(context.identity, answer.items)]
        if got[: len(known)] != [*map(context.identity, known)]:
            title = f"page {number} of the filtered list holds other items than it should"
            raise ViolationError(title, "", answer)
        start += len(answer.items)
    if expected.is_whole and len(answers) < MOST_PAGES and start < len(expected.rows):
        title = f"the filtered list ends after {start} items"
        raise ViolationError(title, f"{len(expected.rows)} match.", answers[-1])
    return len(answers) > 1


def _start(context: Context, query: Query) -> int:
    """Return the position of the first row of a page."""
    name = context.operation.paging.number
    index = query.get(name) if name is not None else None
    return (
        (index - context.operation.first_index) * size_in_force(query)
        if isinstance(index, int)
        else 0
    )


def _check_second(context: Context, query: Query, start: int) -> None:
    answer = context.channel.page(query)
    if answer.status == 404 and context.operation.strictness.past_the_end == "notFound":  # noqa: PLR2004
        return
    must_be_page(answer)
    check_sound(context, query, answer)
    if context.baseline.is_whole and len(answer.items) > max(
        0, len(context.expected(query).rows) - start
    ):
        raise ViolationError(
            "the second page of a filtered list holds items of the whole", "", answer
        )


def _counting(place: Place) -> list[str]:
    return filter_names(place) if place.operation.paging.total_items is not None else []


@law(
    "filter.totals",
    "The totals count the filtered list.",
    source=f"{DOCUMENTED}: totals count the filtered list",
    needs="item that does not match a value",
    subjects=_counting,
    cases=one_filter(candidates),
    channels=CLIENT,
)
def totals(context: Context, query: Query) -> bool:
    pointer = context.operation.paging.total_items
    assert pointer is not None
    answer = context.page(query)
    total, expected = pointer.read(answer.body), context.expected(query)
    count = len(expected.rows)
    if (total != count) if expected.is_whole else (total < count):
        raise ViolationError(
            f"the total of the filtered list is {total!r}", f"{count} match.", answer
        )
    if isinstance(total, int):
        check_pages(query, answer, total)
    return holds_back(context, query)


def _nothing(context: Context, subject: str) -> Cases:
    """Return queries that nothing matches: by one value, or by two that exclude each other."""
    parameter, baseline = context.parameter(subject), context.baseline
    found = [context.widest.having(subject, each) for each in absent(parameter, baseline)]
    if not found:
        for value in candidates(parameter, baseline):
            query = context.widest.having(subject, value)
            mask = baseline.matching(filter_named(context, subject), value)
            found += [
                query.having(name, other)
                for name, other in _excluding(context, mask)
                if name != subject
            ][:1]
    return Cases(found)


def _excluding(context: Context, mask: int) -> Iterator[tuple[str, Any]]:
    """Return filters and values that match rows, but none of some."""
    for parameter in filters(context.operation):
        for value in candidates(parameter, context.baseline):
            others = context.baseline.matching(filter_named(context, parameter.name), value)
            if others and not others & mask:
                yield parameter.name, value


@law(
    "filter.none",
    "A filter that nothing matches gives an empty list: no error, and not the whole list.",
    source=DOCUMENTED,
    needs="item, and a value that matches none",
    subjects=filter_names,
    cases=_nothing,
    channels=PAGE,
)
def none(context: Context, query: Query) -> bool:
    if not given_filters(context, query) or context.expected(query).rows:
        return False
    answer = context.page(query)
    if answer.items and context.baseline.is_whole:
        title = f"a filter that nothing matches lists {len(answer.items)} items"
        raise ViolationError(title, "", answer)
    check_sound(context, query, answer)
    return bool(context.baseline.rows)


@law(
    "filter.exact",
    "Text is compared to the letter: case, blanks, accents, beginnings and signs count.",
    source=f"{DOCUMENTED}, precision exact",
    needs="text to compare with",
    subjects=lambda place: [
        each.name
        for each in filters(place.operation)
        if each.schema.get("type") == "string" and _is_text(each)
    ],
    cases=lambda context, subject: Cases(
        [
            context.shown(context.widest.having(subject, each))
            for each in variants(context.parameter(subject), context.baseline)
        ],
        least=_TEXTS,
    ),
    channels=PAGE,
)
def exact(context: Context, query: Query) -> bool:
    for _, answer in context.known_pages(query):
        check_sound(context, query, answer)
    check_complete(context, query)
    return bool(given_filters(context, query))


def _is_text(parameter: Parameter) -> bool:
    return (
        parameter.filter is not None
        and parameter.filter.precision == "exact"
        and "enum" not in parameter.schema
        and "format" not in parameter.schema
    )


LAWS = (
    sound,
    complete,
    boundary,
    null,
    *_filter_relations.LAWS,
    later_pages,
    totals,
    none,
    exact,
    *_filter_values.LAWS,
)
