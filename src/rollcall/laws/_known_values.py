"""Learns which filters admit only the values of items, such as the ids of what there is.

Django REST framework, for example, looks a foreign key up before it reads the list.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

import attrs

from rollcall.channels import HttpChannel, Query
from rollcall.laws._items import filter_of
from rollcall.spec import ListOperation, Parameter

__all__ = ["with_known_values"]

_REFUSED = (400, 422)
_NOTHING = str(uuid5(UUID(int=0), "nothing has this"))


def with_known_values(
    channel: HttpChannel, query: Query, rows: Iterable[Mapping[str, Any]]
) -> tuple[ListOperation, list[str]]:
    """Ask each filter for a value that no item has.

    Args:
        channel: The channel that asks.
        query: The query for the list.
        rows: All its items.

    Returns:
        The list as if the schema of each filter that refuses the value named the others, and a
        sentence about each of them.
    """
    operation, remarks = query.operation, []
    parameters = [*operation.parameters]
    admitted = operation.strictness.statuses("invalidValue") or _REFUSED
    for index, each in enumerate(parameters):
        known = _known(each, rows)
        if not known:
            continue
        unknown = _unknown(known)
        asked = channel.page(query.having(each.name, unknown))
        if asked.status not in _REFUSED or asked.status not in admitted:
            continue
        parameters[index] = attrs.evolve(each, schema={**each.schema, "enum": known})
        remarks.append(
            f"values of {each.name} that no item of {operation.id} has: {each.name}={unknown} "
            f"answers {asked.status}"
        )
    return attrs.evolve(operation, parameters=tuple(parameters)), remarks


def _known(parameter: Parameter, rows: Iterable[Mapping[str, Any]]) -> list[int | str]:
    """Return the values of a reference that items have; empty if it is none."""
    if not parameter.may_be_reference:
        return []
    kind = int if parameter.schema["type"] == "integer" else str
    found = dict.fromkeys(filter_of(parameter).field.read(row) for row in rows)
    return [each for each in found if isinstance(each, int | str) and type(each) is kind]


def _unknown(known: list[int | str]) -> int | str:
    numbers = [each for each in known if isinstance(each, int)]
    return max(numbers) + 1 if numbers else _NOTHING
