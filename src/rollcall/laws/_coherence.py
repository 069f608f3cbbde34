"""Coherence: what holds within every item, and between lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._drawing import expand_names, queries
from rollcall.laws._identity import identity_of, identity_text
from rollcall.laws._law import CLIENT, Cases, Place, ViolationError, law
from rollcall.spec import (
    Invariants,
    NullWhen,
    Order,
    Part,
    Reference,
    item_schema,
    named_schemas,
    parts,
    read_invariants,
    resolve,
    schema_name,
)
from rollcall.spec._instants import instant_of

__all__ = ["LAWS"]

_DOCUMENTED = "the annotation x-invariants"
_MOST_READ = 12


def _subjects(rules: Callable[[Invariants], Iterable[object]]) -> Callable[[Place], list[str]]:
    def subjects(place: Place) -> list[str]:
        return [
            f"{name}: {rule}"
            for name, schema in _schemas(place)
            for rule in rules(read_invariants(schema, name))
        ]

    return subjects


def _schemas(place: Place) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the schemas of an item and of its children, but not of theirs.

    Whether children carry children of their own, the annotations do not say.
    """
    spec = place.spec
    inner = {
        (schema_name(item_schema(spec, each)), str(parameter.expand.field).split("/")[1])
        for each in spec.lists
        if each.id != place.operation.id
        for parameter in each.parameters
        if parameter.expand is not None
    }
    return [*named_schemas(spec, place.item, without=inner)]


def _constants(place: Place) -> list[str]:
    return [
        f"{name}: {field}"
        for name, schema in _schemas(place)
        for field, inner in schema["properties"].items()
        if "const" in resolve(place.spec, inner)
    ]


def _everything(context: Context) -> list[Query]:
    """Return the queries that show most: the largest pages, and those with children."""
    names = expand_names(context)
    whole = context.views(context.widest)
    return [*whole, *(query.having(name, value=True) for query in whole for name in names)]


def _pages(context: Context, subject: str) -> Cases:
    del subject
    return Cases(_everything(context), queries(context))


def _parts(context: Context, subject: str, query: Query) -> Iterator[tuple[Response, Part]]:
    """Return every part of the items whose schema has the name that a subject begins with."""
    name = subject.partition(": ")[0]
    schema = item_schema(context.spec, context.operation)
    for answer in context.walk(query, 4):
        for item in answer.items:
            for part in parts(context.spec, schema, item):
                if part.name == name:
                    yield answer, part


def _rule(rules: Iterable[Any], subject: str) -> Any:  # noqa: ANN401
    return next(each for each in rules if str(each) == subject.partition(": ")[2])


def _size(value: object) -> Fraction | None:
    """Return what is compared of a field: a number, or an instant in seconds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(value)
    try:
        return instant_of(str(value)) if value is not None else None
    except ValueError:
        return None


@law(
    "coherence.order",
    "Fields that are in order, such as a beginning and an end, are so in every item.",
    source=f"{_DOCUMENTED}: order",
    needs="item with two of the fields set",
    subjects=_subjects(lambda invariants: invariants.orders),
    cases=_pages,
    channels=CLIENT,
)
def order(context: Context, query: Query) -> bool:
    subject = context.subject
    seen = 0
    for answer, part in _parts(context, subject, query):
        rule: Order = _rule(read_invariants(part.schema, part.name).orders, subject)
        read = [(pointer, pointer.read(part.value)) for pointer in rule.fields]
        known = [
            (pointer, value, size) for pointer, value in read if (size := _size(value)) is not None
        ]
        for one, other in pairwise(known):
            seen += 1
            if one[2] > other[2]:
                title = f"{one[0]} is {one[1]}, and {other[0]} is {other[1]}"
                detail = f"Expected {rule} in {part.value.get('id', part.name)}."
                raise ViolationError(title, detail, answer, is_proven=True)
    return seen > 0


@law(
    "coherence.null_when",
    "A field that cannot be set yet is null or absent, such as an end of what goes on.",
    source=f"{_DOCUMENTED}: nullWhen",
    needs="item whose other field has the value",
    subjects=_subjects(lambda invariants: invariants.nulls),
    cases=_pages,
    channels=CLIENT,
)
def null_when(context: Context, query: Query) -> bool:
    subject = context.subject
    seen = 0
    for answer, part in _parts(context, subject, query):
        rule: NullWhen = _rule(read_invariants(part.schema, part.name).nulls, subject)
        when = rule.when.read(part.value)
        if when == rule.equals and isinstance(when, bool) == isinstance(rule.equals, bool):
            seen += 1
            found = rule.field.read(part.value)
            if found is not None:
                title = f"{rule.when} is {when!r}, and {rule.field} is {found!r}"
                raise ViolationError(title, f"Expected {rule}.", answer, is_proven=True)
    return seen > 0


@law(
    "coherence.constant",
    "A field with one documented value has that value in every item.",
    source="const of the field's schema",
    needs="item",
    subjects=_constants,
    cases=_pages,
    channels=CLIENT,
)
def constant(context: Context, query: Query) -> bool:
    subject = context.subject
    field = subject.partition(": ")[2]
    seen = 0
    for answer, part in _parts(context, subject, query):
        if field in part.value:
            seen += 1
            wanted = resolve(context.spec, part.schema["properties"][field])["const"]
            if part.value[field] != wanted:
                title = f"{field} is {part.value[field]!r}, not {wanted!r}"
                raise ViolationError(title, "", answer, is_proven=True)
    return seen > 0


@law(
    "coherence.reference",
    "A field that names an item of another list names one that this list has.",
    source=f"{_DOCUMENTED}: reference",
    needs="item whose field is set",
    subjects=_subjects(lambda invariants: invariants.references),
    cases=lambda context, _: Cases(_everything(context)),
    channels=CLIENT,
)
def reference(context: Context, query: Query) -> bool:
    subject = context.subject
    read: set[str | None] = set()
    seen = 0
    for answer, part in _parts(context, subject, query):
        rule: Reference = _rule(read_invariants(part.schema, part.name).references, subject)
        named = rule.field.read(part.value)
        parent = rule.parent.read(part.value) if rule.parent else None
        is_shown = _is_shown(context, query, rule, part) if named is not None else None
        if named is None or is_shown:
            seen += bool(is_shown)
            continue
        # What should be among the children that are there, and is not, is looked for in any case.
        if is_shown is None and parent not in read and len(read) >= _MOST_READ:
            continue
        read.add(parent)
        operation = context.spec.list_operation(rule.operation)
        rows: Iterable[Mapping[str, Any]] = context.baseline_of(operation, parent).rows
        if identity_text(named) not in {identity_of(operation, row) for row in rows}:
            if not context.baseline_of(operation, parent).is_whole:
                continue
            title = f"{rule.field} is {named!r}, which {operation.id} does not list"
            where = f" for {parent}" if parent is not None else ""
            raise ViolationError(
                title, f"It was looked for in all of {operation.id}{where}.", answer
            )
        seen += 1
    return seen > 0


def _is_shown(context: Context, query: Query, rule: Reference, part: Part) -> bool | None:
    """Return whether an item carries the child that it names; None where it carries no such ones."""
    operation = context.spec.list_operation(rule.operation)
    for name, expand in context.expands().items():
        children = expand.field.read(part.value)
        if expand.operation == rule.operation and query.get(name) and isinstance(children, list):
            known = {identity_of(operation, each) for each in children}
            return identity_text(rule.field.read(part.value)) in known
    return None


LAWS = (order, null_when, reference, constant)
