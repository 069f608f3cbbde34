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
    """Check that a path names the parents above a parent as their own paths do."""
    source = problems.source
    lists = {
        str(source.get((*each, "operationId"))): each
        for each in source.operation_locations()
        if isinstance(source.get((*each, "x-list")), Mapping)
    }
    for operation in lists.values():
        in_path = {
            str(node.get("name")): place
            for place, node in parameters_of(source, operation)
            if node.get("in") == "path"
        }
        above = [*_parents_above(source, lists, operation)]
        lacking = [each for each in above[1:] if each not in in_path]
        for name in in_path.keys() - {*above} if lacking else ():
            problem = (
                f"no parent of {source.get((*operation, 'operationId'))} names {name}"
                f"{hint(name, lacking, 'the parameters of its parents that the path lacks are')}"
            )
            problems.add((*in_path[name], "name"), problem)


def _parents_above(
    source: Source, lists: Mapping[str, Location], operation: Location
) -> Iterator[str]:
    """Yield the parameter of the parent of a list, and those of the parents above."""
    seen: set[Location] = set()
    at: Location | None = operation
    while at is not None and at not in seen:
        seen.add(at)
        parent = source.get((*at, "x-list", "parent"))
        if not isinstance(parent, Mapping):
            return
        yield str(parent.get("parameter"))
        at = lists.get(str(parent.get("operation")))
