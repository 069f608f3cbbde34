"""Lists of a parent that does not exist: they are refused or empty, as the annotation says."""

from uuid import UUID, uuid5

import attrs

from rollcall.channels import Query, Response
from rollcall.laws._admission import admits, restricts
from rollcall.laws._context import Context
from rollcall.laws._conventions import Shown, decide
from rollcall.laws._items import identity_text, is_uuid, rows_by_identity
from rollcall.laws._law import HTTP_ONLY, Cases, Place, lists_where
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError, must_be_page
from rollcall.laws.families._scope import DOCUMENTED, below, has_parent, parent_of
from rollcall.spec import Choice, Parameter

_UNKNOWN = uuid5(UUID(int=0), "a parent that no server has")
_MALFORMED = ("x", "0", "null", "%00", "a b", "'", "%25", "..%2f", "\U0001f50d", "x" * 300)


def _parameter(context: Context) -> Parameter:
    """Return the path parameter that names the parent."""
    return context.parameter(parent_of(context).parameter)


def _unknown(context: Context) -> Cases:
    schema = _parameter(context).schema
    if schema.get("type") == "integer":
        values = [str(schema.get("maximum", 2**31 - 1)), "999999937"]
    elif schema.get("format") == "uuid":
        values = [str(_UNKNOWN), *_near(context)]
    else:
        cased = [each for each in _in_another_case(context) if admits(schema, each)]
        values = [*_like(context), *cased]
    # The identity of an item of this list is not the identity of a parent.
    if context.parents:
        own = context.identities(context.baseline.rows[:1])
        values += [each for each in own if admits(schema, each)]
    if schema.get("format") == "uuid":
        values += [str(UUID(int=0)), str(UUID(int=2**128 - 1))]
    known = _known_parents(context)
    unknown = [each for each in values if identity_text(each) not in known]
    return Cases(below(context.query, unknown))


def _near(context: Context) -> list[str]:
    """Return UUIDs that differ from a known one only in the last digit, or only in the first."""
    if not context.parents or not is_uuid(context.parents[0]):
        return []
    number = UUID(context.parents[0]).int
    return [str(UUID(int=number ^ 1)), str(UUID(int=number ^ 1 << 127))]


def _known_parents(context: Context) -> set[str]:
    """Return the identities of all known parents."""
    name = parent_of(context).operation
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


def _in_another_case(context: Context) -> list[str]:
    """Return a known identifier in another case; UUIDs are equal in any case (RFC 9562)."""
    known = context.parent or ""
    cased = known.swapcase()
    return [cased] if cased != known and not is_uuid(known) else []


def _swapped(sign: str) -> str:
    """Return another digit for a digit, and another letter for a letter."""
    if sign.isdigit():
        return str((int(sign) + 5) % 10)
    if sign.isascii() and sign.isalpha():
        return chr((ord(sign.lower()) - 97 + 11) % 26 + (65 if sign.isupper() else 97))
    return sign


@law(
    "scope.unknown",
    "The list of a parent that does not exist is refused or empty, as the annotation says; so is "
    "that of a known identifier in another case.",
    source=f"{DOCUMENTED}, and strictness/unknownParent; RFC 3986, section 6.2.2.1",
    statements=("parent-3", "strictness-unknownParent"),
    needs="an identifier that no parent has",
    subjects=lists_where(has_parent),
    cases=_unknown,
    is_rowless=True,
    basis="convention",
)
def unknown(context: Context, query: Query) -> bool:
    """Compare the list of an unknown parent with the choices of the annotation."""
    return _decide_empty(context, query, "unknownParent")


def _decide_empty(context: Context, query: Query, key: str) -> bool:
    """Decide on a list without a parent: it is refused, empty, or that of a similar parent.

    Raises:
        ViolationError: It is neither, or the spec makes another choice.
    """
    response, name = context.channel.page(query), parent_of(context).parameter
    if response.status is None and response.problem is None:
        return False  # the client refuses what its types exclude
    choice: Choice = "empty"
    if response.kind == "refusal" and response.status is not None:
        choice = response.status
    elif must_be_page(response).items and _is_similar(context, response, key):
        choice = "accepted"
    elif response.items and _is_another(context, response):
        return False
    elif response.items:
        title = f"the list of {query.parent!r:.60}, which is no parent, has items"
        raise ViolationError(title, response)
    return decide(context, key, [Shown((choice,), response, name, f"{name}={query.parent:.60}")])


def _is_similar(context: Context, response: Response, key: str) -> bool:
    """Return whether a page is that of a known parent whose identifier is similar."""
    for parent in context.parents[:1]:
        query = attrs.evolve(response.query, parent=parent)
        if context.are_equal(response, context.channel.page(query)):
            asked = str(response.query.parent)
            is_near = asked.strip() == parent or asked[:-1] == parent or parent[:-1] == asked
            return asked in _in_another_case(context) or (is_near and key == "malformedParent")
    return False


def _is_another(context: Context, response: Response) -> bool:
    """Return whether an identifier in another case is that of a parent that is not known."""
    asked, field = response.query.parent, parent_of(context).field
    is_named = all(field.read(each) == asked for each in response.items)
    return is_named and asked in _in_another_case(context)


def _malformed(context: Context) -> Cases:
    """Return identifiers that the schema does not admit, some of them similar to a known one."""
    known = context.parent or ""
    near = [known[:-1], f"{known}x", f"{known} ", *_in_another_case(context)]
    near = near if context.parents else []
    schema = _parameter(context).schema
    values = [each for each in (*near, *_MALFORMED) if each and not admits(schema, each)]
    return Cases(below(context.query, values))


def _is_restricted(place: Place) -> bool:
    parent = place.operation.parent
    parameter = place.operation.parameter(parent.parameter) if parent is not None else None
    return parameter is not None and restricts(parameter.schema)


@law(
    "scope.malformed",
    "The list of a parent whose identifier is malformed is refused or empty, as the annotation "
    "says.",
    source=f"{DOCUMENTED}, and strictness/malformedParent",
    statements=("parent-4", "strictness-malformedParent"),
    needs="a parameter whose schema restricts it",
    subjects=lists_where(_is_restricted),
    cases=_malformed,
    channels=HTTP_ONLY,
    is_rowless=True,
    basis="convention",
)
def malformed(context: Context, query: Query) -> bool:
    """Compare the list of a malformed parent with the choices of the annotation."""
    return _decide_empty(context, query, "malformedParent")
