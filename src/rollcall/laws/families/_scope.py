"""Lists of a parent: they hold the items of that parent, and no others."""

from collections.abc import Iterable
from uuid import UUID, uuid5

import attrs

from rollcall.channels import Query, Response
from rollcall.laws._admission import admits, restricts
from rollcall.laws._context import Context
from rollcall.laws._conventions import Shown, decide
from rollcall.laws._items import identity_text, is_uuid, rows_by_identity
from rollcall.laws._law import Cases, Place, lists_where
from rollcall.laws._queries import queries
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError, describe, must_be_page
from rollcall.spec import Choice, ListOperation, Parameter, Parent

_DOCUMENTED = "the annotation parent"
_UNKNOWN = uuid5(UUID(int=0), "a parent that no server has")
_OTHERS = 4
_HIGHER = 40
_MOST_PAGES = 4
_NOT_FOUND = 404


def _has_parent(place: Place) -> bool:
    return place.operation.parent is not None


def _parent(context: Context) -> Parent:
    assert context.operation.parent is not None
    return context.operation.parent


def _parameter(context: Context) -> Parameter:
    """Return the path parameter that names the parent."""
    return context.parameter(_parent(context).parameter)


def _below(query: Query, parents: Iterable[str]) -> list[Query]:
    """Return a query for the list of each of some parents."""
    return [attrs.evolve(query, parent=each) for each in parents]


def _lists(context: Context) -> Cases:
    if not context.parents:
        return Cases()
    # The last parent has the fewest items: none, if possible.
    some = dict.fromkeys([*context.parents[1:_OTHERS], *context.parents[1:][-1:]])
    others = _below(context.widest, some)
    return Cases([context.widest, *others, *context.views(context.widest)], queries(context))


@law(
    "scope.parent",
    "Every item carries the identifier of the parent of its list.",
    source=_DOCUMENTED,
    needs="a parent with items",
    subjects=lists_where(_has_parent),
    cases=_lists,
    is_rowless=True,
)
def carries_parent(context: Context, query: Query) -> bool:
    pointer = _parent(context).field
    if not context.parents:
        return False
    response = context.channel.page(query)
    if response.status == _NOT_FOUND and _is_listed(context, query.parent):
        title = f"the list of {query.parent} is not found, but its parent is listed"
        raise ViolationError(title, response)
    context.baseline_of(context.operation, query.parent)
    response = context.page(query)
    for item in response.items:
        reported = pointer.read(item)
        if identity_text(reported) != identity_text(query.parent):
            title = f"the list of {query.parent} holds an item whose {pointer} is {reported!r}"
            detail = f"The item: {context.identity(item)}"
            raise ViolationError(title, response, detail=detail, is_proven=True)
    return bool(response.items)


def _is_listed(context: Context, parent: str | None) -> bool:
    """Return whether a parent is in a known list of parents."""
    if parent is None:
        return False
    name = _parent(context).operation
    if name is None:
        return parent in context.parents
    above = context.spec.list_operation(name)
    _read_lists(context, above, parent)
    found = False
    for (operation, higher), baseline in [*context.baselines.known.items()]:
        if operation == name and identity_text(parent) in rows_by_identity(above, baseline.rows):
            # If the parent was removed meanwhile, this list has changed.
            context.baselines.of(above, higher)
            found = True
    return found


def _read_lists(context: Context, above: ListOperation, parent: str) -> None:
    """Read the lists of parents until one of them has the parent."""
    if above.parent is None:
        context.baselines.of(above, None)
        return
    if above.parent.operation is None:
        return
    top = context.spec.list_operation(above.parent.operation)
    if top.parent is not None:
        return
    for name in [*rows_by_identity(top, context.baselines.of(top, None).rows)][:_HIGHER]:
        if identity_text(parent) in rows_by_identity(above, context.baselines.of(above, name).rows):
            return


@law(
    "scope.found",
    "The list exists: the one of the API, and the one of each listed parent.",
    source=_DOCUMENTED,
    needs="a list that responds with a page",
    cases=lambda context: Cases(
        _below(context.query, context.parents[: _OTHERS + 1])
        if context.operation.parent
        else [context.query]
    ),
    is_rowless=True,
)
def found(context: Context, query: Query) -> bool:
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
    lists = _below(context.widest, context.parents[: _OTHERS + 1])
    return Cases([(lists[0], each) for each in lists[1:]])


@law(
    "scope.disjoint",
    "The lists of two parents share no item.",
    source=f"{_DOCUMENTED}; metamorphic relation: disjoint",
    needs="a second parent with items",
    subjects=lists_where(_has_parent),
    cases=_pairs,
)
def disjoint(context: Context, pair: tuple[Query, Query]) -> bool:
    one, other = (_pages_by_identity(context, each) for each in pair)
    shared = one.keys() & other.keys()
    if shared:
        name = min(shared)
        raise ViolationError(f"two parents list the same item: {name}", one[name], other[name])
    return bool(one) and bool(other)


def _pages_by_identity(context: Context, query: Query) -> dict[str, Response]:
    """Return the identities of the items of a list, each with the page that lists it."""
    context.baseline_of(context.operation, query.parent)
    responses = context.walk(query, _MOST_PAGES)
    return {context.identity(item): each for each in responses for item in each.items}


def _unknown(context: Context) -> Cases:
    schema = _parameter(context).schema
    if schema.get("type") == "integer":
        values = [str(schema.get("maximum", 2**31 - 1)), "999999937"]
    elif schema.get("format") == "uuid":
        values = [str(_UNKNOWN), str(UUID(int=0)), str(UUID(int=2**128 - 1)), *_near(context)]
    else:
        values = _like(context)
    # The identity of an item of this list is not the identity of a parent.
    if context.parents:
        own = context.identities(context.baseline.rows[:1])
        values += [each for each in own if admits(schema, each)]
    known = _known_parents(context)
    unknown = [each for each in values if identity_text(each) not in known]
    return Cases(_below(context.query, unknown))


def _near(context: Context) -> list[str]:
    """Return UUIDs that differ from a known one only in the last digit, or only in the first."""
    if not context.parents or not is_uuid(context.parents[0]):
        return []
    number = UUID(context.parents[0]).int
    return [str(UUID(int=number ^ 1)), str(UUID(int=number ^ 1 << 127))]


def _known_parents(context: Context) -> set[str]:
    """Return the identities of all known parents."""
    name = _parent(context).operation
    found = {*map(identity_text, context.parents)}
    if name is None:
        return found
    above = context.spec.list_operation(name)
    if above.parent is None:
        context.baselines.of(above, None)
    for (operation, _), baseline in context.baselines.known.items():
        if operation == name:
            found.update(rows_by_identity(above, baseline.rows))
    return found


def _like(context: Context) -> list[str]:
    """Return an unknown identifier that looks like a known one."""
    known = context.parent or "x"
    swapped = "".join(map(_swapped, known))
    # A longer identifier is less likely to exist, but the schema may not admit it.
    longer = f"{known}-{swapped}-{swapped}"
    return [each for each in (longer, swapped) if admits(_parameter(context).schema, each)][:1]


def _swapped(sign: str) -> str:
    """Return another digit for a digit, and another letter for a letter."""
    if sign.isdigit():
        return str((int(sign) + 5) % 10)
    if sign.isascii() and sign.isalpha():
        return chr((ord(sign.lower()) - 97 + 11) % 26 + (65 if sign.isupper() else 97))
    return sign


@law(
    "scope.unknown",
    "The list of a parent that does not exist is refused or empty, as the annotation says.",
    source=f"{_DOCUMENTED}, and strictness/unknownParent",
    needs="an identifier that no parent has",
    subjects=lists_where(_has_parent),
    cases=_unknown,
    is_rowless=True,
    basis="convention",
)
def unknown(context: Context, query: Query) -> bool:
    return _decide_empty(context, query, "unknownParent")


def _decide_empty(context: Context, query: Query, key: str) -> bool:
    """Decide on a list without a parent: it is refused, empty, or that of a similar parent.

    Raises:
        ViolationError: It is neither, or the spec makes another choice.
    """
    response, name = context.channel.page(query), _parent(context).parameter
    if response.status is None and response.problem is None:
        return True  # the client refuses what its types exclude
    choice: Choice = "empty"
    if response.kind == "refusal" and response.status is not None:
        choice = response.status
    elif must_be_page(response).items and key == "malformedParent" and _is_known(context, response):
        choice = "accepted"
    elif response.items:
        title = f"the list of {query.parent!r:.60}, which is no parent, has items"
        raise ViolationError(title, response)
    return decide(context, key, [Shown((choice,), response, name, f"{name}={query.parent:.60}")])


def _is_known(context: Context, response: Response) -> bool:
    """Return whether a page is that of a known parent whose identifier is similar."""
    for parent in context.parents[:1]:
        query = attrs.evolve(response.query, parent=parent)
        if context.are_equal(response, context.channel.page(query)):
            asked = str(response.query.parent)
            return asked.strip() == parent or asked[:-1] == parent or parent[:-1] == asked
    return False


_MALFORMED = ("x", "0", "null", "%00", "a b", "'", "%25", "..%2f", "\U0001f50d", "x" * 300)


def _malformed(context: Context) -> Cases:
    """Return identifiers that the schema does not admit, some of them similar to a known one."""
    known = context.parent or ""
    near = [known[:-1], f"{known}x", f"{known} "] if context.parents else []
    schema = _parameter(context).schema
    values = [each for each in (*near, *_MALFORMED) if each and not admits(schema, each)]
    return Cases(_below(context.query, values))


def _is_restricted(place: Place) -> bool:
    parent = place.operation.parent
    parameter = place.operation.parameter(parent.parameter) if parent is not None else None
    return parameter is not None and restricts(parameter.schema)


@law(
    "scope.malformed",
    "The list of a parent whose identifier is malformed is refused or empty, as the annotation "
    "says.",
    source=f"{_DOCUMENTED}, and strictness/malformedParent",
    needs="a parameter whose schema restricts it",
    subjects=lists_where(_is_restricted),
    cases=_malformed,
    is_rowless=True,
    basis="convention",
)
def malformed(context: Context, query: Query) -> bool:
    return _decide_empty(context, query, "malformedParent")
