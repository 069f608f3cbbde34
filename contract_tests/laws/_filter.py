"""Filters: what they let through, and what they hold back."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import attrs
from hypothesis import strategies as st

from contract_tests._matching import field_key, is_match, value_key
from contract_tests.channels import Answer, Query, size_in_force
from contract_tests.contract import Filter, Operation, Pages, Parameter, resolve

from ._baseline import first_index
from ._drawing import expand_names, filter_names, filters, pair, queries, sizes, triple
from ._law import CLIENT, PAGE, WALK, Breach, Cases, Place, law
from ._page import check_pages, few_pages, must_be_refused, varied
from ._scene import Scene, must_be_page
from ._values import absent, boundaries, candidates, drawn, spread, variants

__all__ = ["LAWS", "check_sound"]

_DOCUMENTED = "the annotation x-filter"
_MOST_PAGES = 5
_NESTED = 6
_PAIR = 2
_TEXTS = 80


def _filter(scene: Scene, name: str) -> Filter:
    found = scene.parameter(name).filter
    assert found is not None
    return found


def _one(values: Callable[[Parameter, Any], list[Any]]) -> Callable[[Scene, str], Cases]:
    """Make cases with one filter and these values, then with whatever is drawn."""

    def cases(scene: Scene, subject: str) -> Cases:
        parameter = scene.parameter(subject)
        edges = [
            scene.shown(scene.widest.having(subject, each))
            for each in values(parameter, scene.baseline)
        ]
        strategy = drawn(parameter, scene.baseline)
        if strategy is None:
            return Cases(edges)
        others = queries(scene)
        return Cases(
            edges, st.tuples(others, strategy).map(lambda both: both[0].having(subject, both[1]))
        )

    return cases


def _given(scene: Scene, query: Query) -> dict[str, Filter]:
    """Give the filters of a query that say something of an item."""
    return {name: _filter(scene, name) for name, _ in query.values if _is_filter(scene, name)}


def _is_filter(scene: Scene, name: str) -> bool:
    parameter = scene.operation.parameter(name)
    return parameter is not None and parameter.filter is not None


def check_sound(scene: Scene, query: Query, answer: Answer) -> None:
    """See that every item of a page matches every filter of its query."""
    for name, filter_ in _given(scene, query).items():
        value = query.get(name)
        assert value is not None
        wanted = value_key(filter_, value)
        for item in answer.items:
            if not is_match(filter_, field_key(filter_, item), wanted):
                found = filter_.field.read(item)
                title = f"{name}={value} lists an item whose {filter_.field} is {found!r}"
                raise Breach(title, f"The item: {scene.identity(item)}", answer, is_proven=True)


@law(
    "filter.sound",
    "Every listed item matches the filter.",
    source=f"{_DOCUMENTED}; metamorphic relation: subset (Segura et al. 2018)",
    needs="item that does not match a value",
    subjects=filter_names,
    cases=_one(candidates),
    channels=PAGE,
)
def sound(scene: Scene, query: Query) -> bool:
    for _, answer in scene.known_pages(query):
        check_sound(scene, query, answer)
    return _holds_back(scene, query)


def _holds_back(scene: Scene, query: Query) -> bool:
    """Say whether there are rows that the filter in question alone leaves out of a query."""
    return scene.count(query) < scene.count(query, scene.subject)


@law(
    "filter.complete",
    "Every item that matches is listed, in the order of the whole list, and with the same fields.",
    source=_DOCUMENTED,
    needs="item that matches a value",
    subjects=filter_names,
    cases=_one(candidates),
    channels=PAGE,
)
def complete(scene: Scene, query: Query) -> bool:
    _check_complete(scene, query)
    return bool(scene.expected(query).rows)


def _check_complete(scene: Scene, query: Query) -> None:
    expected = scene.expected(query)
    size = size_in_force(query)
    last = None
    for start, answer in scene.known_pages(query):
        rows = expected.rows[start : start + (size or len(answer.items))]
        _check_rows(scene, query, answer, rows, is_all=expected.is_whole)
        last = start, answer
    if last is None or isinstance(scene.listing.pagination, Pages):
        return
    end = last[0] + len(last[1].items)
    has_ended = not scene.listing.pagination.next.read(last[1].body)
    if has_ended and end < len(expected.rows):
        missing = scene.identity(expected.rows[end])
        raise Breach(f"an item that matches is not listed: {missing}", "", last[1])


def _check_rows(
    scene: Scene,
    query: Query,
    answer: Answer,
    rows: Iterable[Mapping[str, Any]],
    *,
    is_all: bool,
) -> None:
    """See that a page holds these rows."""
    wanted = {scene.identity(row): row for row in rows}
    got = {scene.identity(item): item for item in answer.items}
    shown = ", ".join(f"{name}={value}" for name, value in query.values)
    for name in wanted:
        if name not in got:
            raise Breach(f"an item that matches is not listed: {name}", f"With {shown}.", answer)
    for name, item in got.items():
        if name in wanted and not scene.is_same(wanted[name], item):
            title = f"an item has other fields than in the whole list: {name}"
            raise Breach(title, f"{scene.bare(wanted[name])}\n{scene.bare(item)}", answer)
        if name not in wanted and is_all:
            title = f"an item is listed that the whole list does not match: {name}"
            raise Breach(title, f"With {shown}.", answer)
    order = [name for name in got if name in wanted]
    if order != [*wanted]:
        raise Breach("the items come in another order than in the whole list", shown, answer)


@law(
    "filter.boundary",
    "The items on the very edge of a value are on the right side of it.",
    source=f"{_DOCUMENTED}; boundary values",
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
    _check_complete(scene, query)
    return bool(_given(scene, query))


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
    source=f"{_DOCUMENTED}: null never matches",
    needs="item whose field is null or absent",
    subjects=lambda place: [
        each.name for each in filters(place.operation) if _is_nullable(place, each)
    ],
    cases=_one(_extremes),
    channels=PAGE,
)
def null(scene: Scene, query: Query) -> bool:
    for _, answer in scene.known_pages(query):
        for name, filter_ in _given(scene, query).items():
            for item in answer.items:
                if filter_.field.read(item) is None:
                    title = f"{name}={query.get(name)} lists an item without {filter_.field}"
                    detail = f"The item: {scene.identity(item)}"
                    raise Breach(title, detail, answer, is_proven=True)
    if query.get(scene.subject) is None:
        return False
    filter_ = _filter(scene, scene.subject)
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


@attrs.frozen
class Split:
    """Two queries that split a list: what the one lists, the other does not.

    Attributes:
        lower: The one.
        upper: The other.
    """

    lower: Query
    upper: Query


_COMPLEMENTS = {
    ("gte", "lt"): 0,
    ("gt", "lte"): 0,
    ("gte", "lte"): -1,
    ("gt", "lt"): 1,
}
"""By how many grains the upper bound differs from the lower one, for the two to be complements."""


def _splitting(place: Place) -> list[str]:
    operation = place.operation
    return [each.name for each in filters(operation) if _partner(operation, each) is not None]


def _partner(operation: Operation, parameter: Parameter) -> tuple[Parameter, int] | None:
    """Give the filter that lets through what this one holds back, and the grains between them."""
    filter_ = parameter.filter
    assert filter_ is not None
    if parameter.schema.get("type") == "boolean":
        return parameter, 0
    for other in filters(operation):
        assert other.filter is not None
        grains = _COMPLEMENTS.get((filter_.operator, other.filter.operator))
        is_like = (filter_.field, filter_.grain) == (other.filter.field, other.filter.grain)
        # Between two instants, or numbers that are not whole, there are others.
        is_whole = filter_.grain == "day" or parameter.schema.get("type") == "integer"
        if is_like and grains is not None and (grains == 0 or is_whole):
            return other, grains
    return None


def _splits(scene: Scene, subject: str) -> Cases:
    parameter = scene.parameter(subject)
    partner = _partner(scene.operation, parameter)
    assert partner is not None
    other, grains = partner
    whole = scene.fullest

    def split(value: Any) -> Split | None:  # noqa: ANN401
        complement = (not value) if isinstance(value, bool) else _moved(parameter, value, grains)
        if complement is None:
            return None
        return Split(whole.having(subject, value), whole.having(other.name, complement))

    found = [split(each) for each in candidates(parameter, scene.baseline)]
    return Cases([each for each in found if each is not None])


def _moved(parameter: Parameter, value: Any, grains: int) -> Any:  # noqa: ANN401
    if grains == 0:
        return value
    if isinstance(value, int):
        return value + grains
    assert parameter.filter is not None
    day = value_key(parameter.filter, value)
    try:
        return type(day).fromordinal(day.toordinal() + grains).isoformat()  # type: ignore[union-attr]
    except (ValueError, OverflowError):
        return None


@law(
    "filter.ranges",
    "What a bound holds back, the opposite bound lets through: together every item whose field is "
    "set, and none twice.",
    source=f"{_DOCUMENTED}; metamorphic relations: disjoint, complete (Segura et al. 2018)",
    needs="items on both sides of a value",
    subjects=_splitting,
    cases=_splits,
    channels=PAGE,
)
def ranges(scene: Scene, split: Split) -> bool:
    lists = [_listed(scene, query) for query in (split.lower, split.upper)]
    shared = lists[0].items & lists[1].items
    if shared:
        title = f"two opposite bounds list the same item: {min(shared)}"
        raise Breach(title, "", *lists[0].answers[:1], *lists[1].answers[:1])
    name = scene.subject
    filter_ = _filter(scene, name)
    rows = scene.baseline.select(scene.matching(split.lower, name))
    count = sum(field_key(filter_, row) is not None for row in rows)
    if scene.baseline.is_whole and all(each.is_whole for each in lists):
        found = sum(len(each.items) for each in lists)
        if found != count:
            title = f"two opposite bounds list {found} items together"
            detail = f"There are {count} whose {filter_.field} is set."
            raise Breach(title, detail, *(each.answers[0] for each in lists))
    return all(each.items for each in lists)


@attrs.frozen
class _Listed:
    """What a query lists, or the first pages of it.

    Attributes:
        items: The identities of the items.
        is_whole: Whether these are all.
        total: How many there are, as the server says; or how many were seen.
        answers: The pages.
    """

    items: frozenset[str]
    is_whole: bool
    total: int
    answers: tuple[Answer, ...]


def _listed(scene: Scene, query: Query) -> _Listed:
    answers = scene.walk(query, _MOST_PAGES)
    items = frozenset(scene.identity(item) for each in answers for item in each.items)
    size = size_in_force(query) or 1
    is_whole = len(answers) < _MOST_PAGES or len(answers[-1].items) < size
    pointer = scene.listing.pagination.total_items
    said = pointer.read(answers[0].body) if pointer is not None else None
    total = said if isinstance(said, int) else len(items)
    return _Listed(items, is_whole, total, tuple(answers))


@attrs.frozen
class Nested:
    """Two queries of which the one lists a part of what the other does.

    Attributes:
        narrow: The one.
        wide: The other.
    """

    narrow: Query
    wide: Query


def _nested(scene: Scene, subject: str) -> Cases:
    parameter = scene.parameter(subject)
    filter_ = _filter(scene, subject)
    known = sorted(
        {value_key(filter_, each): each for each in candidates(parameter, scene.baseline)}.items()
    )
    values = [each for _, each in known]
    is_lower = filter_.operator in {"gt", "gte"}
    whole = scene.fullest
    found = [
        Nested(
            whole.having(subject, second if is_lower else first),
            whole.having(subject, first if is_lower else second),
        )
        for first, second in combinations(spread(values, _NESTED), 2)
    ]
    # Of the narrow ones that list nothing, the strictest, nothing can be lost.
    found.sort(
        key=lambda each: (
            not scene.count(each.narrow),
            scene.count(each.narrow) - scene.count(each.wide),
        )
    )
    return Cases(found)


@law(
    "filter.monotone",
    "A wider bound lists all that a narrower one does.",
    source="metamorphic relation: subset (Segura et al. 2018)",
    needs="items between two values",
    subjects=lambda place: [
        each.name
        for each in filters(place.operation)
        if each.filter is not None and each.filter.operator != "eq"
    ],
    cases=_nested,
    channels=PAGE,
)
def monotone(scene: Scene, nested: Nested) -> bool:
    narrow, wide = _listed(scene, nested.narrow), _listed(scene, nested.wide)
    lost = narrow.items - wide.items
    if wide.is_whole and lost:
        title = f"a wider bound does not list what a narrower one does: {min(lost)}"
        raise Breach(title, "", narrow.answers[0], wide.answers[0])
    if wide.total < narrow.total:
        title = f"a wider bound lists {wide.total} items, and a narrower one {narrow.total}"
        raise Breach(title, "", narrow.answers[0], wide.answers[0])
    return bool(narrow.items) and wide.total > narrow.total


def _flagged(scene: Scene, parameter: Parameter) -> Iterator[Query]:
    """Give the filter with each flag, with a value that holds something back."""
    baseline = scene.baseline
    for value in candidates(parameter, baseline):
        if baseline.matching(_filter(scene, parameter.name), value) != baseline.all:
            for name in expand_names(scene):
                yield scene.query.having(parameter.name, value).having(name, value=True)
            return


def _combined(place: Place) -> list[str]:
    """Give the filters; the last of two is tried with the first."""
    names = filter_names(place)
    return names if len(names) > _PAIR or expand_names(place) else names[:-1]


def _pairs(scene: Scene, subject: str) -> Cases:
    """Give the filter with every other one, once each, then with two others, flags and pages."""
    names = filter_names(scene)
    parameter = scene.parameter(subject)
    found = []
    place = names.index(subject)
    for name in names[place + 1 :] or names[:1]:
        query = pair(scene, parameter, scene.parameter(name))
        if query is not None:
            found.append(query)
    # A server may take two and lose the third.
    third = triple(scene, parameter)
    if third is not None:
        found.insert(0, third)
    # It may lose the filter when it has children to add.
    found = [*_flagged(scene, parameter), *found]
    strategy = drawn(parameter, scene.baseline)
    if strategy is None:
        return Cases(found)
    return Cases(
        found,
        st.tuples(queries(scene), strategy).map(lambda both: both[0].having(subject, both[1])),
    )


@law(
    "filter.conjunction",
    "Several filters hold together, and beside a flag: what is listed matches all of them.",
    source=f"{_DOCUMENTED}; AIP-160: a conjunction",
    needs="item that matches the one filter, and not the other",
    subjects=_combined,
    cases=_pairs,
    channels=PAGE,
)
def conjunction(scene: Scene, query: Query) -> bool:
    for _, answer in scene.known_pages(query):
        check_sound(scene, query, answer)
    _check_complete(scene, query)
    names = [*_given(scene, query)]
    whole = scene.count(query)
    is_combined = len(names) > 1 or any(query.get(each) for each in scene.expands())
    return is_combined and all(scene.count(query, each) > whole for each in names)


def _filtered_pages(scene: Scene, subject: str) -> Cases:
    known = sizes(scene)
    found = []
    for value in candidates(scene.parameter(subject), scene.baseline):
        query = scene.shown(scene.query.having(subject, value))
        count, every = scene.count(query), scene.count(query, subject)
        small = [size for size in known if size < count and -(-count // size) <= _MOST_PAGES]
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
    source=f"{_DOCUMENTED}: every page of it is filtered",
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
    answers = scene.walk(query, _MOST_PAGES)
    for answer in answers:
        check_sound(scene, query, answer)
    for number, answer in enumerate(answers, 1):
        known = expected.rows[start : start + len(answer.items)]
        got = [*map(scene.identity, answer.items)]
        if got[: len(known)] != [*map(scene.identity, known)]:
            title = f"page {number} of the filtered list holds other items than it should"
            raise Breach(title, "", answer)
        start += len(answer.items)
    if expected.is_whole and len(answers) < _MOST_PAGES and start < len(expected.rows):
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
    source=f"{_DOCUMENTED}: totals count the filtered list",
    needs="item that does not match a value",
    subjects=_counting,
    cases=_one(candidates),
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
    return _holds_back(scene, query)


def _nothing(scene: Scene, subject: str) -> Cases:
    """Give queries that nothing matches: by one value, or by two that exclude each other."""
    parameter, baseline = scene.parameter(subject), scene.baseline
    found = [scene.widest.having(subject, each) for each in absent(parameter, baseline)]
    if not found:
        for value in candidates(parameter, baseline):
            query = scene.widest.having(subject, value)
            mask = baseline.matching(_filter(scene, subject), value)
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
            others = scene.baseline.matching(_filter(scene, parameter.name), value)
            if others and not others & mask:
                yield parameter.name, value


@law(
    "filter.none",
    "A filter that nothing matches gives an empty list: no error, and not the whole list.",
    source=_DOCUMENTED,
    needs="item, and a value that matches none",
    subjects=filter_names,
    cases=_nothing,
    channels=PAGE,
)
def none(scene: Scene, query: Query) -> bool:
    if not _given(scene, query) or scene.expected(query).rows:
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
    source=f"{_DOCUMENTED}, grain exact",
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
    _check_complete(scene, query)
    return bool(_given(scene, query))


def _is_text(parameter: Parameter) -> bool:
    return (
        parameter.filter is not None
        and parameter.filter.grain == "exact"
        and "enum" not in parameter.schema
        and "format" not in parameter.schema
    )


_REFUSED: Mapping[str, tuple[str, ...]] = {
    "date": (
        "2021-02-30",
        "2021-13-01",
        "2021-02-29",
        "",
        "yesterday",
        "2021-4-5",
        "20210425",
        "2021-04-25T00:00:00Z",
        "2021-00-10",
        "25.04.2021",
        "2021-W16-7",
        "2021-04-25 ",
        "null",
    ),
    "date-time": (
        "2021-02-30T00:00:00Z",
        "2021-04-25",
        "",
        "now",
        "2021-04-25T00:00:00",
        "2021-04-25T25:00:00Z",
        "1619308800",
        "2021-04-25T00:00:00+99:00",
        "null",
    ),
    "boolean": ("", "maybe", "2", "TRUE!", "null", "truefalse"),
    "integer": ("", "x", "1.5", "1e3", "NaN", "0x10", "null", "1 2"),
    "uuid": ("", "x", "7b61621f-62e0-4aad-ab11", "null"),
}


def _beyond(parameter: Parameter) -> list[str]:
    """Give whole numbers beyond the bounds of a parameter, by one and by far."""
    schema = parameter.schema
    if schema.get("type") != "integer":
        return []
    steps = (("minimum", -1), ("minimum", -(10**30)), ("maximum", 1), ("maximum", 10**30))
    return [str(int(schema[bound]) + step) for bound, step in steps if bound in schema]


def _kind(parameter: Parameter) -> str:
    schema = parameter.schema
    return str(schema.get("format") if schema.get("type") == "string" else schema.get("type"))


@law(
    "filter.refused",
    "A value that the schema does not admit, or that cannot be, such as 30 February, is refused.",
    source="the parameter's schema, and the annotation strictness/invalidValue",
    needs="value that is not admitted",
    subjects=lambda place: [
        each.name
        for each in filters(place.operation)
        if "enum" in each.schema or _kind(each) in _REFUSED
    ],
    cases=lambda scene, subject: Cases(
        [
            scene.query.having(subject, each)
            for each in (
                *_REFUSED.get(_kind(scene.parameter(subject)), ()),
                *(
                    ("no such value", "", "null")
                    if "enum" in scene.parameter(subject).schema
                    else ()
                ),
                *_beyond(scene.parameter(subject)),
            )
        ],
        least=30,
    ),
    channels=CLIENT,
)
def refused(scene: Scene, query: Query) -> bool:
    if not query.values:
        return False
    name, value = query.values[-1]
    must_be_refused(scene, scene.channel.page(query), f"{name}={value}")
    return True


def _left_out(scene: Scene, subject: str) -> Cases:
    """Give queries without the filter: of the whole list, with other filters, in small pages.

    With each other filter, that value first of which fewest rows are held back, all on one page.
    """
    telling = [
        min(held, key=lambda query: scene.count(query, subject))
        for parameter in filters(scene.operation)
        if parameter.name != subject
        for held in [[*_held_back(scene, subject, parameter)]]
        if held
    ]
    others = [each for each in varied(scene) if each.get(subject) is None]
    return Cases([scene.widest, scene.query, *telling, *others])


def _held_back(scene: Scene, subject: str, parameter: Parameter) -> Iterator[Query]:
    """Give queries with a value of another filter of which the default holds rows back."""
    for value in candidates(parameter, scene.baseline):
        query = scene.widest.having(parameter.name, value)
        if scene.count(query) < scene.count(query, subject):
            yield query


@law(
    "filter.default",
    "Leaving the filter out is the same as sending its default, or one of them, and always the "
    "same one for the same list.",
    source=f"{_DOCUMENTED}, default; metamorphic relation: equality",
    needs="item that the default holds back",
    subjects=lambda place: [
        each.name for each in filters(place.operation) if each.filter and each.filter.defaults
    ],
    cases=_left_out,
    channels=WALK,
)
def default(scene: Scene, query: Query) -> bool:
    value = scene.baseline.in_force[scene.subject]
    most = few_pages(scene)
    walks = [scene.walk(each, most) for each in (query, query.having(scene.subject, value))]
    left_out, sent = (
        [scene.identity(item) for each in answers for item in each.items] for answers in walks
    )
    if left_out != sent:
        title = f"{scene.subject} left out lists other items than {scene.subject}={value}"
        named = " or ".join(map(repr, _filter(scene, scene.subject).defaults))
        detail = f"Expected those of {named}, and of the same one whatever else is asked for."
        raise Breach(title, detail, walks[0][0], walks[1][0])
    return scene.count(query) < scene.count(query, scene.subject)


LAWS = (
    sound,
    complete,
    boundary,
    null,
    ranges,
    monotone,
    conjunction,
    later_pages,
    totals,
    none,
    exact,
    default,
    refused,
)
