"""Faults in what a document says of a parameter."""

from collections.abc import Iterator
from typing import Any

from rollcall.mutants.documents._edit import Edit, at, key, recased
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import ParameterSite, parameter_sites
from rollcall.spec import Spec

__all__ = ["parameters"]

_OTHER_TYPES = {"string": "integer", "integer": "string", "boolean": "string", "number": "string"}
_OTHER_FORMATS = {"date": "date-time", "date-time": "date", "uuid": "date"}
_BELOW_ALL, _ABOVE_ALL = -(10**6), 10**6


def parameters(spec: Spec) -> Iterator[DocumentMutant]:
    """Derive the faults of all parameters of the query and the path."""
    for site in parameter_sites(spec):
        for part in (_place, _name, _shape, _bounds, _default):
            yield from part(spec, site)


def _mutant_of(site: ParameterSite, kind: str, sentence: str, edit: Edit) -> DocumentMutant:
    return DocumentMutant(
        f"parameter.{kind}",
        sentence,
        edit,
        site.operations,
        subject=site.name,
        laws=_laws(site),
        parameter=site.name,
    )


def _laws(site: ParameterSite) -> tuple[str, ...]:
    if site.node["in"] == "path":
        return "scope.malformed", "scope.unknown", "scope.parent"
    if "x-filter" in site.node:
        return "filter.refused", "filter.complete", "filter.sound", "filter.exact"
    if "x-expand" in site.node:
        return "expand.absent", "expand.children", "expand.rows"
    return "page.refused", "page.bounds", "page.default", "page.length", "page.past_the_end"


def _place(spec: Spec, site: ParameterSite) -> Iterator[DocumentMutant]:
    where = site.where
    if site.node["in"] != "query":
        return
    header = Edit("set", f"{where}/in", "header")
    yield _mutant_of(site, "location", "The parameter is said to be a header.", header)
    required = Edit("set", f"{where}/required", value=True)
    yield _mutant_of(site, "required", "The parameter is said to be required.", required)
    for operation in spec.operations:
        if operation.id not in site.operations:
            continue
        owner = key("paths", operation.path, operation.method.lower(), "parameters")
        for index, each in enumerate(at(spec.raw, owner)):
            if each.get("$ref") == f"#{where}" or f"{owner}/{index}" == where:
                gone = Edit("remove", f"{owner}/{index}")
                yield _mutant_of(site, "removed", "A parameter is left out.", gone)


def _name(spec: Spec, site: ParameterSite) -> Iterator[DocumentMutant]:
    del spec
    name, place = site.name, f"{site.where}/name"
    if site.node["in"] == "path":
        other = Edit("set", place, f"{name}_of")
        yield _mutant_of(site, "name", "The parameter has another name than in the path.", other)
        return
    middle = len(name) // 2
    swapped = name[: middle - 1] + name[middle : middle + 1] + name[middle - 1] + name[middle + 1 :]
    if middle == 0 or swapped == name:
        swapped = f"{name}s"
    yield _mutant_of(
        site, "misspelt", "The parameter's name is misspelt.", Edit("set", place, swapped)
    )
    yield _mutant_of(
        site, "case", "The parameter's name has another case.", Edit("set", place, recased(name))
    )
    if "[" in name:
        dotted = name.replace("[", ".").replace("]", "")
        plain = Edit("set", place, dotted)
        yield _mutant_of(site, "style", "The name has dots in place of its brackets.", plain)


def _shape(spec: Spec, site: ParameterSite) -> Iterator[DocumentMutant]:
    schema: dict[str, Any] = at(spec.raw, site.schema)
    kind, form = schema.get("type"), schema.get("format")
    if kind in _OTHER_TYPES:
        other = Edit("set", f"{site.schema}/type", _OTHER_TYPES[kind])
        yield _mutant_of(site, "type", "The value is said to be of another type.", other)
    if form is not None:
        gone = Edit("remove", f"{site.schema}/format")
        yield _mutant_of(site, "format-removed", "The value's format is left out.", gone)
    if form in _OTHER_FORMATS:
        other = Edit("set", f"{site.schema}/format", _OTHER_FORMATS[form])
        yield _mutant_of(site, "format", "The value is said to have another format.", other)
    if kind == "string" and form is None:
        added = Edit("set", f"{site.schema}/format", "date")
        yield _mutant_of(site, "format-added", "The value is said to be a day.", added)
        bounded = Edit("set", f"{site.schema}/maxLength", 3)
        yield _mutant_of(site, "length", "The value is said to be of three characters.", bounded)
    some = {"boolean": [True], "integer": [1, 2], "string": [site.node.get("example", "x")]}
    if kind in some:
        listed = Edit("set", f"{site.schema}/enum", some[kind])
        yield _mutant_of(site, "enum", "Only some of the values are said to be admitted.", listed)


def _bounds(spec: Spec, site: ParameterSite) -> Iterator[DocumentMutant]:
    schema: dict[str, Any] = at(spec.raw, site.schema)
    if schema.get("type") != "integer":
        return
    for bound, far in (("minimum", _BELOW_ALL), ("maximum", _ABOVE_ALL)):
        place = f"{site.schema}/{bound}"
        if bound not in schema:
            near = 5 if bound == "maximum" else 1
            added = Edit("set", place, near)
            yield _mutant_of(site, f"{bound}-added", "The value is said to be bounded.", added)
            continue
        for word, value in (
            ("raised", schema[bound] + 1),
            ("lowered", schema[bound] - 1),
            ("far", far),
        ):
            yield _mutant_of(
                site,
                f"{bound}-{word}",
                "A bound is another one than the server's.",
                Edit("set", place, value),
            )
        gone = Edit("remove", place)
        yield _mutant_of(site, f"{bound}-removed", "A bound is left out.", gone)


def _default(spec: Spec, site: ParameterSite) -> Iterator[DocumentMutant]:
    schema: dict[str, Any] = at(spec.raw, site.schema)
    place = f"{site.schema}/default"
    if "default" not in schema:
        if schema.get("type") == "boolean":
            added = Edit("set", place, value=True)
            yield _mutant_of(site, "default-added", "The flag is said to be set by default.", added)
        return
    gone = Edit("remove", place)
    yield _mutant_of(site, "default-removed", "The default is left out.", gone)
    if isinstance(schema["default"], int):
        other = Edit("set", place, schema["default"] + 1)
        yield _mutant_of(site, "default", "The default is another one than the server's.", other)
