"""The places of a document that mutants change: parameters and schemas."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from rollcall.mutants.documents._edit import at, key
from rollcall.spec import Operation, Spec, body_location, success_status

__all__ = [
    "ParameterSite",
    "SchemaSite",
    "body_place",
    "operation_place",
    "parameter_sites",
    "resolved",
    "schema_sites",
]


@attrs.frozen
class ParameterSite:
    """A parameter.

    Attributes:
        where: The place of its object.
        node: Its object.
        schema: The place of its schema.
        operations: The operationIds of the operations that have it.
    """

    where: str
    node: Mapping[str, Any] = attrs.field(repr=False)
    schema: str
    operations: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name in requests."""
        return str(self.node["name"])


@attrs.frozen
class SchemaSite:
    """The schema of a body, or of a part of a body.

    Attributes:
        where: The place of its object.
        node: Its object.
        operations: The operationIds of the operations whose responses have it.
        is_error: Whether only error bodies have it.
        field: The name of its property; empty if it is not that of a property.
    """

    where: str
    node: Mapping[str, Any] = attrs.field(repr=False)
    operations: tuple[str, ...]
    is_error: bool
    field: str = ""


def operation_place(operation: Operation) -> str:
    """Return the place of an operation."""
    return key("paths", operation.path, operation.method.lower())


def resolved(spec: Spec, where: str) -> str:
    """Return the place that a place refers to, through all references."""
    while "$ref" in (node := at(spec.raw, where)):
        where = str(node["$ref"]).removeprefix("#")
    return where


def parameter_sites(spec: Spec) -> list[ParameterSite]:
    """Return the parameters of all operations; a shared one occurs once."""
    found: dict[str, ParameterSite] = {}
    for operation in spec.operations:
        for owner in (key("paths", operation.path), operation_place(operation)):
            for index in range(len(at(spec.raw, owner).get("parameters", ()))):
                where = resolved(spec, f"{owner}/parameters/{index}")
                known = found.get(where)
                node = at(spec.raw, where)
                found[where] = ParameterSite(
                    where,
                    node,
                    resolved(spec, f"{where}/schema"),
                    (*(known.operations if known else ()), operation.id),
                )
    return [*found.values()]


def body_place(spec: Spec, operation: Operation, status: str) -> str | None:
    """Return the place of the schema of a body; None if the status has none."""
    location = body_location(spec, operation.at, status)
    return resolved(spec, key(*location)) if location is not None else None


def schema_sites(spec: Spec) -> list[SchemaSite]:
    """Return the schemas of bodies; a shared one occurs once, and those of pages come first.

    The operations of a schema are sorted by its depth in their bodies.
    """
    found: dict[str, SchemaSite] = {}
    depths: dict[str, dict[str, int]] = {}
    for is_error in (False, True):
        for operation in spec.operations:
            success = success_status(spec, operation.at)
            for status in at(spec.raw, operation_place(operation)).get("responses", ()):
                place = body_place(spec, operation, status)
                if place is None or (status != success) != is_error:
                    continue
                for where, field, depth in _within(spec, place, "", 0, set()):
                    node = at(spec.raw, where)
                    found.setdefault(where, SchemaSite(where, node, (), is_error, field))
                    depths.setdefault(where, {}).setdefault(operation.id, depth)
    return [
        attrs.evolve(
            site,
            operations=tuple(sorted(depths[site.where], key=lambda each: depths[site.where][each])),
        )
        for site in found.values()
    ]


def _within(
    spec: Spec, place: str, field: str, depth: int, seen: set[str]
) -> Iterator[tuple[str, str, int]]:
    """Yield the places of a schema and of the schemas in it, with their properties and depths."""
    place = resolved(spec, place)
    if place in seen:
        return
    seen.add(place)
    yield place, field, depth
    node = at(spec.raw, place)
    inner = [(key("properties", name), str(name)) for name in node.get("properties", {})]
    inner += [
        (key(keyword), "")
        for keyword in ("items", "additionalProperties")
        if isinstance(node.get(keyword), Mapping)
    ]
    for keyword in ("anyOf", "oneOf", "allOf"):
        inner += [(key(keyword, index), "") for index in range(len(node.get(keyword, ())))]
    for end, name in inner:
        yield from _within(spec, place + end, name, depth + 1, seen)
