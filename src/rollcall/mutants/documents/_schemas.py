"""Faults in what a document says of bodies: their schemas, and the examples of them."""

from collections.abc import Iterator
from typing import Any

from rollcall.mutants.documents._edit import Edit, key
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import SchemaSite, schema_sites
from rollcall.spec import Spec

__all__ = ["schemas"]

_OTHER_TYPES = {
    "string": "integer",
    "integer": "string",
    "number": "string",
    "boolean": "string",
    "array": "object",
    "object": "array",
}
_OTHER_FORMATS = {"date-time": "date", "date": "date-time", "uuid": "date-time"}
_PAGE_LAWS = ("page.echo", "page.identity", "expand.children", "coherence.constant")
_ERROR_LAWS = ("scope.unknown", "scope.malformed")


def schemas(spec: Spec) -> Iterator[DocumentMutant]:
    """Derive the faults of all schemas that bodies are made of."""
    for site in schema_sites(spec):
        for part in (_fields, _required, _type, _format, _values, _bounds, _choice, _examples):
            yield from part(site)


def _mutant_of(
    site: SchemaSite, kind: str, sentence: str, edit: Edit, field: str = ""
) -> DocumentMutant:
    return DocumentMutant(
        f"{'error' if site.is_error else 'schema'}.{kind}",
        sentence,
        edit,
        site.operations,
        subject=field or site.field,
        laws=_ERROR_LAWS if site.is_error else _PAGE_LAWS,
    )


def _fields(site: SchemaSite) -> Iterator[DocumentMutant]:
    for name in site.node.get("properties", {}):
        place = site.where + key("properties", name)
        yield _mutant_of(
            site,
            "field-renamed",
            "A field has another name.",
            Edit("rename", place, f"{name}_"),
            name,
        )
        gone = Edit("remove", place)
        yield _mutant_of(site, "field-removed", "A field is left out.", gone, name)
    if "properties" in site.node:
        place = site.where + key("properties", "surplus")
        more = Edit("set", place, {"description": "No server has it.", "type": "string"})
        yield _mutant_of(site, "field-added", "There is a field that no server has.", more)
        closed = Edit("set", f"{site.where}/additionalProperties", value=False)
        yield _mutant_of(site, "closed", "Fields that are not named are said not to be.", closed)


def _required(site: SchemaSite) -> Iterator[DocumentMutant]:
    required = [*site.node.get("required", ())]
    place = f"{site.where}/required"
    for name in site.node.get("properties", {}):
        if name in required:
            fewer = Edit("remove", f"{place}/{required.index(name)}")
            yield _mutant_of(site, "optional", "A field is said to be optional.", fewer, name)
        else:
            more = Edit("set", f"{place}/{len(required)}", name)
            if not required:
                more = Edit("set", place, [name])
            yield _mutant_of(site, "required", "A field is said to be always there.", more, name)


def _type(site: SchemaSite) -> Iterator[DocumentMutant]:
    place, kind = f"{site.where}/type", site.node.get("type")
    if isinstance(kind, list):
        kinds = [each for each in kind if each != "null"]
        if "null" in kind:
            never = Edit("set", place, kinds[0] if len(kinds) == 1 else kinds)
            yield _mutant_of(site, "null-removed", "A field is said never to be null.", never)
        other = Edit("set", place, [_OTHER_TYPES[kinds[0]], "null"])
        yield _mutant_of(site, "type", "A value is said to be of another type.", other)
    elif kind in _OTHER_TYPES:
        other = Edit("set", place, _OTHER_TYPES[kind])
        yield _mutant_of(site, "type", "A value is said to be of another type.", other)
        if site.field:
            null = Edit("set", place, [kind, "null"])
            yield _mutant_of(site, "null-added", "A field is said to be null at times.", null)
        gone = Edit("remove", place)
        yield _mutant_of(site, "type-removed", "A value's type is left out.", gone)


def _format(site: SchemaSite) -> Iterator[DocumentMutant]:
    place, form = f"{site.where}/format", site.node.get("format")
    kinds = site.node.get("type")
    if form is not None:
        gone = Edit("remove", place)
        yield _mutant_of(site, "format-removed", "A value's format is left out.", gone)
        other = Edit("set", place, _OTHER_FORMATS.get(form, "uuid"))
        yield _mutant_of(site, "format", "A value is said to have another format.", other)
    elif "string" in (kinds if isinstance(kinds, list) else [kinds]) and "const" not in site.node:
        added = Edit("set", place, "date-time")
        yield _mutant_of(site, "format-added", "A value is said to have a format.", added)


def _values(site: SchemaSite) -> Iterator[DocumentMutant]:
    node: Any = site.node
    if "const" in node:
        other = Edit("set", f"{site.where}/const", f"{node['const']}s")
        yield _mutant_of(site, "const", "A constant is another one.", other)
        gone = Edit("remove", f"{site.where}/const")
        yield _mutant_of(site, "const-removed", "A constant is left out.", gone)
    for index in range(len(node.get("enum", ()))):
        gone = Edit("remove", f"{site.where}/enum/{index}")
        yield _mutant_of(site, "enum-narrowed", "One of the values is left out.", gone)
    if "enum" in node:
        more = Edit("set", f"{site.where}/enum", [*node["enum"], "another"])
        yield _mutant_of(site, "enum-widened", "There is a value that no server has.", more)
        gone = Edit("remove", f"{site.where}/enum")
        yield _mutant_of(site, "enum-removed", "The values are not listed.", gone)
    if "default" in node:
        other = Edit("set", f"{site.where}/default", _another(node["default"]))
        yield _mutant_of(site, "default", "A default is another one.", other)
        gone = Edit("remove", f"{site.where}/default")
        yield _mutant_of(site, "default-removed", "A default is left out.", gone)


def _another(value: object) -> object:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}s"


def _bounds(site: SchemaSite) -> Iterator[DocumentMutant]:
    node: Any = site.node
    for bound, nearer in (("minimum", 1), ("maximum", -1), ("minItems", 1)):
        place = f"{site.where}/{bound}"
        if bound not in node:
            continue
        for word, value in (("narrowed", node[bound] + nearer), ("widened", node[bound] - nearer)):
            if bound != "minItems" or value >= 0:
                yield _mutant_of(
                    site, f"{bound}-{word}", "A bound is another one.", Edit("set", place, value)
                )
        gone = Edit("remove", place)
        yield _mutant_of(site, f"{bound}-removed", "A bound is left out.", gone)
    kind = node.get("type")
    if kind == "integer" and not {"minimum", "maximum"} & node.keys():
        low = Edit("set", f"{site.where}/maximum", 3)
        yield _mutant_of(site, "maximum-added", "A value is said to be bounded.", low)
    if kind == "string" and "format" not in node and "const" not in node and "enum" not in node:
        short = Edit("set", f"{site.where}/maxLength", 2)
        yield _mutant_of(site, "length", "A text is said to be of two characters.", short)


def _choice(site: SchemaSite) -> Iterator[DocumentMutant]:
    for keyword in ("anyOf", "oneOf"):
        for index in range(len(site.node.get(keyword, ()))):
            gone = Edit("remove", f"{site.where}{key(keyword, index)}")
            yield _mutant_of(site, "choice-narrowed", "One of several forms is left out.", gone)


def _examples(site: SchemaSite) -> Iterator[DocumentMutant]:
    for index in range(len(site.node.get("examples", ()))):
        wrong = Edit("set", f"{site.where}{key('examples', index)}", "no such thing")
        yield _mutant_of(site, "example", "An example is not valid.", wrong)
