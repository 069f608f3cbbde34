"""Checks that searches fit the fields and the parameters that they name."""

from rollcall.spec._forms import described
from rollcall.spec._problems import Problems
from rollcall.spec._source import Location
from rollcall.spec._validation._fields import List, check_pointer
from rollcall.spec._validation._filters import parameter_types

__all__ = ["check_search"]

_TEXT = frozenset({"string"})


def check_search(problems: Problems, each: List, place: Location) -> None:
    """Check the search of a parameter, if it is one."""
    annotation = problems.source.annotation(place, "x-search")
    node = problems.source.get(annotation)
    fields = node.get("fields") if isinstance(node, dict) else None
    for index in range(len(fields) if isinstance(fields, list) else 0):
        check_pointer(problems, (*annotation, "fields", index), each.of_item, _TEXT)
    types = parameter_types(problems, place)
    if node is not None and types and "string" not in types:
        problems.add(annotation, f"the parameter is {described(types)}, not a text")
