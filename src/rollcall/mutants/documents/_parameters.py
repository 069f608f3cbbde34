"""Mutants of parameters."""

from collections.abc import Iterator
from typing import Any

from rollcall.mutants.documents._edit import Edit, at, key, put, recased, removed
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import ParameterSite, parameter_sites
from rollcall.spec import Spec

__all__ = ["parameters"]

_OTHER_TYPES = {"string": "integer", "integer": "string", "boolean": "string", "number": "string"}
_OTHER_FORMATS = {"date": "date-time", "date-time": "date", "uuid": "date"}
_FAR = {"minimum": -(10**6), "maximum": 10**6}

_Change = tuple[str, Edit]
"""The name of a kind within its group, and the change."""


def parameters(spec: Spec) -> Iterator[DocumentMutant]:
    """Yield the mutants of all parameters of the query and the path."""
    for site in parameter_sites(spec):
        schema: dict[str, Any] = at(spec.raw, site.schema)
        changes = [
            *(_place(spec, site) if site.node["in"] == "query" else ()),
            *_name(site),
            *_shape(site, schema),
            *(_bounds(site, schema) if schema.get("type") == "integer" else ()),
            *_default(site, schema),
        ]
        for kind, edit in changes:
            about = site.operations, site.name, _laws(site), site.name
            yield DocumentMutant(f"parameter.{kind}", edit, *about)


def _laws(site: ParameterSite) -> tuple[str, ...]:
    if site.node["in"] == "path":
        return "scope.malformed", "scope.unknown", "scope.parent"
    if "x-filter" in site.node:
        return "filter.refused", "filter.complete", "filter.sound", "filter.exact"
    if "x-expand" in site.node:
        return "expand.absent", "expand.children", "expand.rows"
    return "page.refused", "page.bounds", "page.default", "page.length", "page.past_the_end"


def _place(spec: Spec, site: ParameterSite) -> Iterator[_Change]:
    where = site.where
    yield "location", put(f"{where}/in", "header")
    yield "required", put(f"{where}/required", value=True)
    if at(spec.raw, site.schema).get("type") == "array":
        explode = site.node.get("explode", site.node.get("style", "form") == "form")
        yield "explode", put(f"{where}/explode", not explode)
    for operation in spec.operations:
        if operation.id not in site.operations:
            continue
        owner = key("paths", operation.path, operation.method.lower(), "parameters")
        for index, each in enumerate(at(spec.raw, owner)):
            if each.get("$ref") == f"#{where}" or f"{owner}/{index}" == where:
                yield "removed", removed(f"{owner}/{index}")


def _name(site: ParameterSite) -> Iterator[_Change]:
    name, place = site.name, f"{site.where}/name"
    if site.node["in"] == "path":
        yield "name", put(place, f"{name}_of")
        return
    middle = len(name) // 2
    swapped = name[: middle - 1] + name[middle : middle + 1] + name[middle - 1] + name[middle + 1 :]
    yield "misspelt", put(place, f"{name}s" if middle == 0 or swapped == name else swapped)
    yield "case", put(place, recased(name))
    if "[" in name:
        yield "style", put(place, name.replace("[", ".").replace("]", ""))


def _shape(site: ParameterSite, schema: dict[str, Any]) -> Iterator[_Change]:
    kind, form, place = str(schema.get("type")), schema.get("format"), site.schema
    if kind in _OTHER_TYPES:
        yield "type", put(f"{place}/type", _OTHER_TYPES[kind])
    if form is not None:
        yield "format-removed", removed(f"{place}/format")
    if form in _OTHER_FORMATS:
        yield "format", put(f"{place}/format", _OTHER_FORMATS[form])
    if kind == "string" and form is None:
        yield "format-added", put(f"{place}/format", "date")
        yield "length", put(f"{place}/maxLength", 3)
    some = {"boolean": [True], "integer": [1, 2], "string": [site.node.get("example", "x")]}
    if kind in some:
        yield "enum", put(f"{place}/enum", some[kind])


def _bounds(site: ParameterSite, schema: dict[str, Any]) -> Iterator[_Change]:
    for bound, far in _FAR.items():
        place = f"{site.schema}/{bound}"
        if bound not in schema:
            yield f"{bound}-added", put(place, 5 if bound == "maximum" else 1)
            continue
        yield f"{bound}-raised", put(place, schema[bound] + 1)
        yield f"{bound}-lowered", put(place, schema[bound] - 1)
        yield f"{bound}-far", put(place, far)
        yield f"{bound}-removed", removed(place)


def _default(site: ParameterSite, schema: dict[str, Any]) -> Iterator[_Change]:
    place = f"{site.schema}/default"
    if "default" not in schema:
        if schema.get("type") == "boolean":
            yield "default-added", put(place, value=True)
        return
    yield "default-removed", removed(place)
    if isinstance(schema["default"], int):
        yield "default", put(place, schema["default"] + 1)
