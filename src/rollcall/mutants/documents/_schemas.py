"""Mutants of the schemas of bodies, and of their examples."""

from collections.abc import Iterator
from typing import Any

from rollcall.mutants.documents._edit import Edit, key, put, removed, renamed
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

_Change = tuple[str, Edit]
"""The name of a kind within its group, and the change."""


def schemas(spec: Spec) -> Iterator[DocumentMutant]:
    """Yield the mutants of all schemas of bodies."""
    parts = (_type, _format, _values, _bounds, _choice)
    for site in schema_sites(spec):
        group, laws = ("error", _ERROR_LAWS) if site.is_error else ("schema", _PAGE_LAWS)
        changes = [
            *_fields(site),
            *_required(site),
            *((site.field, each) for part in parts for each in part(site, site.node)),
        ]
        for field, (kind, edit) in changes:
            subject = field or site.field
            yield DocumentMutant(f"{group}.{kind}", edit, site.operations, subject, laws)


def _fields(site: SchemaSite) -> Iterator[tuple[str, _Change]]:
    for name in site.node.get("properties", {}):
        place = site.where + key("properties", name)
        yield name, ("field-renamed", renamed(place, f"{name}_"))
        yield name, ("field-removed", removed(place))
    if "properties" in site.node:
        more = {"description": "No server has it.", "type": "string"}
        yield "", ("field-added", put(site.where + key("properties", "surplus"), more))
        yield "", ("closed", put(f"{site.where}/additionalProperties", value=False))


def _required(site: SchemaSite) -> Iterator[tuple[str, _Change]]:
    required = [*site.node.get("required", ())]
    place = f"{site.where}/required"
    for name in site.node.get("properties", {}):
        if name in required:
            yield name, ("optional", removed(f"{place}/{required.index(name)}"))
        elif required:
            yield name, ("required", put(f"{place}/{len(required)}", name))
        else:
            yield name, ("required", put(place, [name]))


def _type(site: SchemaSite, node: Any) -> Iterator[_Change]:  # noqa: ANN401 - a JSON Schema
    place, kind = f"{site.where}/type", node.get("type")
    if isinstance(kind, list):
        kinds = [each for each in kind if each != "null"]
        if "null" in kind:
            yield "null-removed", put(place, kinds[0] if len(kinds) == 1 else kinds)
        yield "type", put(place, [_OTHER_TYPES[kinds[0]], "null"])
    elif kind in _OTHER_TYPES:
        yield "type", put(place, _OTHER_TYPES[kind])
        if site.field:
            yield "null-added", put(place, [kind, "null"])
        yield "type-removed", removed(place)


def _format(site: SchemaSite, node: Any) -> Iterator[_Change]:  # noqa: ANN401 - a JSON Schema
    place, form, kinds = f"{site.where}/format", node.get("format"), node.get("type")
    if form is not None:
        yield "format-removed", removed(place)
        yield "format", put(place, _OTHER_FORMATS.get(form, "uuid"))
    elif "string" in (kinds if isinstance(kinds, list) else [kinds]) and "const" not in node:
        yield "format-added", put(place, "date-time")


def _values(site: SchemaSite, node: Any) -> Iterator[_Change]:  # noqa: ANN401 - a JSON Schema
    where = site.where
    if "const" in node:
        yield "const", put(f"{where}/const", f"{node['const']}s")
        yield "const-removed", removed(f"{where}/const")
    for index in range(len(node.get("enum", ()))):
        yield "enum-narrowed", removed(f"{where}/enum/{index}")
    if "enum" in node:
        yield "enum-widened", put(f"{where}/enum", [*node["enum"], "another"])
        yield "enum-removed", removed(f"{where}/enum")
    if "default" in node:
        yield "default", put(f"{where}/default", _another(node["default"]))
        yield "default-removed", removed(f"{where}/default")


def _another(value: object) -> object:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}s"


def _bounds(site: SchemaSite, node: Any) -> Iterator[_Change]:  # noqa: ANN401 - a JSON Schema
    for bound, nearer in (("minimum", 1), ("maximum", -1), ("minItems", 1)):
        place = f"{site.where}/{bound}"
        if bound not in node:
            continue
        yield f"{bound}-narrowed", put(place, node[bound] + nearer)
        if bound != "minItems" or node[bound] > 0:
            yield f"{bound}-widened", put(place, node[bound] - nearer)
        yield f"{bound}-removed", removed(place)
    kind = node.get("type")
    if kind == "integer" and not {"minimum", "maximum"} & node.keys():
        yield "maximum-added", put(f"{site.where}/maximum", 3)
    if kind == "string" and not {"format", "const", "enum"} & node.keys():
        yield "length", put(f"{site.where}/maxLength", 2)


def _choice(site: SchemaSite, node: Any) -> Iterator[_Change]:  # noqa: ANN401 - a JSON Schema
    for keyword in ("anyOf", "oneOf"):
        for index in range(len(node.get(keyword, ()))):
            yield "choice-narrowed", removed(f"{site.where}{key(keyword, index)}")
    for index in range(len(node.get("examples", ()))):
        yield "example", put(f"{site.where}{key('examples', index)}", "no such thing")
