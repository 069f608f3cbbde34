"""Lists below a parent: they hold its children, and nobody else's."""

from uuid import UUID, uuid5

import attrs

from rollcall.channels import Query, Response
from rollcall.laws._admission import admits, restricts
from rollcall.laws._context import Context, describe
from rollcall.laws._drawing import queries
from rollcall.laws._identity import identity_of, identity_text, is_uuid
from rollcall.laws._law import PAGE, Cases, Place, ViolationError, law, whole
from rollcall.spec import ListOperation, Parameter

__all__ = ["LAWS"]

_DOCUMENTED = "the annotation parent"
_UNKNOWN = uuid5(UUID(int=0), "a parent that no server has")
_OTHERS = 4
_HIGHER = 40
_MOST_PAGES = 4
_NOT_FOUND = 404


def _below(place: Place) -> list[str]:
    return [""] if place.operation.parent is not None else []


def _field(context: Context) -> Parameter:
    assert context.operation.parent is not None
    return context.parameter(context.operation.parent.parameter)


def _lists(context: Context, subject: str) -> Cases:
    del subject
    if not context.parents:
        return Cases()
    # The last one has fewest items: none, if possible.
    some = dict.fromkeys([*context.parents[1:_OTHERS], *context.parents[1:][-1:]])
    others = [attrs.evolve(context.widest, parent=each) for each in some]
    return Cases([context.widest, *others, *context.views(context.widest)], queries(context))


@law(
    "scope.parent",
    "Every item carries the parent whose list it is in.",
    source=_DOCUMENTED,
    needs="parent with items",
    subjects=_below,
    cases=_lists,
    channels=PAGE,
    is_rowless=True,
)
def carries_parent(context: Context, query: Query) -> bool:
    assert context.operation.parent is not None
    pointer = context.operation.parent.field
    if not context.parents:
        return False
    if context.channel.page(query).status == _NOT_FOUND and _is_listed(context, query.parent):
        title = f"the list of {query.parent} is not found, though its parent is listed"
        raise ViolationError(title, "", context.channel.page(query))
    context.baseline_of(context.operation, query.parent)
    answer = context.page(query)
    for item in answer.items:
        said = pointer.read(item)
        if identity_text(said) != identity_text(query.parent):
            title = f"the list of {query.parent} holds an item whose {pointer} is {said!r}"
            raise ViolationError(
                title, f"The item: {context.identity(item)}", answer, is_proven=True
            )
    return bool(answer.items)


def _is_listed(context: Context, parent: str | None) -> bool:
    """Return whether a parent is in one of the lists of parents that are known."""
    assert context.operation.parent is not None
    if parent is None:
        return False
    if context.operation.parent.operation is None:
        return parent in context.parents
    above = context.spec.list_operation(context.operation.parent.operation)
    _read_lists(context, above, parent)
    found = False
    for (operation, higher), baseline in [*context.baselines.known.items()]:
        rows = {identity_of(above, row) for row in baseline.rows} if operation == above.id else ()
        if identity_text(parent) in rows:
            # Should it have gone meanwhile, this list has changed.
            context.baselines.of(above, higher)
            found = True
    return found


def _read_lists(context: Context, above: ListOperation, parent: str) -> None:
    """Read the list of parents; where it has parents itself, those of some, until one has it."""
    if above.parent is None:
        context.baselines.of(above, None)
        return
    if above.parent.operation is None:
        return
    top = context.spec.list_operation(above.parent.operation)
    if top.parent is not None:
        return
    for row in context.baselines.of(top, None).rows[:_HIGHER]:
        rows = context.baselines.of(above, identity_of(top, row)).rows
        if identity_text(parent) in {identity_of(above, each) for each in rows}:
            return


@law(
    "scope.found",
    "The list is there: of the API, and of each parent that is listed.",
    source=_DOCUMENTED,
    needs="list that is answered with a page",
    subjects=whole,
    cases=lambda context, _: Cases(
        [context.query]
        if context.operation.parent is None
        else [attrs.evolve(context.query, parent=each) for each in context.parents[: _OTHERS + 1]]
    ),
    channels=PAGE,
    is_rowless=True,
)
def found(context: Context, query: Query) -> bool:
    answer = context.channel.page(query)
    if answer.kind == "failure":
        raise ViolationError(f"the list gives {describe(answer)}", "", answer, is_proven=True)
    if answer.status == _NOT_FOUND and (query.parent is None or _is_listed(context, query.parent)):
        title = "the list is not found"
        if query.parent is not None:
            title = f"the list of {query.parent} is not found, though its parent is listed"
        raise ViolationError(title, "", answer, is_proven=query.parent is None)
    return answer.kind == "page"


@attrs.frozen
class Pair:
    """The lists of two parents.

    Attributes:
        one: The one.
        other: The other.
    """

    one: Query
    other: Query


def _pairs(context: Context, subject: str) -> Cases:
    del subject
    some = context.parents[: _OTHERS + 1]
    queries_ = [attrs.evolve(context.widest, parent=each) for each in some]
    return Cases([Pair(queries_[0], each) for each in queries_[1:]])


@law(
    "scope.disjoint",
    "The lists of two parents share no item.",
    source=f"{_DOCUMENTED}; metamorphic relation: disjoint",
    needs="second parent with items",
    subjects=_below,
    cases=_pairs,
    channels=PAGE,
)
def disjoint(context: Context, pair: Pair) -> bool:
    one, other = _identities(context, pair.one), _identities(context, pair.other)
    shared = one.keys() & other.keys()
    if shared:
        title = f"two parents list the same item: {min(shared)}"
        raise ViolationError(title, "", one[min(shared)], other[min(shared)])
    return bool(one) and bool(other)


def _identities(context: Context, query: Query) -> dict[str, Response]:
    """Return what the items of a list are told by, each with the page that it is on."""
    context.baseline_of(context.operation, query.parent)
    answers = context.walk(query, _MOST_PAGES)
    return {context.identity(item): answer for answer in answers for item in answer.items}


def _unknown(context: Context, subject: str) -> Cases:
    del subject
    schema = _field(context).schema
    is_uuid = schema.get("format") == "uuid"
    if schema.get("type") == "integer":
        values = [str(schema.get("maximum", 2**31 - 1)), "999999937"]
    elif is_uuid:
        values = [str(_UNKNOWN), str(UUID(int=0)), str(UUID(int=2**128 - 1)), *_near(context)]
    else:
        values = _like(context)
    # What has an identity, but of another kind of thing: an item of this very list.
    if context.parents:
        own = [context.identity(row) for row in context.baseline.rows[:1]]
        values += [each for each in own if admits(schema, each)]
    known = _known_parents(context)
    return Cases(
        [
            attrs.evolve(context.query, parent=each)
            for each in values
            if identity_text(each) not in known
        ]
    )


def _near(context: Context) -> list[str]:
    """Return UUIDs that differ from a known one in their last digit alone, or in their first."""
    if not context.parents or not is_uuid(context.parents[0]):
        return []
    number = UUID(context.parents[0]).int
    return [str(UUID(int=number ^ 1)), str(UUID(int=number ^ 1 << 127))]


def _known_parents(context: Context) -> set[str]:
    """Return the identities of all parents that were seen, in whichever list."""
    assert context.operation.parent is not None
    name = context.operation.parent.operation
    if name is None:
        return {*map(identity_text, context.parents)}
    above = context.spec.list_operation(name)
    if above.parent is None:
        context.baselines.of(above, None)
    found = {*map(identity_text, context.parents)}
    for (operation, _), baseline in context.baselines.known.items():
        if operation == name:
            found |= {identity_of(above, row) for row in baseline.rows}
    return found


def _like(context: Context) -> list[str]:
    """Return identifiers that look like one that is known, and are none."""
    known = context.parent or "x"
    swapped = "".join(
        str((int(each) + 5) % 10)
        if each.isdigit()
        else chr((ord(each.lower()) - 97 + 11) % 26 + (65 if each.isupper() else 97))
        if each.isascii() and each.isalpha()
        else each
        for each in known
    )
    # What is longer than any is less likely to exist, where the schema admits it.
    longer = f"{known}-{swapped}-{swapped}"
    return [each for each in (longer, swapped) if admits(_field(context).schema, each)][:1]


@law(
    "scope.unknown",
    "The list of a parent that does not exist is not found, rather than empty.",
    source=f"{_DOCUMENTED}, and strictness/unknownParent",
    needs="identifier that no parent has",
    subjects=_below,
    cases=_unknown,
    channels=PAGE,
    is_rowless=True,
)
def unknown(context: Context, query: Query) -> bool:
    answer = context.channel.page(query)
    statuses = context.operation.strictness.unknown_parent
    if answer.kind != "refusal" or (answer.status is not None and answer.status not in statuses):
        title = f"the list of an unknown parent gives {describe(answer)}"
        named = " or ".join(map(str, statuses))
        raise ViolationError(title, f"Expected the status {named}.", answer, is_proven=True)
    return True


def _restricted(place: Place) -> list[str]:
    parent = place.operation.parent
    parameter = place.operation.parameter(parent.parameter) if parent is not None else None
    return [""] if parameter is not None and restricts(parameter.schema) else []


_MALFORMED = ("x", "0", "null", "%00", "a b", "'", "%25", "..%2f", "\U0001f50d", "x" * 300)


@law(
    "scope.malformed",
    "A parent whose identifier is malformed is refused.",
    source=f"{_DOCUMENTED}, and strictness/malformedParent",
    needs="parameter whose schema restricts it",
    subjects=_restricted,
    cases=lambda context, _: Cases(
        [attrs.evolve(context.query, parent=each) for each in _malformed(context)]
    ),
    channels=PAGE,
    is_rowless=True,
)
def malformed(context: Context, query: Query) -> bool:
    answer = context.channel.page(query)
    statuses = context.operation.strictness.malformed_parent
    if answer.kind != "refusal":
        title = f"the list of {query.parent!r:.60} gives {describe(answer)}"
        raise ViolationError(title, "Expected a status 4xx.", answer, is_proven=True)
    if statuses and answer.status is not None and answer.status not in statuses:
        title = f"the list of {query.parent!r:.60} gives the status {answer.status}"
        named = " or ".join(map(str, statuses))
        raise ViolationError(title, f"Expected {named}.", answer, is_proven=True)
    return True


def _malformed(context: Context) -> list[str]:
    """Return identifiers that the schema does not admit: odd ones, and some near to a known one."""
    known = context.parent or ""
    near = [f"{known[:-1]}", f"{known}x", f"{known} "] if context.parents else []
    schema = _field(context).schema
    return [each for each in (*near, *_MALFORMED) if each and not admits(schema, each)]


LAWS = (found, carries_parent, disjoint, unknown, malformed)
