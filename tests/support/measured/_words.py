"""The words of the annotations that a mutant is about."""

from collections.abc import Iterator, Mapping, Sequence

from rollcall.mutants import ServerMutant, server_mutants
from rollcall.spec import (
    Filter,
    ListOperation,
    Paging,
    Parameter,
    Search,
    Select,
    Sort,
    SortKey,
    Spec,
)

__all__ = ["words_of"]

_OF_PAGES = {"page", "meta", "link"}
_RULES = {
    "null": "nullWhen",
    "set": "setWhen",
    "equals": "equalsWhen",
    "one-of": "oneOfWhen",
    **{each: each for each in ("order", "unique", "count", "sum", "reference")},
}
"""The rules of `x-invariants` by the beginnings of the kinds of their mutants."""


def words_of(spec: Spec) -> Mapping[str, tuple[str, ...]]:
    """Return the words that each mutant of the servers of a spec is about, by its id."""
    return {each.id: tuple(dict.fromkeys(_words(spec, each))) for each in server_mutants(spec)}


def _words(spec: Spec, mutant: ServerMutant) -> Iterator[str]:
    operation = spec.list_operation(mutant.operation)
    if mutant.convention and not mutant.is_open:
        yield f"x-strictness {mutant.convention}"
    parameter = operation.parameter(mutant.subject)
    if parameter is not None:
        yield from _of_parameter(parameter, operation.paging)
    else:
        yield from _of_place(mutant.subject, operation)
    if mutant.group in _OF_PAGES:
        yield f"x-list style {operation.paging.style}"
    elif mutant.group == "order" and parameter is None:
        yield from _of_keys("x-list order", operation.order)
    elif mutant.group == "scope":
        yield from _of_parent(spec, operation)
    elif mutant.group == "coherence":
        yield from _of_coherence(mutant.kind.partition(".")[2])
    elif mutant.group == "auth":
        schemes = [spec.security_schemes.get(each, {}) for each in operation.security]
        yield from ("x-credentials" for each in schemes if "x-credentials" in each)
    elif mutant.kind.startswith("body.item"):
        yield "x-list items"


def _of_parameter(parameter: Parameter, paging: Paging) -> Iterator[str]:
    if parameter.filter is not None:
        yield from _of_filter(parameter.filter, is_several=parameter.delimiter is not None)
    if parameter.search is not None:
        yield from _of_search(parameter.search)
    if parameter.select is not None:
        yield from _of_select(parameter.select)
    if parameter.sort is not None:
        yield from _of_sort(parameter.sort)
    if parameter.expand is not None:
        yield "x-expand"
        yield from _of_keys("x-expand order", parameter.expand.order)
    if parameter.name == paging.size:
        yield "x-list pageSize"
    elif parameter.name == paging.index:
        yield _numbering(paging)
    elif parameter.name == paging.token:
        yield "x-list continuationToken"
        yield from (["x-list continuationToken field"] if paging.token_field is not None else [])


def _of_filter(rule: Filter, *, is_several: bool) -> Iterator[str]:
    operators = [operator for operator, _ in rule.prefixes] or [rule.operator]
    yield from (f"x-filter operator {each}" for each in operators)
    if rule.operator != "isNull":
        yield f"x-filter precision {rule.precision}"
    if rule.prefixes:
        yield "x-filter prefixes"
    if rule.ignored:
        yield "x-filter ignore"
    if rule.nulls_match:
        yield "x-filter nulls"
    if rule.zone != "UTC":
        yield "x-filter zone"
    if is_several:
        yield "x-filter separator" if rule.separator else "x-filter several values"
    if rule.defaults:
        yield "x-filter default"


def _of_search(search: Search) -> Iterator[str]:
    yield "x-search"
    yield from (["x-search fields"] if search.fields else [])
    yield from ([f"x-search match {search.match}"] if search.match else [])
    yield from ([f"x-search words {search.words}"] if search.words else [])
    yield from (["x-search ignore"] if search.ignored else [])


def _of_select(select: Select) -> Iterator[str]:
    yield "x-select"
    yield from (["x-select always"] if select.always else [])
    yield from (["x-select within"] if str(select.within) else [])
    yield "x-select separator" if select.separator else "x-select several values"
    yield from (["x-select default"] if select.default else [])


def _of_sort(sort: Sort) -> Iterator[str]:
    yield from _of_keys("x-sort", (*sort.keys.values(),))
    yield from (["x-sort separator"] if sort.separator else [])
    for sign in (sort.ascending, sort.descending):
        ways = ("prefix", "suffix", "parameter")
        yield from (f"x-sort {each}" for each in ways if sign is not None and getattr(sign, each))


def _of_keys(word: str, keys: Sequence[SortKey]) -> Iterator[str]:
    yield from ([word] if keys else [])
    for key in keys:
        yield f"{word} precision {key.precision}"
        yield from ([f"{word} direction"] if key.is_descending else [])
        yield from ([f"{word} nulls"] if key.nulls else [])
        yield from ([f"{word} ignore"] if key.ignored else [])


def _of_place(subject: str, operation: ListOperation) -> Iterator[str]:
    """Yield the words of a pointer to the items or the identity, or of a page's information."""
    paging = operation.paging
    if not subject:
        return
    named = {
        "items": operation.items,
        "identity": operation.identity,
        "next": paging.next,
        "prev": paging.prev,
        "first": paging.first,
        "last": paging.last,
        "self": paging.itself,
        "continuationToken": paging.next_token,
        "totalItems": paging.total_items,
        "totalPages": paging.total_pages,
        "hasMore": paging.has_more,
        "pageSize echo": paging.size_echo,
        f"{_numbering(paging).removeprefix('x-list ')} echo": paging.index_echo,
    }
    words = [word for word, place in named.items() if place is not None and str(place) == subject]
    yield from (f"x-list {each}" for each in words)
    if "totalItems" in words and not paging.is_exact:
        yield "x-list totalItems exact"
    if "totalItems" in words and paging.requested is not None:
        yield "x-list totalItems when"
    if "hasMore" in words and not paging.more_value:
        yield "x-list hasMore equals"
    if subject in [str(each) for each in paging.places if each.header]:
        yield "x-list places in headers"


def _numbering(paging: Paging) -> str:
    return "x-list offset" if paging.style == "offset" else "x-list pageIndex"


def _of_parent(spec: Spec, operation: ListOperation) -> Iterator[str]:
    yield "x-list parent"
    assert operation.parent is not None
    if operation.parent.operation is None:
        yield "x-list parent without an operation"
    elif spec.list_operation(operation.parent.operation).parent is not None:
        yield "x-list parent below another"


def _of_coherence(name: str) -> Iterator[str]:
    if name.startswith("identity"):
        yield "x-list identity"
    rules = [word for key, word in _RULES.items() if name.startswith(f"{key}-")]
    yield from (f"x-invariants {each}" for each in rules)
