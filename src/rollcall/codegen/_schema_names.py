"""Names the schemas of a document: each object by a schema of its own, and as its class."""

import json
from copy import deepcopy
from typing import Any, NoReturn

import attrs
from openapi_python_client.strings import pascal_case

from rollcall.codegen._choices import TOLD_BY
from rollcall.codegen._names import is_class, schema_classes
from rollcall.codegen._unions import closed, mapped, simplified
from rollcall.spec import METHODS, Location, Origin, Pointer, Spec, numbered, origin_of, walk

__all__ = ["Rewriting"]

_SCHEMAS = "#/components/schemas/"
_UNION = {"anyOf", "oneOf"}
_NAME = "x-name"
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
    _named: dict[str, dict[str, Any]] = attrs.field(factory=dict, init=False)
    _chosen: dict[str, str] = attrs.field(factory=dict, init=False)

    @property
    def schemas(self) -> dict[str, Any]:
        """The named schemas."""
        found: dict[str, Any] = self.raw.setdefault("components", {}).setdefault("schemas", {})
        return found

    def name_schemas(self) -> None:
        """Name each schema that is referred to, and each object, as the classes are named."""
        self._chosen = {name: each[_NAME] for name, each in self.schemas.items() if _NAME in each}
        self._name_targets()
        self._complete_mappings()
        self._simplify_schemas()
        self._replace_aliases()
        self._rename_schemas()
        self._lift_objects()

    def move(self, new: Location, old: Location) -> None:
        """Record where a part of the rewritten document stands in the original one."""
        if new != old:
            self.origins[new] = self.spec.origin(old)

    def origin(self, place: Location) -> Origin:
        """Return where a part of the rewritten document stands in the original one."""
        return origin_of(self.origins, place, Origin(str(self.spec.path), self.spec.text))

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

    def _complete_mappings(self) -> None:
        """Write the values of each discriminator that are the names of schemas."""
        for _, node in walk(self.raw):
            if not isinstance(node, dict) or not isinstance(node.get("discriminator"), dict):
                continue
            mapping = node["discriminator"].setdefault("mapping", {})
            for value, target in mapping.items():
                mapping[value] = target if target[:1] == "#" else _SCHEMAS + target
            for each in (*node.get("oneOf", ()), *node.get("anyOf", ())):
                reference = each.get("$ref")
                if reference is not None and reference not in mapping.values():
                    mapping.setdefault(reference.rpartition("/")[2], reference)

    def _simplify_schemas(self) -> None:
        """Simplify the named schemas, except for errors: their alternatives stay apart.

        Those without a reference at their top come first, so that unions are made of others.
        """
        errors = self._error_bodies()
        waiting = sorted(self.schemas, key=lambda name: "discriminator" not in self.schemas[name])
        for name in waiting:
            schema = self.schemas[name]
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
        chosen = {name: each for name, each in self._chosen.items() if name in schemas}
        for name in (each for each in chosen if chosen[each] in self.reserved):
            place = ("components", "schemas", name, _NAME)
            self.spec.fail(place, f"{chosen[name]} is in use in Python; choose another name")
        names = schema_classes(schemas, self.reserved, chosen)
        renamed = {names[old]: schema for old, schema in schemas.items()}
        schemas.clear()
        schemas.update(renamed)
        for old, new in names.items():
            self.move(("components", "schemas", new), ("components", "schemas", old))
        for _, node in walk(self.raw):
            reference = node.get("$ref") if isinstance(node, dict) else None
            if isinstance(reference, str) and reference.startswith(_SCHEMAS):
                node["$ref"] = _SCHEMAS + names[str(Pointer(reference[1:]).location[-1])]
            elif isinstance(node, dict) and isinstance(node.get("discriminator"), dict):
                mapping = node["discriminator"].get("mapping") or {}
                for value, target in mapping.items():
                    last = str(Pointer(target[1:]).location[-1])
                    mapping[value] = _SCHEMAS + names.get(last, last)

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
            for method in (each for each in METHODS if each in item):
                self._lift_operation(item[method], ("paths", path, method))
        for name in self.raw["components"].get("responses") or ():
            place = ("components", "responses", name)
            self._lift_bodies(place, f"{pascal_case(name)}Body", is_error=True)

    def _lift_operation(self, node: dict[str, Any], place: Location) -> None:
        """Name the bodies of the request and of the responses of success of an operation."""
        stem = pascal_case(str(node["operationId"]))
        kind = "Page" if "x-list" in node else "Response"
        self._lift_bodies((*place, "requestBody"), f"{stem}Body")
        for status in node["responses"]:
            if status[0] == "2":
                self._lift_bodies((*place, "responses", status), f"{stem}{kind}")

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
        found = closed(deepcopy(simplified(self.raw, mapped(schema))))
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
            lifted = self._lifted(inner, name + pascal_case(key), below)
            named = inner.get(_NAME, "") if isinstance(inner, dict) else ""
            kept = {_NAME: named} if named and not is_class(named) else {}
            schema["properties"][key] = {**lifted, **kept}
        if "items" in schema:
            schema["items"] = self._lifted(schema["items"], f"{name}Item", (*place, "items"))
        if isinstance(schema.get("additionalProperties"), dict):
            below = (*place, "additionalProperties")
            values = self._lifted(schema["additionalProperties"], f"{name}Value", below)
            schema["additionalProperties"] = values
        for keyword in ("anyOf", "oneOf"):
            for index, inner in enumerate(schema.get(keyword, ())):
                below, inner_name = (*place, keyword, index), name + _suffix(schema, index)
                schema[keyword][index] = self._lifted(inner, inner_name, below)

    def _lifted(self, schema: Any, name: str, place: Location) -> Any:  # noqa: ANN401 - JSON
        """Return a schema, or a reference to it if it is an object with fields."""
        chosen = self._chosen_class(schema, place)
        key = json.dumps(schema, sort_keys=True) if chosen else _combination(schema)
        if key in self._named:
            # A combination that leads back to itself is named once.
            return deepcopy(self._named[key])
        schema = self._simple(schema)
        types = schema.get("type", "object")
        if TOLD_BY not in schema and (not schema.get("properties") or "object" not in types):
            if chosen:
                self._fail((*place, _NAME), f"{chosen} names a class, and this is no object")
            self._lift_within(schema, name, place)
            return schema
        schemas = self.schemas
        taken = schemas.keys() | self.reserved
        if chosen in taken:
            self._fail((*place, _NAME), f"{chosen} is in use in Python; choose another name")
        free = chosen or next(each for each in numbered(name, "") if each not in taken)
        kind = {} if TOLD_BY in schema else {"type": "object"}
        schemas[free] = {key: each for key, each in schema.items() if key != _NAME} | kind
        reference: dict[str, Any] = {"$ref": _SCHEMAS + free}
        if isinstance(types, list) and "null" in types:
            reference = {"anyOf": [reference, {"type": "null"}]}
        if key:
            self._named[key] = deepcopy(reference)
        self.move(("components", "schemas", free), place)
        self._lift_within(schemas[free], free, place)
        return reference

    def _chosen_class(self, schema: Any, place: Location) -> str:  # noqa: ANN401 - JSON
        """Return the class that an object chooses by ``x-name``; empty if it chooses none."""
        name = str(schema.get(_NAME, "")) if isinstance(schema, dict) else ""
        if is_class(name):
            return name
        if name and place[-2:-1] != ("properties",):
            self._fail((*place, _NAME), f"{name} cannot name a class; use CamelCase")
        return ""

    def _fail(self, place: Location, problem: str) -> NoReturn:
        raise self.origin(place).error(problem)


def _suffix(union: dict[str, Any], index: int) -> str:
    """Return the end of the name of an alternative: the value that tells it from others."""
    evidence = union[TOLD_BY][index] if TOLD_BY in union else {}
    values = [each for some in evidence.get("values", {}).values() for each in some]
    return pascal_case(str(values[0])) if len(values) == 1 else ""


def _combination(schema: Any) -> str:  # noqa: ANN401 - JSON
    """Return what distinguishes a combination of schemas from others; empty for another schema."""
    found = schema if isinstance(schema, dict) else {}
    parts = {each: found[each] for each in ("allOf", *sorted(_UNION)) if each in found}
    others = {} if parts.keys() <= _UNION else found
    return json.dumps({**others, **parts}, sort_keys=True) if parts else ""
