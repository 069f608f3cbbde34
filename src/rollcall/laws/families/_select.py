"""Selections of fields: the same list, and of each item the selected fields alone."""

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from typing import Any, Literal

from hypothesis import strategies as st

from rollcall.channels import Query, Response, is_same_json
from rollcall.laws._admission import admits_value
from rollcall.laws._context import Context
from rollcall.laws._conventions import Reading, Spelling, try_values
from rollcall.laws._law import EVERY_CHANNEL, HTTP_ONLY, Cases
from rollcall.laws._queries import few_pages, queries, varied
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError
from rollcall.spec import Select

_DOCUMENTED = "the annotation x-select"
_UNKNOWN = "no_such_field"
_MOST_CHOICES = 16

_Difference = tuple[str, Literal["lacks", "has", "changes"]]
"""The place of a field, and how an item differs there from the expected one."""


def _select(context: Context) -> Select:
    return context.operation.selects[context.subject]


def _choices(context: Context) -> list[tuple[str, ...]]:
    """Return the names of some requests: two in reverse, each alone, further pairs, and all."""
    select, parameter = _select(context), context.parameter(context.subject)
    names = [*select.fields]
    pairs = [*zip(names[1:], names, strict=False)]
    found = dict.fromkeys([*pairs[:1], *((each,) for each in names), *pairs[1:], tuple(names)])
    return [
        each
        for each in found
        if all(admits_value(parameter.schema, name) for name in each)
        and admits_value(parameter.text, select.separator.join(each))
    ]


def _without_flags(context: Context, query: Query) -> Query:
    """Return a query without flags: whether these add a field that is not selected is open."""
    for name in context.operation.flags:
        query = query.without(name)
    return query


def _selecting(context: Context) -> Cases:
    """Return selections of small pages, of filtered ones and of large ones; then drawn ones."""
    chosen = _choices(context)
    if not chosen:
        return Cases()
    name, select = context.subject, _select(context)
    bases = [*dict.fromkeys(_without_flags(context, each) for each in varied(context))]
    bases.insert(1, context.widest)
    edges = [base.having(name, names) for base, names in zip(cycle(bases), chosen, strict=False)]
    edges += [base.having(name, chosen[0]) for base in bases]
    if select.default:
        edges.insert(0, bases[0].without(name))
    drawn = st.tuples(queries(context), st.sampled_from(chosen)).map(
        lambda both: _without_flags(context, both[0]).having(name, both[1])
    )
    return Cases([*dict.fromkeys(edges)], drawn, least=min(len(chosen) + 1, _MOST_CHOICES))


def _names(context: Context, query: Query) -> tuple[str, ...]:
    """Return the names that a query selects; through a client, those that it adds too."""
    value, select = query.get(context.subject), _select(context)
    if not isinstance(value, tuple):
        return select.default or tuple(select.fields)
    added = () if context.channel.id == "http" else select.needed
    return (*map(str, value), *added)


def _whole(context: Context, query: Query) -> Query:
    """Return the query for the same items with all their fields."""
    select = _select(context)
    if select.default:
        return query.having(context.subject, tuple(select.fields))
    return query.without(context.subject)


def _pages(context: Context, query: Query) -> Iterator[tuple[Response, Response]]:
    """Yield the pages of a query, each with that of the whole items."""
    most = few_pages(context)
    yield from zip(
        context.walk(query, most), context.walk(_whole(context, query), most), strict=False
    )


def _differences(
    expected: Mapping[str, Any], received: Mapping[str, Any], at: str = ""
) -> Iterator[_Difference]:
    """Yield the fields in which an item differs from the expected one; null is like absent."""
    for name in {**expected, **received}:
        place, one, other = f"{at}/{name}", expected.get(name), received.get(name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from _differences(one, other, place)
        elif not _is_set(one) and not _is_set(other):
            continue
        elif name not in received:
            yield place, "lacks"
        elif name not in expected:
            yield place, "has"
        elif not is_same_json(one, other):
            yield place, "changes"


def _is_set(value: object) -> bool:
    """Return whether a value is set; an object is if one of its fields is."""
    if isinstance(value, Mapping):
        return any(map(_is_set, value.values()))
    return value is not None


@law(
    "select.fields",
    "An item has exactly the fields that the request selects, of those that the whole item has, "
    "and those that are always there.",
    source=_DOCUMENTED,
    statements=("select-1", "select-2", "select-4"),
    needs="an item with a field that is selected, and one that is not",
    subjects=lambda place: place.operation.selects,
    cases=_selecting,
    channels=EVERY_CHANNEL,
)
def fields(context: Context, query: Query) -> bool:
    """Compare the fields of an item with those of the whole item at the same place."""
    select, names, is_witness = _select(context), _names(context, query), False
    for page, whole in _pages(context, query):
        for item, complete in zip(page.items, whole.items, strict=False):
            part = select.part(complete, names)
            is_witness = is_witness or any(_differences(complete, part))
            for place, how in _differences(part, item):
                if how == "changes":
                    continue
                title = f"an item {how} {place}, with {context.subject}={','.join(names)}"
                known = ", ".join(map(str, select.always)) or "none"
                detail = f"Expected the selected fields, and those of always: {known}.\n{item}"
                raise ViolationError(title, whole, page, detail=detail, fields=[place])
    return is_witness


@law(
    "select.rows",
    "A selection changes nothing else: the same items in the same order, with the same values, "
    "pages and totals.",
    source=f"{_DOCUMENTED}; metamorphic relation: equivalence (Segura et al. 2018)",
    statements=("select-3",),
    needs="an item",
    subjects=lambda place: place.operation.selects,
    cases=_selecting,
    channels=EVERY_CHANNEL,
)
def rows(context: Context, query: Query) -> bool:
    """Compare each page with the same page of whole items."""
    select, names, seen = _select(context), _names(context, query), 0
    paging = context.operation.paging
    places = [paging.total_pages, paging.has_more, *([paging.total_items] * paging.is_exact)]
    for page, whole in _pages(context, query):
        if len(page.items) != len(whole.items):
            title = f"a page of selected fields has {len(page.items)} items"
            detail = f"With all fields, it has {len(whole.items)}."
            raise ViolationError(title, whole, page, detail=detail)
        for item, complete in zip(page.items, whole.items, strict=True):
            seen += 1
            for place, how in _differences(select.part(complete, names), item):
                if how == "changes":
                    title = f"a selected field has another value than in the whole item: {place}"
                    detail = f"{complete}\n{item}"
                    raise ViolationError(title, whole, page, detail=detail, fields=[place])
        for told in places:
            known, got = whole.read(told), page.read(told)
            if known != got:
                title = f"a page of selected fields has {got} at {told}, and {known} with all"
                raise ViolationError(title, whole, page)
        if (page.onward is None) != (whole.onward is None):
            title = "a list of selected fields has another number of pages than with all fields"
            raise ViolationError(title, whole, page)
    return bool(seen)


def _read_as(context: Context, names: tuple[str, ...]) -> Callable[[Response], bool]:
    """Return what compares a page with that of some names."""
    select = _select(context)

    def is_listed(response: Response) -> bool:
        whole = context.page(_whole(context, context.widest))
        parts = [select.part(each, names) for each in whole.items]
        return len(parts) == len(response.items) and not any(
            any(_differences(*both)) for both in zip(parts, response.items, strict=True)
        )

    return is_listed


def _treated(context: Context, convention: str, text: str) -> bool:
    """Send a text that names no field, and decide on a convention."""
    absent = _names(context, context.widest.without(context.subject))
    readings: list[Reading] = [
        ("ignored", _read_as(context, absent)),
        ("accepted", _read_as(context, ())),
    ]
    return try_values(context, convention, context.widest, [Spelling(text, readings)])


@law(
    "select.refused",
    "A name of no field is treated as the annotation says.",
    source=f"{_DOCUMENTED}, and the annotation strictness/invalidValue",
    statements=("select-6", "strictness-invalidValue"),
    needs="an unknown name",
    subjects=lambda place: place.operation.selects,
    cases=lambda _context: Cases([None]),
    channels=HTTP_ONLY,
    basis="convention",
)
def refused(context: Context, _: None) -> bool:
    """Compare the response to an unknown name with a refusal, and with whole and bare items."""
    return _treated(context, "invalidValue", _UNKNOWN)


@law(
    "select.empty",
    "An empty selection is treated as the annotation says.",
    source=f"{_DOCUMENTED}, and the annotation strictness/emptyValue",
    statements=("select-6", "strictness-emptyValue"),
    needs="an empty value",
    subjects=lambda place: place.operation.selects,
    cases=lambda _context: Cases([None]),
    channels=HTTP_ONLY,
    basis="convention",
)
def empty(context: Context, _: None) -> bool:
    """Compare the response to an empty value with a refusal, and with whole and bare items."""
    return _treated(context, "emptyValue", "")
