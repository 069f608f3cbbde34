"""Coherence: the fields of an item agree with each other."""

from fractions import Fraction
from itertools import pairwise

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._law import Place, Subjects
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._coherence_rules import (
    DOCUMENTED,
    parts_with_subject,
    rule_law,
    ruled,
    schemas_of,
    where,
)
from rollcall.spec import Conditional, Order, instant_of, resolve

_NEEDED = "an item whose other field has the value"


def _size(value: object) -> Fraction | None:
    """Return a field as a number, an instant in seconds; None if it is neither."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(value)
    try:
        return instant_of(str(value)) if value is not None else None
    except ValueError:
        return None


@rule_law(
    "coherence.order",
    "Fields with a documented order, such as a beginning and an end, keep it in every item.",
    source=f"{DOCUMENTED}: order",
    statements=("invariants-1", "invariants-2", "invariants-12"),
    needs="an item with two of the fields set",
    subjects=where(lambda rule: isinstance(rule, Order)),
)
def order(context: Context, query: Query) -> bool:
    """Compare each field that is set with the next one that is."""
    seen = 0
    for response, part, rule in ruled(context, query, Order):
        read = [(pointer, pointer.read(part.value)) for pointer in rule.fields]
        known = [
            (pointer, value, size) for pointer, value in read if (size := _size(value)) is not None
        ]
        for one, other in pairwise(known):
            seen += 1
            if one[2] > other[2]:
                title = f"{one[0]} is {one[1]}, but {other[0]} is {other[1]}"
                detail = f"Expected {rule} in {part.value.get('id', part.name)}."
                raise ViolationError(title, response, detail=detail, is_proven=True)
    return seen > 0


def _conditional(kind: str) -> Subjects:
    return where(lambda rule: isinstance(rule, Conditional) and rule.kind == kind)


def _follows(context: Context, query: Query) -> bool:
    """Check a field of each part that meets the condition of the subject."""
    seen = 0
    for response, part, rule in ruled(context, query, Conditional):
        if rule.condition.holds(part.value):
            seen += 1
            found = rule.field.read(part.value)
            if not rule.admits(found):
                title = f"{rule.condition}, but {rule.field} is {found!r}"
                raise ViolationError(title, response, detail=f"Expected {rule}.", is_proven=True)
    return seen > 0


@rule_law(
    "coherence.null_when",
    "A field that cannot be set yet, such as the end of an open session, is null or absent.",
    source=f"{DOCUMENTED}: nullWhen",
    statements=("invariants-1", "invariants-3", "invariants-12"),
    needs=_NEEDED,
    subjects=_conditional("nullWhen"),
)
def null_when(context: Context, query: Query) -> bool:
    """Look for a value of the field where the condition holds."""
    return _follows(context, query)


@rule_law(
    "coherence.set_when",
    "A field that must be set by now, such as the end of a closed session, is set.",
    source=f"{DOCUMENTED}: setWhen",
    statements=("invariants-1", "invariants-6", "invariants-12"),
    needs=_NEEDED,
    subjects=_conditional("setWhen"),
)
def set_when(context: Context, query: Query) -> bool:
    """Look for a field that is not set where the condition holds."""
    return _follows(context, query)


@rule_law(
    "coherence.equals_when",
    "A field that another field determines has the documented value.",
    source=f"{DOCUMENTED}: equalsWhen",
    statements=("invariants-1", "invariants-7", "invariants-12"),
    needs=_NEEDED,
    subjects=_conditional("equalsWhen"),
)
def equals_when(context: Context, query: Query) -> bool:
    """Compare the field with the value of the rule where the condition holds."""
    return _follows(context, query)


@rule_law(
    "coherence.one_of_when",
    "A field that another field restricts has one of the documented values.",
    source=f"{DOCUMENTED}: oneOfWhen",
    statements=("invariants-1", "invariants-8", "invariants-12"),
    needs=_NEEDED,
    subjects=_conditional("oneOfWhen"),
)
def one_of_when(context: Context, query: Query) -> bool:
    """Look for the field among the values of the rule where the condition holds."""
    return _follows(context, query)


def _constants(place: Place) -> list[str]:
    return [
        f"{name}: {field}"
        for name, schema in schemas_of(place)
        for field, inner in schema["properties"].items()
        if "const" in resolve(place.spec, inner)
    ]


@rule_law(
    "coherence.constant",
    "A field with one documented value has that value in every item.",
    source="const of the field's schema",
    needs="an item",
    subjects=_constants,
)
def constant(context: Context, query: Query) -> bool:
    """Compare the field of each item with the constant of its schema."""
    field = context.subject.partition(": ")[2]
    seen = 0
    for response, part in parts_with_subject(context, query):
        inner = resolve(context.spec, part.schema["properties"].get(field, {}))
        if field in part.value and "const" in inner:
            seen += 1
            if part.value[field] != inner["const"]:
                title = f"{field} is {part.value[field]!r}, expected {inner['const']!r}"
                raise ViolationError(title, response, is_proven=True)
    return seen > 0
