"""Leaves the operations out of a document that are at fault for its problems."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import attrs

from rollcall.spec import Location, Pointer, Source, SpecError, walk

__all__ = ["at_fault", "told", "without"]

_NAMING = ("x-expand", "x-invariants")
"""The annotations, beside the parent of a list, that may name another operation."""


def at_fault(source: Source, error: SpecError) -> Mapping[Location, SpecError]:
    """Return the operations that use the parts with problems, each with its first problem.

    Returns:
        The operations by their locations; empty if a problem belongs to no operation, or none is
        left without the ones at fault.
    """
    operations = [*source.operation_locations()]
    used = {each: {*_used(source, each)} for each in operations}
    found: dict[Location, SpecError] = {}
    for each in error.parts:
        users = [operation for operation in operations if _is_in(each, used[operation])]
        if not users:
            return {}
        found |= {operation: found.get(operation, each) for operation in users}
    return found if len(found) < len(operations) else {}


def without(source: Source, operations: Collection[Location]) -> Source:
    """Return a document without some operations, and without the annotations that name them."""
    raw: dict[str, Any] = deepcopy(source.raw)
    names = {source.get((*each, "operationId")) for each in operations}
    for _, path, method in operations:
        del raw["paths"][path][method]
    for _, node in walk(raw):
        if not isinstance(node, dict):
            continue
        for key in _NAMING:
            if names & {*_named(node.get(key))}:
                del node[key]
        listed = node.get("x-list")
        if isinstance(listed, dict) and names & {*_named(listed.get("parent"))}:
            del listed["parent"]
    return attrs.evolve(source, raw=raw)


def told(source: Source, left_out: Mapping[Location, SpecError]) -> Iterator[str]:
    """Yield a line for each problem: its place, and the operations that are left out."""
    for problem in dict.fromkeys(left_out.values()):
        labels = [
            str(source.get((*each, "operationId")))
            for each, cause in left_out.items()
            if cause is problem
        ]
        verb = "is" if len(labels) == 1 else "are"
        yield str(problem.about(f"{', '.join(labels)} {verb} not generated: {problem.problem}"))


def _is_in(error: SpecError, places: Iterable[tuple[str, Location]]) -> bool:
    location = Pointer(error.pointer or "").location
    return any(
        error.address == address and location[: len(place)] == tuple(map(str, place))
        for address, place in places
    )


def _used(source: Source, operation: Location) -> Iterator[tuple[str, Location]]:
    """Yield the file and the location of each part that an operation uses, as it was written."""
    waiting: list[Location] = [operation, (*operation[:-1], "parameters")]
    seen = {*waiting}
    while waiting:
        location = waiting.pop()
        origin = source.origin(location)
        yield origin.address, origin.location
        for _, node in source.walk(location):
            reference = node.get("$ref") if isinstance(node, dict) else None
            if isinstance(reference, str) and reference.startswith("#/"):
                target = Pointer(reference[1:]).location
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)


def _named(annotation: object) -> Iterator[object]:
    """Yield the names of the operations in an annotation."""
    for _, node in walk(annotation):
        if isinstance(node, dict) and isinstance(node.get("operation"), str):
            yield node["operation"]
