"""Coherence: what holds between fields, rows and lists, and then does not."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from itertools import combinations
from typing import Any
from uuid import UUID

import attrs

from rollcall.mutants._listed import put
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Answerer, ServerMutant
from rollcall.mutants._upstream import Upstream
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
    item_schema,
    read_invariants,
    resolve,
)
from rollcall.spec._instants import instant_of, written

__all__ = ["mutants"]

_MICROSECOND = Fraction(1, 1_000_000)
_OK = 200

_Spoil = Callable[[dict[str, Any]], bool]
"""Changes an object in place, and says whether it did."""


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Return the faults of the rules between fields, and between rows and lists."""
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


def _fault(  # noqa: PLR0913, PLR0917 - what there is to say of a fault
    operation: ListOperation,
    kind: str,
    subject: str,
    sentence: str,
    law: str,
    answer: Answerer,
    needs: str = "",
) -> ServerMutant:
    kind = f"coherence.{kind}"
    return ServerMutant(kind, operation.id, subject, sentence, (law,), answer, needs)


def _within(part: Part, spoil: _Spoil) -> Change:
    """Change every object in an item that is such a part of it."""
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
        for kind, sentence, answer in (
            ("order-swapped", "The two fields are swapped.", changed(swap)),
            ("order-just-wrong", "The second field is the least bit too early.", changed(early)),
            (
                "order-swapped-once",
                "The two fields are swapped in the first row that has both.",
                changed_rows(swap, first),
            ),
            (
                "order-swapped-rarely",
                "The two fields are swapped in one row in a hundred.",
                changed_rows(swap, every_hundredth),
            ),
        ):
            law = "coherence.order"
            yield _fault(operation, kind, subject, sentence, law, answer, needs)


def _swapping(one: Pointer, other: Pointer, between: tuple[Pointer, ...]) -> _Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        low, high = one.read(holder), other.read(holder)
        if low is None or high is None or any(each.read(holder) is not None for each in between):
            return False
        if _size(low) == _size(high):
            return False
        put(holder, one, high)
        put(holder, other, low)
        return True

    return spoil


def _just_before(one: Pointer, other: Pointer, between: tuple[Pointer, ...]) -> _Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        low, high = one.read(holder), other.read(holder)
        if low is None or high is None or any(each.read(holder) is not None for each in between):
            return False
        put(holder, other, written(_size(low) - _MICROSECOND) if isinstance(low, str) else low - 1)
        return True

    return spoil


def _size(value: Any) -> Fraction:  # noqa: ANN401 - JSON
    return instant_of(value) if isinstance(value, str) else Fraction(value)


def _nulls(operation: ListOperation, part: Part, rule: NullWhen) -> Iterator[ServerMutant]:
    subject = f"{part.name}: {rule}"
    law, needs = "coherence.null_when", f"an item whose {rule.when} is {rule.equals!r}"
    set_ = _within(part, _setting(part, rule))
    flip = _within(part, _flipping(rule))
    for kind, sentence, answer in (
        ("null-set", "The field is set though it must not be.", changed(set_)),
        (
            "null-set-once",
            "The field is set though it must not be, in the first such row.",
            changed_rows(set_, first),
        ),
        (
            "null-set-rarely",
            "The field is set though it must not be, in one such row in a hundred.",
            changed_rows(set_, every_hundredth),
        ),
        (
            "null-not-followed",
            "The field is set, and the other one is as if it was not.",
            changed(flip),
        ),
    ):
        yield _fault(operation, kind, subject, sentence, law, answer, needs)


def _setting(part: Part, rule: NullWhen) -> _Spoil:
    """Set the field to what the object has of the same form, or to a plain value."""
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
        subject = f"{part.name}: {name}"
        for kind, sentence, value in (
            ("constant-other", "The constant has another value.", _other(schema["const"])),
            ("constant-cased", "The constant is in the other case.", _swapped(schema["const"])),
        ):
            if value == schema["const"]:
                continue
            change = _within(part, _constant(name, value))
            law = "coherence.constant"
            yield _fault(operation, kind, subject, sentence, law, changed(change))
            rarely = f"{sentence[:-1]} in one row in a hundred."
            answer = changed_rows(change, every_hundredth)
            yield _fault(operation, f"{kind}-rarely", subject, rarely, law, answer)


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
    subject = f"{part.name}: {rule}"
    law, needs = "coherence.reference", f"an item whose {rule.field} is set"
    dangle = _within(part, _dangling(rule.field))
    for kind, sentence, answer in (
        ("reference-dangling", "The field names an item that is nowhere.", changed(dangle)),
        (
            "reference-dangling-once",
            "The field names an item that is nowhere, in the first row that has it.",
            changed_rows(dangle, first),
        ),
        (
            "reference-dangling-rarely",
            "The field names an item that is nowhere, in one row in a hundred.",
            changed_rows(dangle, every_hundredth),
        ),
    ):
        yield _fault(operation, kind, subject, sentence, law, answer, needs)
    if rule.parent is not None:
        sentence = "The field names an item of another parent."
        kind, answer = "reference-of-another", _elsewhere(spec, part, rule)
        needs += ", and another parent with items"
        yield _fault(operation, kind, subject, sentence, law, answer, needs)


def _dangling(field: Pointer) -> _Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        value = field.read(holder)
        if value is not None:
            put(holder, field, _fresh(value))
        return value is not None

    return spoil


def _fresh(value: object) -> object:
    """Return an identifier of the same form that nothing has."""
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


def _elsewhere(spec: Spec, part: Part, rule: Reference) -> Answerer:
    """Have each reference name the first item of another parent that has some."""
    above = spec.list_operation(rule.operation)
    identity = above.identity
    assert rule.parent is not None
    parent = rule.parent

    def answer(request: Request, upstream: Upstream) -> Response:
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

        sound = upstream.send(request)
        if sound.status != _OK:
            return sound
        return changed(_within(part, spoil))(request, upstream)

    return answer


def _identities(operation: ListOperation) -> Iterator[ServerMutant]:
    """Return the faults of what tells rows from one another."""
    for kind, sentence, owner in (
        ("identity-shared", "All rows have the identifier of the first.", _first_of),
        (
            "identity-repeated",
            "The last row has the identifier of the one before it.",
            _last_but_one,
        ),
        ("identity-halved", "Every second row has the identifier of the one before.", _even),
    ):
        answer = _renamed(operation, owner)
        law = "page.identity"
        needs = "a list of more than one item"
        yield _fault(operation, kind, "", sentence, law, answer, needs)


_Owner = Callable[[int, int], int]
"""Gives the number of the row whose identifier a row has, for its own and how many there are."""


def _first_of(number: int, count: int) -> int:
    del number, count
    return 0


def _last_but_one(number: int, count: int) -> int:
    return max(0, number - 1) if number == count - 1 else number


def _even(number: int, count: int) -> int:
    del count
    return number - number % 2


def _renamed(operation: ListOperation, owner: _Owner) -> Answerer:

    def answer(request: Request, upstream: Upstream) -> Response:
        sound = upstream.send(request)
        if sound.status != _OK or request.method != "GET":
            return sound
        known = [operation.identity.read(each) for each in upstream.rows(request)]
        numbers: Mapping[object, int] = {each: number for number, each in enumerate(known)}

        def change(body: dict[str, Any]) -> None:
            for item in operation.items.read(body, []):
                number = numbers.get(operation.identity.read(item))
                if number is not None:
                    put(item, operation.identity, known[owner(number, len(known))])

        return sound.reworked(change)

    return answer
