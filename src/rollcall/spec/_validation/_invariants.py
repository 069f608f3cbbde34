"""Checks the rules between the fields of an object: fields, values, operations and parents."""

from collections.abc import Iterator, Mapping, Sequence

from rollcall.spec._forms import Reached, described, types_of
from rollcall.spec._problems import Problems, hint
from rollcall.spec._source import Location
from rollcall.spec._validation._fields import ARRAY, Value, check_pointer, lists_of
from rollcall.spec._validation._references import parameters_of

__all__ = ["check_invariants"]

_NUMBER = frozenset({"integer", "number"})
_DECIMAL = _NUMBER | {"string"}
_SCALAR = _DECIMAL | {"boolean"}
_ANY = frozenset[str]()


def check_invariants(problems: Problems) -> None:
    """Check all rules of ``x-invariants``."""
    items = {each.of_item.operation: each.of_item for each in lists_of(problems.source)}
    for location, node in problems.source.walk():
        if location[-1:] != ("x-invariants",) or not isinstance(node, list):
            continue
        value = Value("", str(location[-2]), problems.source.get(location[:-1]))
        for index, rule in enumerate(node):
            for kind, body in rule.items() if isinstance(rule, Mapping) else ():
                place = (*location, index, kind)
                if isinstance(body, list):
                    for key in range(len(body)):
                        types = _SCALAR if kind == "unique" else _ANY
                        check_pointer(problems, (*place, key), value, types)
                elif isinstance(body, Mapping):
                    _check_rule(problems, place, value, items)


def _check_rule(
    problems: Problems, place: Location, value: Value, items: Mapping[str, Value]
) -> None:
    number = {"count": _NUMBER, "sum": _DECIMAL}.get(str(place[-1]), _ANY)
    field = check_pointer(problems, (*place, "field"), value, number)
    when = check_pointer(problems, (*place, "when"), value)
    named = problems.source.get((*place, "parent"))
    for name in named if isinstance(named, Mapping) else ():
        check_pointer(problems, (*place, "parent", name), value)
    check_pointer(problems, (*place, "parent"), value)
    array = check_pointer(problems, (*place, "items"), value, ARRAY)
    body = problems.source.get(place)
    _check_values(problems, [((*place, "equals"), body.get("equals"))], when)
    _check_values(problems, [((*place, "value"), body.get("value"))], field)
    listed = body.get("values")
    if isinstance(listed, Sequence) and not isinstance(listed, str):
        named = [((*place, "values", index), each) for index, each in enumerate(listed)]
        _check_values(problems, named, field)
    _check_parent(problems, place)
    element = items.get(str(body.get("operation")))
    for form in array.forms if array is not None else ():
        if isinstance(form.get("items"), Mapping):
            element = Value("", f"an element of {body['items']}", form["items"])
    if element is not None:
        check_pointer(problems, (*place, "of"), element, _DECIMAL)


def _check_values(
    problems: Problems, named: Sequence[tuple[Location, object]], reached: Reached | None
) -> None:
    """Check that a field can have the values that a rule names; null is left out."""
    for location, value in named:
        if reached is None or value is None or _admits(reached, value):
            continue
        known = [str(each) for form in reached.forms for each in _named(form)]
        of = f"; it is {described(reached.types)}"
        remedy = hint(str(value), known, "its values are") if known else of
        problems.add(location, f"the field never has the value {value!r}{remedy}")


def _admits(reached: Reached, value: object) -> bool:
    kinds = types_of({"const": value})
    kinds |= {"number"} if "integer" in kinds else set()
    for form in reached.forms:
        named, types = [*_named(form)], types_of(form)
        if (not types or types & kinds) and (not named or value in named):
            return True
    return False


def _named(form: Mapping[str, object]) -> Iterator[object]:
    """Yield the values that a schema names, if it names all."""
    if "const" in form:
        yield form["const"]
    values = form.get("enum")
    yield from values if isinstance(values, list) else ()


def _check_parent(problems: Problems, place: Location) -> None:
    """Check that a rule names the parent of a list that has one, and of no other."""
    source = problems.source
    body = source.get(place)
    for each in source.operation_locations():
        listed = source.get((*each, "x-list"))
        if source.get((*each, "operationId")) != body.get("operation"):
            continue
        has_parent = isinstance(listed, Mapping) and "parent" in listed
        if has_parent and isinstance(body.get("parent"), Mapping):
            _check_names(problems, (*place, "parent"), each, listed["parent"])
        if has_parent and "parent" not in body:
            problem = f"{body['operation']} lists the items of a parent: name its field by parent"
            problems.add((*place, "operation"), problem)
        elif isinstance(listed, Mapping) and not has_parent and "parent" in body:
            problems.add((*place, "parent"), f"the list of {body['operation']} has no parent")


def _check_names(
    problems: Problems, place: Location, operation: Location, parent: Mapping[str, object]
) -> None:
    """Check that a rule names path parameters of a list, among them that of its parent."""
    source = problems.source
    nodes = [node for _, node in parameters_of(source, operation)]
    known = [str(node.get("name")) for node in nodes if node.get("in") == "path"]
    named = source.get(place)
    for name in named:
        if name not in known:
            near = hint(name, known, "it has")
            problems.add((*place, name), f"the path {operation[1]} has no parameter {name}{near}")
    own = parent.get("parameter")
    if own in known and own not in named:
        problems.add(place, f"the field of the parent itself, {own}, is missing")
