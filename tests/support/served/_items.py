"""Makes up items from their schemas, with values that filters tell apart."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from rollcall.clients._schemas import nth_identity, sample, schema_at, write
from rollcall.spec import (
    ListOperation,
    Parameter,
    Pointer,
    Spec,
    item_schema,
    reach,
    resolve,
)
from tests.support.served._parameters import kind_of
from tests.support.styles._parameters import Kind
from tests.support.styles.documents._rows import SECONDS, TEXTS, cycle

__all__ = ["ITEMS", "PARENTS", "identities_of", "items_of"]

ITEMS = 46
"""How many items a list has."""
PARENTS = 3
"""How many parents have items, or are named to a run."""
_LIMITS = {"format", "pattern", "maxLength", "minLength"}


def items_of(
    spec: Spec, operation: ListOperation, identities: Sequence[Any], parents: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the items of all parents: most have the first one, some the second one."""
    schema = item_schema(spec, operation)
    values = {
        each.filter.field: _values(spec, schema, each)
        for each in operation.filters
        if each.filter is not None
    }
    found = []
    for number, identity in enumerate(identities):
        item = deepcopy(sample(spec, schema))
        for field, known in values.items():
            write(item, field, cycle(known, number // (1 + len(known) % 2)))
            if number % 7 == 1 and _admits_null(spec, schema, field):
                write(item, field, None)
        write(item, operation.identity, identity)
        if operation.parent is not None:
            write(item, operation.parent.field, parents[number % PARENTS == 0])
        found.append(item)
    return found


def _admits_null(spec: Spec, schema: Mapping[str, Any], field: Pointer) -> bool:
    *above, last = field.location
    holder = reach(spec.raw, schema, Pointer.at(above)).forms[0]
    own = resolve(spec, (holder.get("properties") or {}).get(last, {}))
    return "null" in own.get("type", ())


def _values(spec: Spec, schema: Mapping[str, Any], parameter: Parameter) -> Sequence[Any]:
    """Return the values of a field that a filter reads."""
    rule, sent = parameter.filter, parameter.schema
    assert rule is not None
    field = schema_at(spec, schema, rule.field)
    if parameter.required and rule.operator == "eq":
        return [sample(spec, sent)]
    if values := [each for each in field.get("enum", sent.get("enum", ())) if each is not None]:
        return values
    kind = kind_of(rule.precision, field)
    known: Mapping[Kind, Sequence[Any]] = {
        "boolean": (True, False, True),
        "day": SECONDS,
        "instant": SECONDS,
        "date": [each[:10] for each in SECONDS],
        "text": () if _LIMITS & {*field, *sent} else TEXTS,
    }
    limited = field if _LIMITS & field.keys() else sent
    return known.get(kind) or [nth_identity(limited, sample(spec, limited), n) for n in range(7)]


def identities_of(spec: Spec, operation: ListOperation) -> list[Any]:
    schema = item_schema(spec, operation)
    known = operation.identity.read(sample(spec, schema))
    own = schema_at(spec, schema, operation.identity)
    return [nth_identity(own, known, number) for number in range(ITEMS)]
