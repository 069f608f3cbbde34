"""Checks that searches and selections fit the fields and the parameters that they name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rollcall.spec._forms import described, forms, types_of
from rollcall.spec._parameter import states_of
from rollcall.spec._pointer import Pointer
from rollcall.spec._problems import Problems, hint
from rollcall.spec._selection import Select
from rollcall.spec._source import Location
from rollcall.spec._validation._fields import List, check_pointer
from rollcall.spec._validation._filters import STYLES, parameter_types

__all__ = ["check_search", "check_select"]

_TEXT = frozenset({"string"})
_OBJECT = frozenset({"object"})

_Problem = tuple[tuple[str | int, ...], str]
"""A place in the annotation, and what is wrong there."""


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


def check_select(problems: Problems, each: List, place: Location) -> None:
    """Check the selection of a parameter, if it is one."""
    source, annotation = problems.source, problems.source.annotation(place, "x-select")
    node = source.get(annotation)
    if not isinstance(node, Mapping):
        return
    before = len(problems.found)
    fields, always = node.get("fields", {}), node.get("always", [])
    for name in fields if isinstance(fields, Mapping) else ():
        check_pointer(problems, (*annotation, "fields", name), each.of_item)
    for index in range(len(always) if isinstance(always, list) else 0):
        check_pointer(problems, (*annotation, "always", index), each.of_item)
    check_pointer(problems, (*annotation, "within"), each.of_item, _OBJECT)
    is_valid = isinstance(fields, Mapping) and all(
        isinstance(node.get(key, []), list) for key in ("always", "default")
    )
    if not is_valid or len(problems.found) > before:
        return
    about = f"{each.of_item.operation}: {source.get((*place, 'name'))}"
    for at, problem in (*_of_names(problems, each, place, node), *_of_value(problems, place, node)):
        problems.add((*annotation, *at), f"{about} {problem}")


def _of_value(problems: Problems, place: Location, node: Mapping[str, Any]) -> Iterator[_Problem]:
    """Yield what is wrong with how several names are written."""
    raw, parameter = problems.source.raw, problems.source.get(place)
    is_array = all("array" in types_of(form) for form in forms(raw, parameter.get("schema")))
    types = parameter_types(problems, place)
    if types and "string" not in types:
        yield (), f"selects fields by their names, and is {described(types)}"
    if is_array and "separator" in node:
        yield ("separator",), "is an array, which has a style instead of a separator"
    elif not is_array and "separator" not in node:
        yield (), "takes several names: it needs an array, or a separator"
    elif is_array and parameter.get("style", "form") not in STYLES:
        yield (), f"needs one of the styles {', '.join(sorted(STYLES))}"


def _of_names(
    problems: Problems, each: List, place: Location, node: Mapping[str, Any]
) -> Iterator[_Problem]:
    """Yield the names without a field, and the fields that a request without names lacks."""
    source = problems.source
    schema, lists = source.get((*place, "schema")) or {}, source.get((*each.at, "x-list"))
    admitted = states_of(schema.get("items") or schema)
    token = lists.get("pagination", {}).get("continuationToken") or {}
    read = [lists.get("identity"), (lists.get("parent") or {}).get("field"), token.get("field")]
    places = [Pointer(text) for text in read if isinstance(text, str)]
    select = Select.read(node).completed(source.raw, each.of_item.schema, (), places)
    for name in admitted if select.fields and "separator" not in node else ():
        if name not in select.fields:
            yield (), f"takes {name}, which is no field{hint(str(name), select.fields, 'it has')}"
    for index, name in enumerate(select.default):
        if select.fields and name not in select.fields:
            near = hint(str(name), select.fields, "the names are")
            yield ("default", index), f"takes no {name}{near}"
        elif admitted and name not in admitted and "separator" not in node:
            yield ("default", index), f"takes no {name}{hint(name, map(str, admitted), 'it takes')}"
    chosen = {select.fields.get(name) for name in select.default}
    for pointer in places if select.default else ():
        if pointer in select.removable and pointer not in chosen:
            problem = "is read of every item: add its name to default, or the field to always"
            yield ("default",), f"does not select {pointer}, which {problem}"
    known = [each.location for each in (*select.always, *select.fields.values())]
    for lost in _unnamed(source.raw, each.of_item.schema, known, select.within.location):
        problem = f"selects no {Pointer.at(lost)}, which an item requires: add it to always"
        yield (), f"{problem}, or to fields" if select.fields else problem


def _unnamed(
    raw: Mapping[str, Any],
    schema: object,
    known: Sequence[tuple[str, ...]],
    within: tuple[str, ...],
) -> Iterator[tuple[str, ...]]:
    """Yield the fields that a value of a schema requires, and that no place of some leads to."""
    if () in known:
        return
    for form in forms(raw, schema):
        for name in within[:1] or form.get("required", ()):
            below = [each[1:] for each in known if each[:1] == (name,)]
            inner = form.get("properties", {}).get(name)
            if below or within:
                for lost in _unnamed(raw, inner, below, within[1:]):
                    yield (name, *lost)
            else:
                yield (name,)
