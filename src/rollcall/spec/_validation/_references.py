"""Checks what a document names: references, operationIds, and the names in annotations."""

from collections.abc import Iterator, Mapping

from rollcall.spec._errors import SpecError
from rollcall.spec._problems import Problems, hint
from rollcall.spec._source import Location, Source
from rollcall.spec._validation._vocabulary import is_annotation

__all__ = ["check_references", "parameters_of"]

_NAMED = (
    ("query", "pagination", "pageSize"),
    ("query", "pagination", "pageIndex"),
    ("query", "pagination", "offset"),
    ("query", "pagination", "continuationToken"),
    ("query", "pagination", "totalItems", "when"),
    ("path", "parent"),
)
_PARAMETER = ("x-list", "parent", "parameter")
_LISTING = ("x-list", "parent", "operation")


def check_references(problems: Problems) -> None:
    """Check that all that a document names exists, and that operationIds are unique."""
    source = problems.source
    for location, error in source.wrong_references():
        problems.add(location, error.problem)
    _check_operation_ids(problems)
    for operation in source.operation_locations():
        for place, node in parameters_of(source, operation):
            for key in ("name", "in"):
                if key not in node:
                    problems.add(place, f"the parameter has no {key}")
        if isinstance(source.get((*operation, "x-list")), Mapping):
            _check_named_parameters(problems, operation)
    _check_named_operations(problems)
    _check_parents(problems)


def parameters_of(
    source: Source, operation: Location
) -> Iterator[tuple[Location, Mapping[str, object]]]:
    """Yield the parameters of an operation and its path item that can be found."""
    for owner in (operation[:-1], operation):
        for index in range(len(source.get((*owner, "parameters")) or ())):
            try:
                place = source.resolve((*owner, "parameters", index))
            except SpecError:
                continue
            node = source.get(place)
            if isinstance(node, Mapping):
                yield place, node


def _check_operation_ids(problems: Problems) -> None:
    source = problems.source
    seen: dict[str, Location] = {}
    for operation in source.operation_locations():
        location = (*operation, "operationId")
        name = source.get(location)
        if not isinstance(name, str):
            problems.add(operation, "the operation has no operationId")
            continue
        if name in seen:
            line = source.line(seen[name])
            where = f", on line {line}" if line is not None else ""
            problems.add(location, f"the operationId {name} is already in use{where}")
        seen[name] = location


def _check_named_parameters(problems: Problems, operation: Location) -> None:
    source = problems.source
    known = [(each.get("in"), each.get("name")) for _, each in parameters_of(source, operation)]
    for where, *path in _NAMED:
        location = (*operation, "x-list", *path, "parameter")
        name = source.get(location)
        if isinstance(name, str) and (where, name) not in known:
            near = hint(name, (str(named) for place, named in known if place == where), "it has")
            problems.add(location, f"the operation has no {where} parameter {name}{near}")


def _check_named_operations(problems: Problems) -> None:
    source = problems.source
    known = {
        source.get((*each, "operationId")): source.get((*each, "x-list"))
        for each in source.operation_locations()
    }
    for location, node in source.walk():
        if location[-1:] != ("operation",) or not isinstance(node, str):
            continue
        if not any(is_annotation(location[:end]) for end in range(1, len(location))):
            continue
        if node not in known:
            names = (each for each in known if isinstance(each, str))
            near = hint(node, names, "the operations are")
            problems.add(location, f"there is no operation {node}{near}")
        elif known[node] is None:
            problems.add(location, f"the operation {node} is not a list: add x-list to it")


def _check_parents(problems: Problems) -> None:
    """Check that the parents of a list lead up, and have the same names in all paths."""
    source = problems.source
    lists = {
        str(source.get((*each, "operationId"))): each
        for each in source.operation_locations()
        if isinstance(source.get((*each, "x-list")), Mapping)
    }
    for operation, at in lists.items():
        above = [*_lists_above(source, lists, at)]
        if at in above:
            problem = (
                f"the parents of {operation} are listed by {operation} itself; leave out the "
                "operation, so that the user names parents"
            )
            problems.add((*at, "x-list", "parent", "operation"), problem)
            continue
        nodes = [*parameters_of(source, at)]
        in_path = {
            str(node.get("name")): place for place, node in nodes if node.get("in") == "path"
        }
        own, *others = (source.get((*each, *_PARAMETER)) for each in (at, *above))
        lacking = [str(each) for each in others if each not in {*in_path, None}]
        for name in in_path.keys() - {own, *others} if lacking else ():
            near = hint(name, lacking, "the parameters of its parents that the path lacks are")
            problems.add((*in_path[name], "name"), f"no parent of {operation} names {name}{near}")


def _lists_above(source: Source, lists: Mapping[str, Location], at: Location) -> Iterator[Location]:
    """Yield the operation that lists the parents of a list, the one of its parents, and so on."""
    seen: set[Location] = set()
    above = lists.get(str(source.get((*at, *_LISTING))))
    while above is not None and above not in seen:
        seen.add(above)
        yield above
        above = lists.get(str(source.get((*above, *_LISTING))))
