"""Filters: what they let through, and what they hold back."""

from collections.abc import Iterator
from typing import Any

from contract_tests._matching import field_key
from contract_tests.channels import Query, size_in_force
from contract_tests.contract import Pages, Parameter, resolve

from . import _filter_relations, _filter_values
from ._baseline import first_index
from ._drawing import filter_names, filters, sizes
from ._filtered import (
    DOCUMENTED,
    MOST_PAGES,
    check_complete,
    check_sound,
    filter_named,
    given_filters,
    holds_back,
    one_filter,
)
from ._law import CLIENT, PAGE, WALK, Breach, Cases, Place, law
from ._page import check_pages
from ._scene import Scene, must_be_page
from ._values import absent, boundaries, candidates, variants

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
def sound(scene: Scene, query: Query) -> bool:
    for _, answer in scene.known_pages(query):
        check_sound(scene, query, answer)
    return holds_back(scene, query)


@law(
    "filter.complete",
    "Every item that matches is listed, in the order of the whole list, and with the same fields.",
    source=DOCUMENTED,
    needs="item that matches a value",
    subjects=filter_names,
    cases=one_filter(candidates),
    channels=PAGE,
)
def complete(scene: Scene, query: Query) -> bool:
    check_complete(scene, query)
    return bool(scene.expected(query).rows)


@law(
    "filter.boundary",
    "The items on the very edge of a value are on the right side of it.",
    source=f"{DOCUMENTED}; boundary values",
    needs="item on the edge of a value",
    subjects=lambda place: [each.name for each in filters(place.operation) if _has_edges(each)],
    cases=lambda scene, subject: Cases(
        [
            scene.shown(scene.widest.having(subject, each))
            for each in boundaries(scene.parameter(subject), scene.baseline)
        ]
    ),
    channels=PAGE,
)
def boundary(scene: Scene, query: Query) -> bool:
    for _, answer in scene.known_pages(query):
        check_sound(scene, query, answer)
    check_complete(scene, query)
    return bool(given_filters(scene, query))


def _has_edges(parameter: Parameter) -> bool:
    assert parameter.filter is not None
    kind = str(parameter.schema.get("type"))
    return parameter.filter.grain != "exact" or kind in {"integer", "number"}


def _extremes(parameter: Parameter, baseline: Any) -> list[Any]:  # noqa: ANN401
    """Give the values that let most through, first."""
    values = candidates(parameter, baseline)
    filter_ = parameter.filter
    assert filter_ is not None
    far = ["0001-01-01", "9999-12-31", "1970-01-01"] if filter_.grain == "day" else []
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
def null(scene: Scene, query: Query) -> bool:
    for _, answer in scene.known_pages(query):
        for name, filter_ in given_filters(scene, query).items():
            for item in answer.items:
                if filter_.field.read(item) is None:
                    title = f"{name}={query.get(name)} lists an item without {filter_.field}"
                    detail = f"The item: {scene.identity(item)}"
                    raise Breach(title, detail, answer, is_proven=True)
    if query.get(scene.subject) is None:
        return False
    filter_ = filter_named(scene, scene.subject)
    rows = scene.baseline.select(scene.matching(query, scene.subject))
    return any(field_key(filter_, row) is None for row in rows)


def _is_nullable(place: Place, parameter: Parameter) -> bool:
    """Say whether the field of a filter may be null or absent, as the spec has it."""
    assert parameter.filter is not None
    node = resolve(place.document, place.item)
    for name in str(parameter.filter.field).split("/")[1:]:
        if name not in node.get("required", ()):
            return True
        node = resolve(place.document, node["properties"][name])
    return "null" in node.get("type", ())


def _filtered_pages(scene: Scene, subject: str) -> Cases:
    known = sizes(scene)
    found = []
    for value in candidates(scene.parameter(subject), scene.baseline):
        query = scene.shown(scene.query.having(subject, value))
        count, every = scene.count(query), scene.count(query, subject)
        small = [size for size in known if size < count and -(-count // size) <= MOST_PAGES]
        # Without the filter, the page after the first would hold others.
        if small and count < every:
            found.append((count, scene.sized(query, small[0])))
        elif count > 1 and known and min(known) < count < every:
            found.append((count + every, scene.sized(query, max(min(known), 2))))
    found.sort(key=lambda each: each[0])
    return Cases([*(query for _, query in found), *_second_pages(scene, subject)])


def _second_pages(scene: Scene, subject: str) -> list[Query]:
    """Give the second pages of lists that fit on one: without the filter, they would have items."""
    baseline, known = scene.baseline, sizes(scene)
    if not known or not isinstance(scene.listing.pagination, Pages):
        return []
    size = max(min(known), 2)
    return [
        scene.numbered(scene.sized(query, size), 2)
        for value in candidates(scene.parameter(subject), baseline)
        for query in [scene.query.having(subject, value)]
        if 0 < scene.count(query) <= size < scene.count(query, subject)
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
def later_pages(scene: Scene, query: Query) -> bool:
    expected = scene.expected(query)
    start = _start(scene, query)
    if start:
        _check_second(scene, query, start)
        return scene.count(query, scene.subject) > start
    answers = scene.walk(query, MOST_PAGES)
    for answer in answers:
        check_sound(scene, query, answer)
    for number, answer in enumerate(answers, 1):
        known = expected.rows[start : start + len(answer.items)]
        got = [*map(scene.identity, answer.items)]
        if got[: len(known)] != [*map(scene.identity, known)]:
            title = f"page {number} of the filtered list holds other items than it should"
            raise Breach(title, "", answer)
        start += len(answer.items)
    if expected.is_whole and len(answers) < MOST_PAGES and start < len(expected.rows):
        title = f"the filtered list ends after {start} items"
        raise Breach(title, f"{len(expected.rows)} match.", answers[-1])
    return len(answers) > 1


def _start(scene: Scene, query: Query) -> int:
    """Give the position of the first row of a page."""
    pagination = scene.listing.pagination
    index = query.get(pagination.index) if isinstance(pagination, Pages) else None
    return (
        (index - first_index(scene.operation)) * size_in_force(query)
        if isinstance(index, int)
        else 0
    )


def _check_second(scene: Scene, query: Query, start: int) -> None:
    answer = scene.channel.page(query)
    if answer.status == 404 and scene.listing.strictness.past_the_end == "notFound":  # noqa: PLR2004
        return
    must_be_page(answer)
    check_sound(scene, query, answer)
    if scene.baseline.is_whole and len(answer.items) > max(
        0, len(scene.expected(query).rows) - start
    ):
        raise Breach("the second page of a filtered list holds items of the whole", "", answer)


def _counting(place: Place) -> list[str]:
    return filter_names(place) if place.listing.pagination.total_items is not None else []


@law(
    "filter.totals",
    "The totals count the filtered list.",
    source=f"{DOCUMENTED}: totals count the filtered list",
    needs="item that does not match a value",
    subjects=_counting,
    cases=one_filter(candidates),
    channels=CLIENT,
)
def totals(scene: Scene, query: Query) -> bool:
    pointer = scene.listing.pagination.total_items
    assert pointer is not None
    answer = scene.page(query)
    total, expected = pointer.read(answer.body), scene.expected(query)
    count = len(expected.rows)
    if (total != count) if expected.is_whole else (total < count):
        raise Breach(f"the total of the filtered list is {total!r}", f"{count} match.", answer)
    if isinstance(scene.listing.pagination, Pages) and isinstance(total, int):
        check_pages(scene.listing.pagination, query, answer, total)
    return holds_back(scene, query)


def _nothing(scene: Scene, subject: str) -> Cases:
    """Give queries that nothing matches: by one value, or by two that exclude each other."""
    parameter, baseline = scene.parameter(subject), scene.baseline
    found = [scene.widest.having(subject, each) for each in absent(parameter, baseline)]
    if not found:
        for value in candidates(parameter, baseline):
            query = scene.widest.having(subject, value)
            mask = baseline.matching(filter_named(scene, subject), value)
            found += [
                query.having(name, other)
                for name, other in _excluding(scene, mask)
                if name != subject
            ][:1]
    return Cases(found)


def _excluding(scene: Scene, mask: int) -> Iterator[tuple[str, Any]]:
    """Give filters and values that match rows, but none of some."""
    for parameter in filters(scene.operation):
        for value in candidates(parameter, scene.baseline):
            others = scene.baseline.matching(filter_named(scene, parameter.name), value)
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
def none(scene: Scene, query: Query) -> bool:
    if not given_filters(scene, query) or scene.expected(query).rows:
        return False
    answer = scene.page(query)
    if answer.items and scene.baseline.is_whole:
        title = f"a filter that nothing matches lists {len(answer.items)} items"
        raise Breach(title, "", answer)
    check_sound(scene, query, answer)
    return bool(scene.baseline.rows)


@law(
    "filter.exact",
    "Text is compared to the letter: case, blanks, accents, beginnings and signs count.",
    source=f"{DOCUMENTED}, grain exact",
    needs="text to compare with",
    subjects=lambda place: [
        each.name
        for each in filters(place.operation)
        if each.schema.get("type") == "string" and _is_text(each)
    ],
    cases=lambda scene, subject: Cases(
        [
            scene.shown(scene.widest.having(subject, each))
            for each in variants(scene.parameter(subject), scene.baseline)
        ],
        least=_TEXTS,
    ),
    channels=PAGE,
)
def exact(scene: Scene, query: Query) -> bool:
    for _, answer in scene.known_pages(query):
        check_sound(scene, query, answer)
    check_complete(scene, query)
    return bool(given_filters(scene, query))


def _is_text(parameter: Parameter) -> bool:
    return (
        parameter.filter is not None
        and parameter.filter.grain == "exact"
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
