"""The parameters of a list by what they mean: filters, flags, and those of a page."""

from collections.abc import Mapping
from typing import Any

from rollcall.spec import Expand, Filter, ListOperation, Parameter

__all__ = ["filter_of", "filters", "flags", "page_parameters", "without_children"]


def filters(operation: ListOperation) -> list[Parameter]:
    """Return the parameters that are filters."""
    return [each for each in operation.parameters if each.filter is not None]


def filter_of(parameter: Parameter) -> Filter:
    """Return what a parameter that is a filter means."""
    assert parameter.filter is not None
    return parameter.filter


def flags(operation: ListOperation) -> Mapping[str, Expand]:
    """Return what the flags of an operation add to each item, by their names."""
    return {each.name: each.expand for each in operation.parameters if each.expand is not None}


def without_children(operation: ListOperation, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an item without the children that flags add."""
    fields = {str(each.field).split("/")[1] for each in flags(operation).values()}
    return {name: value for name, value in item.items() if name not in fields}


def page_parameters(operation: ListOperation) -> list[str]:
    """Return the names of the parameters that a caller may send: page size and page number."""
    return [each for each in (operation.paging.size, operation.paging.number) if each]
