"""Lists of a parent: they exist, and hold the items of that parent, and no others."""

from collections.abc import Iterable, Iterator

import attrs

from rollcall.channels import Query, Response
from rollcall.laws._baseline import ListKey
from rollcall.laws._context import Context
from rollcall.laws._items import identity_text, rows_by_identity
from rollcall.laws._law import Cases, Place, lists_where
from rollcall.laws._queries import queries
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError, describe
from rollcall.spec import ListOperation, Parent, ParentPath, parent_path, path_names

DOCUMENTED = "the annotation parent"
_OTHERS = 4
_HIGHER = 40
_MOST_PAGES = 4
_NOT_FOUND = 404


def has_parent(place: Place) -> bool:
    """Return whether a list is that of a parent."""
    return place.operation.parent is not None


def parent_of(context: Context) -> Parent:
    """Return the annotation of the parent of a list."""
    assert context.operation.parent is not None
    return context.operation.parent


def below(query: Query, parents: Iterable[ParentPath]) -> list[Query]:
    """Return a query for the list of each of some parents."""
    return [attrs.evolve(query, parent=each) for each in parents]


def listing_of(context: Context) -> ListOperation | None:
    """Return the operation that lists the parents of a list; None if no operation does."""
    name = parent_of(context).operation
    return context.spec.list_operation(name) if name is not None else None


def higher_of(listing: ListOperation, parent: ParentPath) -> ParentPath | None:
    """Return the parent above a parent, whose list has it; None if its path does not name it."""
    if listing.parent is None:
        return None
    known = dict(parent.values)
    names = path_names(listing)
    if not all(name in known for name in names):
        return None
    return parent_path(listing, known[listing.parent.parameter], parent.values)


def elsewhere(context: Context) -> list[ParentPath]:
    """Return known parents that are below other parents than the first one."""
    first = context.parents[0].above if context.parents else ()
    return [each for each in context.parents if each.above != first]


def _some(context: Context) -> list[ParentPath]:
    """Return parents, the first one with most items, and one of them below another parent."""
    return [*dict.fromkeys([*context.parents[: _OTHERS + 1], *elsewhere(context)[:1]])]


def _lists(context: Context) -> Cases:
    if not context.parents:
        return Cases()
    # The last parent has the fewest items: none, if possible.
    far = elsewhere(context)[:1]
    some = dict.fromkeys([*far, *context.parents[1:][-1:], *context.parents[1:_OTHERS]])
    others = below(context.widest, some)
    return Cases([context.widest, *others, *context.views(context.widest)], queries(context))


@law(
    "scope.parent",
    "Every item carries the identifier of the parent of its list.",
    source=DOCUMENTED,
    statements=("parent-1",),
    needs="a parent with items",
    subjects=lists_where(has_parent),
    cases=_lists,
    is_rowless=True,
)
def carries_parent(context: Context, query: Query) -> bool:
    """Compare the parent in each item with the parent of the list."""
    pointer = parent_of(context).field
    if not context.parents or query.parent is None:
        return False
    response = context.channel.page(query)
    if response.status == _NOT_FOUND and _is_listed(context, query.parent):
        title = f"the list of {query.parent} is not found, but its parent is listed"
        raise ViolationError(title, response)
    context.baseline_of(context.operation, query.parent)
    response = context.page(query)
    for item in response.items:
        reported = pointer.read(item)
        if identity_text(reported) != identity_text(query.parent.identity):
            title = f"the list of {query.parent} holds an item whose {pointer} is {reported!r}"
            detail = f"The item: {context.called(item)}"
            raise ViolationError(title, response, detail=detail, is_proven=True)
    return bool(response.items)


def _is_listed(context: Context, parent: ParentPath | None) -> bool:
    """Return whether a parent is in a known list of parents."""
    if parent is None:
        return False
    listing = listing_of(context)
    if listing is None:
        return parent in context.parents
    _read_lists(context, listing, parent)
    found = False
    for higher in _known_lists(context, listing):
        rows = context.baselines.known[listing.id, higher].rows
        is_above = higher is None or {*higher.values} <= {*parent.values} or not parent.above
        if is_above and identity_text(parent.identity) in rows_by_identity(listing, rows):
            # If the parent was removed meanwhile, this list has changed.
            context.baselines.of(listing, higher)
            found = True
    return found


def _known_lists(context: Context, listing: ListOperation) -> Iterator[ParentPath | None]:
    """Yield the parents of the lists of an operation that were read."""
    known: list[ListKey] = [*context.baselines.known]
    yield from (higher for operation, higher in known if operation == listing.id)


def _read_lists(context: Context, listing: ListOperation, parent: ParentPath) -> None:
    """Read the lists of parents until one of them has the parent."""
    higher = higher_of(listing, parent)
    if listing.parent is None or higher is not None:
        context.baselines.of(listing, higher)
        return
    if listing.parent.operation is None:
        return
    top = context.spec.list_operation(listing.parent.operation)
    if top.parent is not None:
        return
    own = identity_text(parent.identity)
    for name in [*rows_by_identity(top, context.baselines.of(top, None).rows)][:_HIGHER]:
        rows = context.baselines.of(listing, parent_path(listing, name)).rows
        if own in rows_by_identity(listing, rows):
            return


@law(
    "scope.found",
    "The list exists: the one of the API, and the one of each listed parent.",
    source=DOCUMENTED,
    statements=("list-1", "list-4", "parent-7"),
    needs="a list that responds with a page",
    cases=lambda context: Cases(
        below(context.query, _some(context)) if context.operation.parent else [context.query]
    ),
    is_rowless=True,
)
def found(context: Context, query: Query) -> bool:
    """Compare the status of the list with that of a page."""
    response = context.channel.page(query)
    if response.kind == "failure":
        raise ViolationError(f"the list returns {describe(response)}", response, is_proven=True)
    if response.status == _NOT_FOUND:
        if query.parent is None:
            raise ViolationError("the list is not found", response, is_proven=True)
        if _is_listed(context, query.parent):
            title = f"the list of {query.parent} is not found, but its parent is listed"
            raise ViolationError(title, response)
    return response.kind == "page"


def _pairs(context: Context) -> Cases:
    lists = below(context.widest, _some(context))
    # The last one may be below another parent.
    return Cases([(lists[0], each) for each in [*lists[1:][-1:], *lists[1:-1]]])


@law(
    "scope.disjoint",
    "The lists of two parents share no item.",
    source=f"{DOCUMENTED}; metamorphic relation: disjoint",
    statements=("parent-2",),
    needs="a second parent with items",
    subjects=lists_where(has_parent),
    cases=_pairs,
)
def disjoint(context: Context, pair: tuple[Query, Query]) -> bool:
    """Compare the identities in the lists of two parents."""
    one, other = (_pages_by_identity(context, each) for each in pair)
    shared = one.keys() & other.keys()
    if shared:
        name = min(shared)
        title = f"two parents list the same item: {context.named(name)}"
        raise ViolationError(title, one[name], other[name])
    return bool(one) and bool(other)


def _pages_by_identity(context: Context, query: Query) -> dict[str, Response]:
    """Return the identities of the items of a list, each with the page that lists it."""
    context.baseline_of(context.operation, query.parent)
    responses = context.walk(query, _MOST_PAGES)
    return {context.identity(item): each for each in responses for item in each.items}
