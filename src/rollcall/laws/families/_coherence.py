"""Coherence: the fields of an item agree with each other, and with other lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._items import identity_text, rows_by_identity
from rollcall.laws._law import SYNC, Cases, Place, Subjects
from rollcall.laws._queries import queries
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError
from rollcall.spec import (
    Invariants,
    Part,
    Reference,
    instant_of,
    item_schema,
    named_schemas,
    parts,
    read_invariants,
    resolve,
    schema_name,
)

_DOCUMENTED = "the annotation x-invariants"
_MOST_READ = 12


def _subjects(rules: Callable[[Invariants], Iterable[object]]) -> Subjects:
    """Return subjects: rules of one kind, each after the name of its schema."""
    return lambda place: [
        f"{name}: {rule}"
        for name, schema in _schemas(place)
        for rule in rules(read_invariants(schema))
    ]


def _schemas(place: Place) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the schemas of an item and of its children, but not of their children.

    The annotations do not say whether children carry children of their own.
    """
    spec = place.spec
    inner = {
        (schema_name(item_schema(spec, each)), expand.field.location[0])
        for each in spec.lists
        if each.id != place.operation.id
        for expand in each.flags.values()
    }
    return [*named_schemas(spec, place.item, without=inner)]


def _everything(context: Context) -> list[Query]:
    """Return the queries with most data: the largest pages, without and with children."""
    names = context.operation.flags
    whole = context.views(context.widest)
    return [*whole, *(query.having(name, value=True) for query in whole for name in names)]


def _pages(context: Context) -> Cases:
    return Cases(_everything(context), queries(context))


_law = partial(law, cases=_pages, channels=SYNC)


def _parts(context: Context, query: Query) -> Iterator[tuple[Response, Part]]:
    """Yield every part of the items with the schema of the subject."""
    name = context.subject.partition(": ")[0]
    schema = item_schema(context.spec, context.operation)
    for response in context.walk(query, 4):
        for item in response.items:
            for part in parts(context.spec, schema, item):
                if part.name == name:
                    yield response, part


def _ruled(
    context: Context, query: Query, rules: Callable[[Invariants], Iterable[Any]]
) -> Iterator[tuple[Response, Part, Any]]:
    """Yield every part with the schema of the subject, and the rule of the subject."""
    text = context.subject.partition(": ")[2]
    for response, part in _parts(context, query):
        found = rules(read_invariants(part.schema))
        yield response, part, next(each for each in found if str(each) == text)


def _size(value: object) -> Fraction | None:
    """Return a field as a number, an instant in seconds; None if it is neither."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(value)
    try:
        return instant_of(str(value)) if value is not None else None
    except ValueError:
        return None


@_law(
    "coherence.order",
    "Fields with a documented order, such as a beginning and an end, keep it in every item.",
    source=f"{_DOCUMENTED}: order",
    statements=("invariants-1", "invariants-2"),
    needs="an item with two of the fields set",
    subjects=_subjects(lambda invariants: invariants.orders),
)
def order(context: Context, query: Query) -> bool:
    """Compare each field that is set with the next one that is."""
    seen = 0
    for response, part, rule in _ruled(context, query, lambda invariants: invariants.orders):
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


@_law(
    "coherence.null_when",
    "A field that cannot be set yet, such as the end of an open session, is null or absent.",
    source=f"{_DOCUMENTED}: nullWhen",
    statements=("invariants-1", "invariants-3"),
    needs="an item whose other field has the value",
    subjects=_subjects(lambda invariants: invariants.nulls),
)
def null_when(context: Context, query: Query) -> bool:
    """Look for a value of the field where the other field has the value."""
    seen = 0
    for response, part, rule in _ruled(context, query, lambda invariants: invariants.nulls):
        when = rule.when.read(part.value)
        if when == rule.equals and isinstance(when, bool) == isinstance(rule.equals, bool):
            seen += 1
            found = rule.field.read(part.value)
            if found is not None:
                title = f"{rule.when} is {when!r}, but {rule.field} is {found!r}"
                raise ViolationError(title, response, detail=f"Expected {rule}.", is_proven=True)
    return seen > 0


@_law(
    "coherence.reference",
    "A field that refers to an item of another list refers to an existing item.",
    source=f"{_DOCUMENTED}: reference",
    statements=("invariants-1", "invariants-4"),
    needs="an item whose field is set",
    subjects=_subjects(lambda invariants: invariants.references),
    cases=lambda context: Cases(_everything(context)),
)
def reference(context: Context, query: Query) -> bool:
    """Look for the identity in the list that the rule names."""
    read: set[str | None] = set()
    seen = 0
    for response, part, rule in _ruled(context, query, lambda invariants: invariants.references):
        named = rule.field.read(part.value)
        above = rule.parent.read(part.value) if rule.parent else None
        parent = None if above is None else str(above)
        is_shown = _is_shown(context, query, rule, part) if named is not None else None
        if named is None or is_shown:
            seen += bool(is_shown)
            continue
        # A child that should be among those that the item carries is looked up in any case.
        if is_shown is None and parent not in read and len(read) >= _MOST_READ:
            continue
        read.add(parent)
        operation = context.spec.list_operation(rule.operation)
        baseline = context.baseline_of(operation, parent)
        if identity_text(named) not in rows_by_identity(operation, baseline.rows):
            if not baseline.is_complete:
                continue
            title = f"{rule.field} is {named!r}, which {operation.id} does not list"
            where = f" for {parent}" if parent is not None else ""
            detail = f"It was looked for in all of {operation.id}{where}."
            raise ViolationError(title, response, detail=detail)
        seen += 1
    return seen > 0


def _is_shown(context: Context, query: Query, rule: Reference, part: Part) -> bool | None:
    """Return whether an item has the child that it refers to; None if it has no children."""
    operation = context.spec.list_operation(rule.operation)
    for name, expand in context.operation.flags.items():
        children = expand.field.read(part.value)
        if expand.operation == rule.operation and query.get(name) and isinstance(children, list):
            referred = identity_text(rule.field.read(part.value))
            return referred in rows_by_identity(operation, children)
    return None


def _constants(place: Place) -> list[str]:
    return [
        f"{name}: {field}"
        for name, schema in _schemas(place)
        for field, inner in schema["properties"].items()
        if "const" in resolve(place.spec, inner)
    ]


@_law(
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
    for response, part in _parts(context, query):
        if field in part.value:
            seen += 1
            expected = resolve(context.spec, part.schema["properties"][field])["const"]
            if part.value[field] != expected:
                title = f"{field} is {part.value[field]!r}, expected {expected!r}"
                raise ViolationError(title, response, is_proven=True)
    return seen > 0
