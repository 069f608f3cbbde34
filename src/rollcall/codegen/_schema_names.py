"""Names the schemas of a document: each object by a schema of its own, and as its class."""

import json
from copy import deepcopy
from typing import Any

import attrs
from openapi_python_client.strings import pascal_case

from rollcall.codegen._names import schema_classes
from rollcall.codegen._unions import closed, simplified
from rollcall.spec import Location, Origin, Pointer, Spec, numbered, walk

__all__ = ["Rewriting"]

_SCHEMAS = "#/components/schemas/"
_UNION = {"anyOf", "oneOf"}
_COMPONENT = ("components", "schemas", "Name")


@attrs.define
class Rewriting:
    """A copy of a document that is rewritten, and names its schemas.

    Attributes:
        spec: The spec of the original document.
        raw: The copy.
        origins: Where the moved parts of the copy stand in the original document.
        reserved: The names of classes that no schema may have.
    """

    spec: Spec
    raw: dict[str, Any]
    origins: dict[Location, Origin]
    reserved: set[str] = attrs.field(factory=set)
    _named: dict[str, str] = attrs.field(factory=dict, init=False)

    @property
    def schemas(self) -> dict[str, Any]:
        """The named schemas."""
        found: dict[str, Any] = self.raw.setdefault("components", {}).setdefault("schemas", {})
        return found

    def name_schemas(self) -> None:
        """Name each schema that is referred to, and each object, as the classes are named."""
        self._name_targets()
        self._simplify_schemas()
        self._replace_aliases()
        self._rename_schemas()
        self._lift_objects()

    def move(self, new: Location, old: Location) -> None:
        """Record where a part of the rewritten document stands in the original one."""
        if new != old:
            self.origins[new] = self.spec.origin(old)

    def _name_targets(self) -> None:
        """Name each schema that is referred to inside another part."""
        schemas = self.schemas
        names: dict[str, str] = {}
        waiting: list[Any] = [self.raw]
        while waiting:
            for _, node in [*walk(waiting.pop())]:
                reference = node.get("$ref") if isinstance(node, dict) else None
                if not isinstance(reference, str) or not {"schema", "schemas"} & {
                    *(target := Pointer(reference[1:]).location)
                }:
                    continue
                if len(target) > len(_COMPONENT) and reference not in names:
                    stem = "".join(map(pascal_case, target[-2:]))
                    name = next(each for each in numbered(stem, "") if each not in schemas)
                    names[reference] = name
                    schemas[name] = deepcopy(Pointer(reference[1:]).read(self.raw))
                    self.move(("components", "schemas", name), target)
                    waiting.append(schemas[name])
                if reference in names:
                    node["$ref"] = _SCHEMAS + names[reference]

    def _simplify_schemas(self) -> None:
        """Simplify the named schemas, except for errors: their alternatives stay apart."""
        errors = self._error_bodies()
        for name, schema in self.schemas.items():
            if name not in errors or not _UNION & schema.keys():
                self.schemas[name] = self._simple(schema)

    def _replace_aliases(self) -> None:
        """Replace each reference to a schema that is a reference itself."""
        schemas = self.schemas
        aliases = {
            f"#{Pointer.at(('components', 'schemas', name))}": each["$ref"]
            for name, each in schemas.items()
            if "$ref" in each
        }
        for _, node in walk(self.raw):
            while isinstance(node, dict) and node.get("$ref") in aliases:
                node["$ref"] = aliases[node["$ref"]]
        for name in [each for each in schemas if "$ref" in schemas[each]]:
            del schemas[name]

    def _rename_schemas(self) -> None:
        """Rename each schema to its class."""
        schemas = self.schemas
        names = schema_classes(schemas, self.reserved)
        renamed = {names[old]: schema for old, schema in schemas.items()}
        schemas.clear()
        schemas.update(renamed)
        for old, new in names.items():
            self.move(("components", "schemas", new), ("components", "schemas", old))
        for _, node in walk(self.raw):
            reference = node.get("$ref") if isinstance(node, dict) else None
            if isinstance(reference, str) and reference.startswith(_SCHEMAS):
                node["$ref"] = _SCHEMAS + names[str(Pointer(reference[1:]).location[-1])]

    def _lift_objects(self) -> None:
        """Name each object that is described inside another schema or a page."""
        schemas = self.schemas
        for name in [*schemas]:
            place = ("components", "schemas", name)
            if "null" in schemas[name].get("type", ""):
                schemas[name] = self._lifted(schemas[name], f"{name}Value", place)
            else:
                self._lift_within(schemas[name], name, place)
        for path, item in self.raw["paths"].items():
            page = ("paths", path, "get", "responses", "200")
            self._lift_bodies(page, f"{pascal_case(str(item['get']['operationId']))}Page")
        for name in self.raw["components"].get("responses") or ():
            place = ("components", "responses", name)
            self._lift_bodies(place, f"{pascal_case(name)}Body", is_error=True)

    def _error_bodies(self) -> set[str]:
        """Return the names of the schemas of errors; the alternatives of an error stay apart."""
        bodies = (
            media.get("schema") or {}
            for response in (self.raw["components"].get("responses") or {}).values()
            for media in (response.get("content") or {}).values()
        )
        return {Pointer(each["$ref"][1:]).location[-1] for each in bodies if "$ref" in each}

    def _simple(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Return a schema in the form that models have; a boolean schema admits any value."""
        if not isinstance(schema, dict):
            return {}
        # A copy, in which no two places share a part.
        found = closed(deepcopy(simplified(self.raw, schema)))
        items = {"items": found.get("items", {})} if "array" in found.get("type", "") else {}
        return {**{key: each for key, each in found.items() if key != "default"}, **items}

    def _lift_bodies(self, response: Location, name: str, *, is_error: bool = False) -> None:
        """Name the bodies of a response, and replace the ranges among its media types."""
        found = Pointer.at(response).read(self.raw) or {}
        content = found.get("content") or {}
        for media_type in [*content]:
            essence = media_type.partition(";")[0].strip()
            media = content.pop(media_type)
            content["application/json" if "*" in essence else essence] = media
            if "schema" in media:
                below = (*response, "content", media_type, "schema")
                if is_error and _UNION & media["schema"].keys():
                    self._lift_within(media["schema"], name, below)
                else:
                    media["schema"] = self._lifted(media["schema"], name, below)

    def _lift_within(self, schema: dict[str, Any], name: str, place: Location) -> None:
        for key, inner in (schema.get("properties") or {}).items():
            below = (*place, "properties", key)
            schema["properties"][key] = self._lifted(inner, name + pascal_case(key), below)
        if "items" in schema:
            schema["items"] = self._lifted(schema["items"], f"{name}Item", (*place, "items"))
        for keyword in ("anyOf", "oneOf"):
            for index, inner in enumerate(schema.get(keyword, ())):
                below = (*place, keyword, index)
                schema[keyword][index] = self._lifted(inner, name, below)

    def _lifted(self, schema: Any, name: str, place: Location) -> Any:  # noqa: ANN401 - JSON
        """Return a schema, or a reference to it if it is an object with fields."""
        key = _combination(schema)
        if key in self._named:
            # A combination that leads back to itself is named once.
            return {"$ref": _SCHEMAS + self._named[key]}
        schema = self._simple(schema)
        types = schema.get("type", "object")
        if not schema.get("properties") or "object" not in types:
            self._lift_within(schema, name, place)
            return schema
        schemas = self.schemas
        taken = schemas.keys() | self.reserved
        free = next(each for each in numbered(name, "") if each not in taken)
        schemas[free] = {**schema, "type": "object"}
        if key:
            self._named[key] = free
        self.move(("components", "schemas", free), place)
        self._lift_within(schemas[free], free, place)
        reference = {"$ref": _SCHEMAS + free}
        is_nullable = isinstance(types, list) and "null" in types
        return {"anyOf": [reference, {"type": "null"}]} if is_nullable else reference


def _combination(schema: Any) -> str:  # noqa: ANN401 - JSON
    """Return what distinguishes a combination of schemas from others; empty for another schema."""
    found = schema if isinstance(schema, dict) else {}
    parts = {each: found[each] for each in ("allOf", *sorted(_UNION)) if each in found}
    others = {} if parts.keys() <= _UNION else found
    return json.dumps({**others, **parts}, sort_keys=True) if parts else ""
