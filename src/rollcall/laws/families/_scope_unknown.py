"""Lists of a parent that does not exist: they are refused or empty, as the annotation says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
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
from rollcall.laws.families._scope import (
    DOCUMENTED,
    below,
    elsewhere,
    has_parent,
    higher_of,
    listing_of,
    parent_of,
)
from rollcall.spec import Choice, Parameter, ParentPath

_UNKNOWN = uuid5(UUID(int=0), "a parent that no server has")
_MALFORMED = ("x", "0", "null", "%00", "a b", "'", "%25", "..%2f", "\U0001f50d", "x" * 300)


def _parameter(context: Context) -> Parameter:
    """Return the path parameter that names the parent."""
    return context.parameter(parent_of(context).parameter)


def _unknown(context: Context) -> Cases:
    parent = context.parent
    assert parent is not None
    schema = _parameter(context).schema
    values = [*_unlike(schema, parent.identity, context.parents)]
    if schema.get("format") != "uuid" and schema.get("type") != "integer":
        values += [each for each in _in_another_case(parent) if admits(schema, each)]
    # The identity of an item of this list is not the identity of a parent.
    if context.parents:
        own = context.identities(context.baseline.rows[:1])
        values += [each for each in own if admits(schema, each)]
    if schema.get("format") == "uuid":
        values += [str(UUID(int=0)), str(UUID(int=2**128 - 1))]
    known = _known_parents(context)
    unknown = [parent.named(each) for each in values if identity_text(each) not in known]
    return Cases(below(context.query, [*_of_others(context), *unknown]))


def _unlike(schema: Mapping[str, Any], known: str, parents: Sequence[ParentPath]) -> Iterator[str]:
    """Yield identifiers of the form of a known one that are probably unused."""
    if schema.get("type") == "integer":
        yield from (str(schema.get("maximum", 2**31 - 1)), "999999937")
    elif schema.get("format") == "uuid":
        yield str(_UNKNOWN)
        if parents and is_uuid(known):
            # They differ only in the last digit, or only in the first.
            number = UUID(known).int
            yield from (str(UUID(int=number ^ 1)), str(UUID(int=number ^ 1 << 127)))
    else:
        swapped = "".join(map(_swapped, known))
        # A longer identifier is less likely to exist, but the schema may not admit it.
        longer = f"{known}-{swapped}-{swapped}"
        yield from [each for each in (longer, swapped) if admits(schema, each)][:1]


def _of_others(context: Context) -> Iterator[ParentPath]:
    """Yield a known parent below another one that does not list it, and below unknown ones."""
    first = context.parents[0] if context.parents else None
    if first is None or not first.above:
        return
    moved = (first.moved(each) for each in elsewhere(context))
    yield from [each for each in moved if _is_unlisted(context, each)][:1]
    for name, value in first.above:
        used = {identity_text(dict(each.values)[name]) for each in context.parents}
        for other in _unlike(context.parameter(name).schema, value, context.parents):
            if identity_text(other) not in used:
                yield first.replaced(name, other)
                break


def _is_unlisted(context: Context, parent: ParentPath) -> bool:
    """Return whether the whole list of the parents above does not have a parent."""
    listing = listing_of(context)
    higher = higher_of(listing, parent) if listing is not None else None
    if listing is None or higher is None:
        return False
    baseline = context.baselines.of(listing, higher)
    known = rows_by_identity(listing, baseline.rows)
    is_whole = baseline.failure is None and baseline.is_complete
    return is_whole and identity_text(parent.identity) not in known


def _known_parents(context: Context) -> set[str]:
    """Return the identities of all known parents."""
    found = {identity_text(each.identity) for each in context.parents}
    listing = listing_of(context)
    if listing is None:
        return found
    if listing.parent is None:
        context.baselines.of(listing, None)
    for (operation, _), baseline in context.baselines.known.items():
        if operation == listing.id:
            found.update(rows_by_identity(listing, baseline.rows))
    return found


def _in_another_case(parent: ParentPath) -> list[str]:
    """Return a known identifier in another case; UUIDs are equal in any case (RFC 9562)."""
    known = parent.identity
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
    statements=("parent-3", "parent-8", "strictness-unknownParent"),
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
    response, (name, sent) = context.channel.page(query), _changed(context, query)
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
        title = f"the list of {str(query.parent)!r:.60}, which is no parent, has items"
        raise ViolationError(title, response)
    return decide(context, key, [Shown((choice,), response, name, f"{name}={sent:.60}")])


def _changed(context: Context, query: Query) -> tuple[str, str]:
    """Return the path parameter whose value is not the known one, and its value."""
    assert query.parent is not None
    assert context.parent is not None
    pairs = zip(query.parent.values, context.parent.values, strict=True)
    changed = [one for one, other in pairs if one != other]
    return (changed or [(query.parent.parameter, query.parent.identity)])[0]


def _is_similar(context: Context, response: Response, key: str) -> bool:
    """Return whether a page is that of a known parent whose identifier is similar."""
    for parent in context.parents[:1]:
        query = attrs.evolve(response.query, parent=parent)
        if context.are_equal(response, context.channel.page(query)):
            if response.query.parent is None or response.query.parent.above != parent.above:
                return False
            asked, known = response.query.parent.identity, parent.identity
            is_near = asked.strip() == known or asked[:-1] == known or known[:-1] == asked
            return asked in _in_another_case(parent) or (is_near and key == "malformedParent")
    return False


def _is_another(context: Context, response: Response) -> bool:
    """Return whether an identifier in another case is that of a parent that is not known."""
    assert response.query.parent is not None
    assert context.parent is not None
    asked, field = response.query.parent.identity, parent_of(context).field
    is_named = all(field.read(each) == asked for each in response.items)
    return is_named and asked in _in_another_case(context.parent)


def _malformed(context: Context) -> Cases:
    """Return identifiers that the schema does not admit, some of them similar to a known one."""
    parent = context.parent
    assert parent is not None
    known = parent.identity
    near = [known[:-1], f"{known}x", f"{known} ", *_in_another_case(parent)]
    near = near if context.parents else []
    schema = _parameter(context).schema
    values = [each for each in (*near, *_MALFORMED) if each and not admits(schema, each)]
    return Cases(below(context.query, map(parent.named, values)))


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
