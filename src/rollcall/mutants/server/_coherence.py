"""Mutants of coherence: they break invariants of fields, rows and lists."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from itertools import combinations
from typing import Any
from uuid import UUID

import attrs

from rollcall.mutants._message import OK, Request, Response, put
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import derived
from rollcall.mutants.server._places import (
    Change,
    Part,
    changed,
    changed_rows,
    every_hundredth,
    first,
    holders,
    parts_of,
)
from rollcall.spec import (
    ListOperation,
    NullWhen,
    Order,
    Pointer,
    Reference,
    Spec,
    instant_of,
    instant_text,
    item_schema,
    read_invariants,
    resolve,
)

__all__ = ["mutants"]

_MICROSECOND = Fraction(1, 1_000_000)

_Spoil = Callable[[dict[str, Any]], bool]
"""Changes an object in place; returns whether it changed."""


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the invariants of a list, of its constants and its identities."""
    for part in parts_of(spec, item_schema(spec, operation)):
        rules = read_invariants(part.schema)
        for order in rules.orders:
            yield from _orders(operation, part, order)
        for null in rules.nulls:
            yield from _nulls(operation, part, null)
        for reference in rules.references:
            yield from _references(spec, operation, part, reference)
        yield from _constants(spec, operation, part)
    yield from _identities(operation)


def _within(part: Part, spoil: _Spoil) -> Change:
    """Return a change of all objects of an item at the path of a part."""
    return lambda item: sum(map(spoil, [*holders(item, (*part.path, ""))])) > 0


def _orders(operation: ListOperation, part: Part, rule: Order) -> Iterator[ServerMutant]:
    for one, other in combinations(rule.fields, 2):
        between = rule.fields[rule.fields.index(one) + 1 : rule.fields.index(other)]
        subject = f"{part.name}: {one} <= {other}"
        swap = _within(part, _swapping(one, other, between))
        early = _within(part, _just_before(one, other, between))
        needs = f"an item with {one} before {other}"
        if between:
            needs += f", and {' and '.join(map(str, between))} not set"
        made = [
            ("order-swapped", changed(swap)),
            ("order-just-wrong", changed(early)),
            ("order-swapped-once", changed_rows(swap, first)),
            ("order-swapped-rarely", changed_rows(swap, every_hundredth)),
        ]
        yield from derived(operation, "coherence", made, subject, needs=needs)


def _in_order(
    holder: dict[str, Any], one: Pointer, other: Pointer, between: tuple[Pointer, ...]
) -> tuple[Any, Any] | None:
    """Return the values of two fields if both are set and the fields between them are not."""
    low, high = one.read(holder), other.read(holder)
    if low is None or high is None or any(each.read(holder) is not None for each in between):
        return None
    return low, high


def _swapping(one: Pointer, other: Pointer, between: tuple[Pointer, ...]) -> _Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        found = _in_order(holder, one, other, between)
        if found is None or _size(found[0]) == _size(found[1]):
            return False
        put(holder, one, found[1])
        put(holder, other, found[0])
        return True

    return spoil


def _just_before(one: Pointer, other: Pointer, between: tuple[Pointer, ...]) -> _Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        found = _in_order(holder, one, other, between)
        if found is None:
            return False
        low = found[0]
        text = instant_text(_size(low) - _MICROSECOND) if isinstance(low, str) else low - 1
        put(holder, other, text)
        return True

    return spoil


def _size(value: Any) -> Fraction:  # noqa: ANN401 - JSON
    return instant_of(value) if isinstance(value, str) else Fraction(value)


def _nulls(operation: ListOperation, part: Part, rule: NullWhen) -> Iterator[ServerMutant]:
    change = _within(part, _setting(part, rule))
    made = [
        ("null-set", changed(change)),
        ("null-set-once", changed_rows(change, first)),
        ("null-set-rarely", changed_rows(change, every_hundredth)),
        ("null-not-followed", changed(_within(part, _flipping(rule)))),
    ]
    needs = f"an item whose {rule.when} is {rule.equals!r}"
    yield from derived(operation, "coherence", made, f"{part.name}: {rule}", needs=needs)


def _setting(part: Part, rule: NullWhen) -> _Spoil:
    """Return a change that sets the field to another value of the object, or to a plain value."""
    name = str(rule.field).rpartition("/")[2]
    schema = part.schema["properties"].get(name, {})

    def spoil(holder: dict[str, Any]) -> bool:
        if rule.when.read(holder) != rule.equals or rule.field.read(holder) is not None:
            return False
        texts = [each for each in holder.values() if isinstance(each, str)]
        if schema.get("format") == "date-time":
            known = [each for each in texts if _is_instant(each)]
            value: object = max(known, key=instant_of, default="2021-04-25T00:00:00Z")
        elif "integer" in schema.get("type", ()):
            value = schema.get("minimum", 1)
        else:
            value = max(texts, key=len, default="set")
        holder[name] = value
        return True

    return spoil


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None and "T" in text
    except ValueError:
        return False


def _flipping(rule: NullWhen) -> _Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        if rule.field.read(holder) is None or rule.when.read(holder) == rule.equals:
            return False
        put(holder, rule.when, rule.equals)
        return True

    return spoil


def _constants(spec: Spec, operation: ListOperation, part: Part) -> Iterator[ServerMutant]:
    for name, inner in part.schema["properties"].items():
        schema = resolve(spec, inner)
        if "const" not in schema:
            continue
        right = schema["const"]
        for kind, value in (("other", _other(right)), ("cased", _swapped(right))):
            change = _within(part, _constant(name, value))
            made = [
                (f"constant-{kind}", changed(change)),
                (f"constant-{kind}-rarely", changed_rows(change, every_hundredth)),
            ]
            if value != right:
                yield from derived(operation, "coherence", made, f"{part.name}: {name}")


def _constant(name: str, value: object) -> _Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        is_there = name in holder
        if is_there:
            holder[name] = value
        return is_there

    return spoil


def _other(value: object) -> object:
    return f"{value}s" if isinstance(value, str) else _fresh(value)


def _swapped(value: object) -> object:
    return value.swapcase() if isinstance(value, str) else value


def _references(
    spec: Spec, operation: ListOperation, part: Part, rule: Reference
) -> Iterator[ServerMutant]:
    subject, needs = f"{part.name}: {rule}", f"an item whose {rule.field} is set"
    dangle = _within(part, _dangling(rule.field))
    made = [
        ("reference-dangling", changed(dangle)),
        ("reference-dangling-once", changed_rows(dangle, first)),
        ("reference-dangling-rarely", changed_rows(dangle, every_hundredth)),
    ]
    yield from derived(operation, "coherence", made, subject, needs=needs)
    if rule.parent is not None:
        made = [("reference-of-another", _elsewhere(spec, part, rule))]
        needs += ", and another parent with items"
        yield from derived(operation, "coherence", made, subject, needs=needs)


def _dangling(field: Pointer) -> _Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        value = field.read(holder)
        if value is not None:
            put(holder, field, _fresh(value))
        return value is not None

    return spoil


def _fresh(value: object) -> object:
    """Return an unused identifier of the same form."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1_000_003
    text = str(value)
    try:
        return str(UUID(int=UUID(text).int ^ 0x5EED))
    except ValueError:
        return "".join(map(_turned, text))


def _turned(letter: str) -> str:
    if letter.isascii() and letter.isdigit():
        return str((int(letter) + 7) % 10)
    if letter.isascii() and letter.isalpha():
        start = ord("A" if letter.isupper() else "a")
        return chr((ord(letter) - start + 5) % 26 + start)
    return letter


def _elsewhere(spec: Spec, part: Part, rule: Reference) -> Responder:
    """Return a mutant whose references name the first item of another parent."""
    above = spec.list_operation(rule.operation)
    identity = above.identity
    assert rule.parent is not None
    parent = rule.parent

    def respond(request: Request, upstream: Upstream) -> Response:
        asked = attrs.evolve(request, path=above.path, query="", operation=above, parent=None)

        def spoil(holder: dict[str, Any]) -> bool:
            if rule.field.read(holder) is None:
                return False
            for each in upstream.parents(asked):
                rows = upstream.rows(asked, each) if each != parent.read(holder) else ()
                if rows:
                    put(holder, rule.field, identity.read(rows[0]))
                    return True
            return False

        return changed(_within(part, spoil))(request, upstream)

    return respond


def _identities(operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the identifiers of rows."""
    owners: list[tuple[str, _Owner]] = [
        ("shared", lambda _number, _count: 0),
        ("repeated", lambda number, count: max(0, number - (number == count - 1))),
        ("halved", lambda number, _count: number - number % 2),
    ]
    made = [(f"identity-{name}", _renamed(operation, owner)) for name, owner in owners]
    yield from derived(operation, "coherence", made)


_Owner = Callable[[int, int], int]
"""Returns the number of the row whose identifier a row gets, from its number and their count."""


def _renamed(operation: ListOperation, owner: _Owner) -> Responder:

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        if original.status != OK or request.method != "GET":
            return original
        known = [operation.identity.read(each) for each in upstream.rows(request)]
        numbers: Mapping[object, int] = {each: number for number, each in enumerate(known)}

        def change(body: dict[str, Any]) -> None:
            for item in operation.items.read(body, []):
                number = numbers.get(operation.identity.read(item))
                if number is not None:
                    put(item, operation.identity, known[owner(number, len(known))])

        return original.reworked(change)

    return respond
