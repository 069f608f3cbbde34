"""The rules of x-invariants, and the objects of a list's items that they hold for."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._law import SYNC, Cases, Place, Subjects
from rollcall.laws._queries import queries
from rollcall.laws._registry import law
from rollcall.spec import (
    Part,
    PartReader,
    Rule,
    item_schema,
    named_schemas,
    read_invariants,
    schema_name,
)

__all__ = [
    "DOCUMENTED",
    "everything",
    "parts_with_subject",
    "rule_law",
    "ruled",
    "rules_of",
    "schemas_of",
    "where",
]

DOCUMENTED = "the annotation x-invariants"

_R = TypeVar("_R", bound=Rule)


def where(condition: Callable[[Rule], bool]) -> Subjects:
    """Return subjects: the rules that meet a condition, each after the name of its schema."""
    return lambda place: dict.fromkeys(
        f"{name}: {rule}"
        for name, schema in schemas_of(place)
        for rule in read_invariants(schema)
        if condition(rule)
    )


def schemas_of(place: Place) -> list[tuple[str, Mapping[str, Any]]]:
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


def everything(context: Context) -> list[Query]:
    """Return the queries with most data: the largest pages, without and with children."""
    names = context.operation.flags
    whole = context.views(context.widest)
    return [*whole, *(query.having(name, value=True) for query in whole for name in names)]


def _pages(context: Context) -> Cases:
    return Cases(everything(context), queries(context))


rule_law = partial(law, cases=_pages, channels=SYNC)
"""Registers a law that reads pages."""


def parts_with_subject(context: Context, query: Query) -> Iterator[tuple[Response, Part]]:
    """Yield every part of the items with the schema of the subject."""
    name = context.subject.partition(": ")[0]
    schema, reader = item_schema(context.spec, context.operation), PartReader(context.spec)
    for response in context.walk(query, 4):
        for item in response.items:
            for part in reader.parts(schema, item):
                if part.name == name:
                    yield response, part


def ruled(context: Context, query: Query, kind: type[_R]) -> Iterator[tuple[Response, Part, _R]]:
    """Yield every part with the schema of the subject, and the rule of the subject."""
    for response, part in parts_with_subject(context, query):
        for rule in rules_of(context, part, kind):
            yield response, part, rule


def rules_of(context: Context, part: Part, kind: type[_R]) -> Iterator[_R]:
    """Yield the rule of the subject, if a part has it."""
    text = context.subject.partition(": ")[2]
    for rule in read_invariants(part.schema):
        if isinstance(rule, kind) and str(rule) == text:
            yield rule
