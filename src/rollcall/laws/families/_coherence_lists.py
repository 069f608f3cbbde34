"""Coherence of several items: references to other lists, unique fields, numbers and sums."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._items import identity_text, rows_by_identity
from rollcall.laws._law import SYNC, Cases, Subjects
from rollcall.laws._queries import few_pages
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._coherence_rules import (
    DOCUMENTED,
    everything,
    rule_law,
    ruled,
    rules_of,
    where,
)
from rollcall.spec import (
    Aggregate,
    ListOperation,
    ParentPath,
    Part,
    PartReader,
    Pointer,
    Reference,
    Unique,
    item_schema,
    number_of,
    parent_path,
    path_names,
)

_MOST_READ = 12
_Member = tuple[str, Response]
"""The name of an item or an element, and the page that has it."""


def _parent(
    operation: ListOperation, rule: Reference | Aggregate, part: Part, query: Query
) -> ParentPath | None:
    """Return the parent of another list that a part names; None if it names none.

    The parents above it that the part does not name are those of the query.
    """
    if operation.parent is None:
        return None
    known = dict(query.parent.values) if query.parent is not None else {}
    own = operation.parent.parameter
    for name, field in rule.parents.items():
        value = field.read(part.value)
        if value is None:
            return None
        known[name or own] = str(value)
    parent = parent_path(operation, known[own], known.items())
    return parent if len(parent.values) == len(path_names(operation)) else None


@rule_law(
    "coherence.reference",
    "A field that refers to an item of another list refers to an existing item.",
    source=f"{DOCUMENTED}: reference",
    statements=("invariants-1", "invariants-4", "invariants-12"),
    needs="an item whose field is set",
    subjects=where(lambda rule: isinstance(rule, Reference)),
    cases=lambda context: Cases(everything(context)),
)
def reference(context: Context, query: Query) -> bool:
    """Look for the identity in the list that the rule names."""
    read: set[ParentPath | None] = set()
    seen = 0
    for response, part, rule in ruled(context, query, Reference):
        named = rule.field.read(part.value)
        operation = context.spec.list_operation(rule.operation)
        parent = _parent(operation, rule, part, query)
        is_shown = _is_shown(context, query, rule, part) if named is not None else None
        is_nowhere = operation.parent is not None and parent is None
        if named is None or is_shown or is_nowhere:
            seen += bool(is_shown)
            continue
        # A child that should be among those that the item carries is looked up in any case.
        if is_shown is None and parent not in read and len(read) >= _MOST_READ:
            continue
        read.add(parent)
        baseline = context.baseline_of(operation, parent)
        if identity_text(named) not in rows_by_identity(operation, baseline.rows):
            if not baseline.is_complete:
                continue
            title = f"{rule.field} is {named!r}, which {operation.id} does not list"
            below = f" for {parent}" if parent is not None else ""
            detail = f"It was looked for in all of {operation.id}{below}."
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


def _lists(context: Context) -> Cases:
    """Return the whole list, in queries that together list it, without and with children."""
    whole = context.views(context.widest)
    flagged = [
        [each.having(name, value=True) for each in whole] for name in context.operation.flags
    ]
    return Cases([whole, *flagged])


@law(
    "coherence.unique",
    "No two items of a list, and no two elements of an array, are equal in all fields that are "
    "unique together.",
    source=f"{DOCUMENTED}: unique",
    statements=("invariants-1", "invariants-9", "invariants-12"),
    needs="two items with all of the fields set",
    subjects=where(lambda rule: isinstance(rule, Unique)),
    cases=_lists,
    channels=SYNC,
)
def unique(context: Context, queries: Sequence[Query]) -> bool:
    """Look for two items, or two elements of one array, that are equal in all of the fields."""
    seen: dict[tuple[object, object], _Member] = {}
    firsts: dict[object, object] = {}
    is_witness = False
    for scope, key, (name, response) in _keyed(context, queries):
        is_witness = is_witness or firsts.setdefault(scope, name) != name
        known, page = seen.setdefault((scope, key), (name, response))
        if known != name:
            fields = context.subject.partition(": unique ")[2]
            values = ", ".join(repr(value) for _, value in key)
            what = "items" if scope is None else "elements of an array"
            title = f"two {what} have the same {fields}: {values}"
            shown = [response] if page is response else [page, response]
            detail = f"They are {known} and {name}."
            raise ViolationError(title, *shown, detail=detail, is_proven=page is response)
    return is_witness


def _keyed(
    context: Context, queries: Sequence[Query]
) -> Iterator[tuple[object, tuple[tuple[bool, Any], ...], _Member]]:
    """Yield the scope of each part, its key, and its name with its page."""
    schema, reader = item_schema(context.spec, context.operation), PartReader(context.spec)
    of = context.subject.partition(": ")[0]
    pages = [each for query in queries for each in context.walk(query, few_pages(context))]
    for response in pages:
        for item in response.items:
            identity = context.identity(item)
            for part in reader.parts(schema, item):
                *above, last = part.location or (None,)
                if part.name != of or not (last is None or isinstance(last, int)):
                    continue
                scope = (identity, *above) if part.location else None
                name = f"{identity}{Pointer.at(part.location)}"
                for rule in rules_of(context, part, Unique):
                    if (key := rule.key(part.value)) is not None:
                        yield scope, key, (name, response)


def _aggregates(kind: str) -> Subjects:
    return where(lambda rule: isinstance(rule, Aggregate) and rule.kind == kind)


def _adds_up(context: Context, query: Query) -> bool:
    """Compare the field of the subject with the elements that it counts or adds."""
    is_witness = False
    for response, part, rule in _chosen(context, query):
        found = number_of(rule.field.read(part.value))
        elements = _elements(context, rule, part, query)
        expected = rule.value(elements) if elements is not None else None
        if found is None or expected is None or elements is None:
            continue
        is_witness = is_witness or len(elements) > 0
        if found != expected:
            value = rule.field.read(part.value)
            title = f"{rule.field} is {value!r}, expected {_text(expected)}"
            of = rule.items or rule.operation
            detail = f"Expected {rule}; {of} has {len(elements)} elements."
            raise ViolationError(title, response, detail=detail, is_proven=rule.items is not None)
    return is_witness


def _chosen(context: Context, query: Query) -> list[tuple[Response, Part, Aggregate]]:
    """Return parts whose field is checked: some of them, if each takes another list."""
    found = [*ruled(context, query, Aggregate)]
    if all(rule.items is not None for _, _, rule in found):
        return found
    # A change of this list may explain a difference.
    context.baselines.of(context.operation, query.parent)
    numbers = [(number_of(rule.field.read(part.value)) or 0) for _, part, rule in found]
    order = sorted(range(len(found)), key=lambda index: -numbers[index])
    half = _MOST_READ // 2
    return [found[index] for index in [*order[:half], *order[half:][-half:]]]


def _elements(context: Context, rule: Aggregate, part: Part, query: Query) -> Sequence[Any] | None:
    """Return the elements that a field counts or adds; None if they are not all known."""
    if rule.items is not None:
        found = rule.items.read(part.value)
        return found if isinstance(found, list) else None
    operation = context.spec.list_operation(str(rule.operation))
    parent = _parent(operation, rule, part, query)
    if operation.parent is not None and parent is None:
        return None
    baseline = context.baseline_of(operation, parent)
    return baseline.rows if baseline.is_complete else None


def _text(number: Fraction) -> str:
    return str(Decimal(number.numerator) / number.denominator)


@rule_law(
    "coherence.count",
    "A field that counts elements is their number.",
    source=f"{DOCUMENTED}: count",
    statements=("invariants-1", "invariants-10", "invariants-12"),
    needs="an item whose field is set, and that has elements",
    subjects=_aggregates("count"),
)
def count(context: Context, query: Query) -> bool:
    """Compare the field with the number of the elements."""
    return _adds_up(context, query)


@rule_law(
    "coherence.sum",
    "A field that adds a field of elements is their sum, to the last digit.",
    source=f"{DOCUMENTED}: sum",
    statements=("invariants-1", "invariants-11", "invariants-12"),
    needs="an item whose field is set, and that has elements",
    subjects=_aggregates("sum"),
)
def sum_(context: Context, query: Query) -> bool:
    """Compare the field with the sum of the elements, without rounding."""
    return _adds_up(context, query)
