"""Searches: they list items of the list that have the words, and no others."""

from collections.abc import Callable, Iterable
from functools import partial

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._items import rows_by_identity
from rollcall.laws._law import EVERY_CHANNEL, Cases, Place, Subjects
from rollcall.laws._limits import total_of
from rollcall.laws._queries import sizes
from rollcall.laws._registry import law
from rollcall.laws._terms import absent_word, pairs, search_of, several_words, single_words
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._filter_relations import listed
from rollcall.laws.families._filtered import MOST_PAGES
from rollcall.spec import Search

_DOCUMENTED = "the annotation x-search"
_LEAST = 8


def _where(condition: Callable[[Search], object]) -> Subjects:
    def subjects(place: Place) -> Iterable[str]:
        for each in place.operation.parameters:
            if each.search is not None and condition(each.search):
                yield each.name

    return subjects


def _searched(context: Context, values: Iterable[str]) -> list[Query]:
    return [context.shown(context.widest).having(context.subject, each) for each in values]


def _paged(context: Context) -> Cases:
    """Return searches in small pages."""
    words = single_words(context.parameter(context.subject), context.baseline)
    known = sizes(context)
    size = max(2, min(known)) if known else None
    return Cases([context.sized(each, size) for each in _searched(context, words)])


@law(
    "search.subset",
    "A search lists items of the list, each once and with the same fields, and its total counts "
    "them.",
    source=f"{_DOCUMENTED}; metamorphic relation: subset (Segura et al. 2018)",
    statements=("search-1",),
    needs="a word that some items have",
    subjects=_where(lambda _: True),
    cases=_paged,
    channels=EVERY_CHANNEL,
)
def subset(context: Context, query: Query) -> bool:
    """Compare the items, fields and totals of a search with those of the whole list."""
    rows = rows_by_identity(context.operation, context.baseline.rows)
    responses = context.walk(query, MOST_PAGES)
    seen: set[str] = set()
    for response in responses:
        for item in response.items:
            name = context.identity(item)
            if name in seen:
                raise ViolationError(
                    f"a search lists an item twice: {context.named(name)}", response
                )
            if name not in rows and context.baseline.is_complete:
                title = f"a search lists an item that the list does not have: {context.named(name)}"
                raise ViolationError(title, response)
            if name in rows and not context.is_same(rows[name], item):
                title = (
                    f"an item's fields differ from those in the whole list: {context.named(name)}"
                )
                detail = f"{context.bare(rows[name])}\n{context.bare(item)}"
                raise ViolationError(title, response, detail=detail)
            seen.add(name)
    _check_totals(context, query, len(seen), is_all=len(responses) < MOST_PAGES)
    return 0 < len(seen) < len(rows)


def _check_totals(context: Context, query: Query, count: int, *, is_all: bool) -> None:
    """Check that the search lists as many items as it reports, in pages of any size."""
    whole = listed(context, context.sized(query))
    first = whole.responses[0]
    total = total_of(first)
    known = len(whole.items) if whole.is_complete else total
    if is_all and known is not None and known != count:
        title = f"a search lists {count} items in small pages, and {known} in large ones"
        raise ViolationError(title, first)
    if whole.is_complete and total is not None and total != len(whole.items):
        title = f"the total of a search is {total}, but it lists {len(whole.items)} items"
        raise ViolationError(title, first)


def _absent(context: Context) -> Cases:
    word = absent_word(context.parameter(context.subject), context.baseline)
    return Cases(_searched(context, [word] if word is not None else []))


@law(
    "search.none",
    "A search for a word that no item has returns an empty list: no error, and not the whole list.",
    source=_DOCUMENTED,
    statements=("search-2",),
    needs="an item, and a word that no item has",
    subjects=_where(lambda each: each.fields),
    cases=_absent,
)
def none(context: Context, query: Query) -> bool:
    """Compare the search for a word that no item has with the empty list."""
    response = context.page(query)
    if context.baseline.is_complete and (response.items or total_of(response)):
        title = f"a search for a word that no item has lists {len(response.items)} items"
        raise ViolationError(title, response, detail=f"The total is {context.total(response)}.")
    return bool(context.baseline.rows)


def _found(context: Context) -> Cases:
    """Return searches for a word, and for two words where it is known how they count."""
    make = partial(_terms, context)
    return Cases(_searched(context, make()), least=_LEAST)


def _terms(context: Context) -> list[str]:
    parameter, baseline = context.parameter(context.subject), context.baseline
    single, several = single_words(parameter, baseline), several_words(parameter, baseline)
    half = _LEAST // 2
    return [*single[:half], *several[:half], *single[half:], *several[half:]]


@law(
    "search.found",
    "A search finds every item that has its words in a named field, and, if the annotation says "
    "how a word matches, no others.",
    source=_DOCUMENTED,
    statements=("search-3", "search-4", "search-6", "search-7"),
    needs="a word that some items have in a named field, and others have not",
    subjects=_where(lambda each: each.fields),
    cases=_found,
)
def found(context: Context, query: Query) -> bool:
    """Compare the items that a search finds with those that have its words."""
    search, value = search_of(context.parameter(context.subject)), str(query.get(context.subject))
    listing = listed(context, query)
    rows = context.expected(query)
    first = listing.responses[0]
    missing = [
        name
        for row in rows
        if search.must_find(row, value) and (name := context.identity(row)) not in listing.items
    ]
    if missing and listing.is_complete:
        title = f"a search for {value!r} does not find {context.named(missing[0])}"
        detail = f"{context.bare(rows_by_identity(context.operation, rows)[missing[0]])}"
        raise ViolationError(title, first, detail=detail)
    for response in listing.responses if search.match else ():
        for item in response.items:
            if not search.may_find(item, value):
                shown = context.called(item)
                title = f"a search for {value!r} lists an item without it: {shown}"
                detail = f"{context.bare(item)}"
                raise ViolationError(title, response, detail=detail, is_proven=True)
    return 0 < len(listing.items) < len(rows)


@law(
    "search.narrows",
    "If a search needs all words, one more word finds no other items; if it needs any of them, all "
    "items that each word finds.",
    source=f"{_DOCUMENTED}; metamorphic relation: subset (Segura et al. 2018)",
    statements=("search-5",),
    needs="two words that find different items",
    subjects=_where(lambda each: each.words),
    cases=lambda context: Cases(
        pairs(context.parameter(context.subject), context.baseline), least=_LEAST
    ),
)
def narrows(context: Context, pair: tuple[str, str]) -> bool:
    """Compare the search for two words with the searches for each of them."""
    queries = _searched(context, [*pair, " ".join(pair)])
    one, other, both = (listed(context, each) for each in queries)
    needs_all = search_of(context.parameter(context.subject)).words == "all"
    for single in (one, other):
        few, many = (both, single) if needs_all else (single, both)
        lost = few.items - many.items
        if lost and many.is_complete:
            how = "more" if needs_all else "fewer"
            shown = context.named(min(lost))
            title = f"a search for two words lists {how} items than for one of them: {shown}"
            raise ViolationError(title, single.responses[0], both.responses[0])
    return one.items != other.items
