"""Rewrites a document into the part of OpenAPI that the generator supports.

Only lists are kept. Objects that are described inside other schemas get names, schemas the names of
their classes, and errors names of their own. Locations lead to the original document.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import count
from typing import Any

import attrs
from openapi_python_client.strings import pascal_case

from rollcall.spec import (
    METHODS,
    ListOperation,
    Location,
    Origin,
    Pointer,
    Source,
    Spec,
    build_spec,
    client_scheme,
    json_media_type,
    success_status,
    walk,
)

__all__ = ["Prepared", "prepare"]

_SCHEMAS = "#/components/schemas/"
_METHODS = {*METHODS} - {"get"}
_COMPONENT = ("components", "schemas", "Name")
_ABOUT_SPELLING = {"style", "explode", "allowReserved", "allowEmptyValue"}
"""Keywords that change nothing for one plain value, or only what else a server accepts."""
_PLAIN_STYLES = {"form", "simple"}
"""The styles that write a plain value as it is."""


@attrs.frozen
class Prepared:
    """A document for the generator.

    Attributes:
        spec: The rewritten document.
        notes: What was left out, and where.
    """

    spec: Spec
    notes: tuple[str, ...]


def prepare(spec: Spec) -> Prepared:
    """Rewrite a document.

    Raises:
        SpecError: The document has no list.
    """
    notes = [*_left_out(spec)]
    lists = [each for each in spec.lists if each.method == "GET"]
    if not lists:
        spec.fail(("paths",), "no operation of the document is a list: add x-list")
    rewriting = _Rewriting(spec, deepcopy(spec.raw), dict(spec.origins))
    rewriting.keep(lists)
    rewriting.name_targets()
    rewriting.rename_schemas()
    rewriting.lift_objects()
    rewriting.require_fields(lists)
    rewriting.raw["servers"] = [{"url": spec.server}]
    source = Source(
        spec.path, rewriting.raw, spec.text, is_strict=spec.is_strict, origins=rewriting.origins
    )
    return Prepared(build_spec(source), tuple(notes))


def _left_out(spec: Spec) -> Iterator[str]:
    for each in spec.operations:
        if not isinstance(each, ListOperation) or each.method != "GET":
            yield str(spec.error(each.at, f"{each.id} is not generated: it is not a list of GET"))
            continue
        for parameter in each.parameters:
            if parameter not in each.arguments and parameter.name not in each.paging.carried:
                problem = f"{each.id} takes no {parameter.name}: its kind is not supported"
                if parameter.required:
                    spec.fail(parameter.at, f"{problem}, but it is required")
                yield str(spec.error(parameter.at, problem))


@attrs.define
class _Rewriting:
    spec: Spec
    raw: dict[str, Any]
    origins: dict[Location, Origin]

    def keep(self, lists: list[ListOperation]) -> None:
        """Keep only some operations, with what the generator supports of each."""
        paths = self.raw["paths"]
        kept = {each.path for each in lists}
        for path in [each for each in paths if each not in kept]:
            del paths[path]
        named = {
            status: response
            for each in lists
            for status, response in (paths[each.path]["get"].get("responses") or {}).items()
            if "$ref" in response
        }
        for each in lists:
            item = paths[each.path]
            for method in _METHODS & item.keys():
                del item[method]
            item["get"]["tags"] = [each.tag]
            item["get"]["security"] = self._security(each)
            self._keep_parameters(each)
            self._keep_responses(each, named)

    def _security(self, operation: ListOperation) -> list[dict[str, Any]]:
        """Return the scheme of the client; none if it is optional and cannot be sent."""
        for name in operation.security:
            if name not in self.spec.security_schemes:
                self.spec.fail(operation.at, f"there is no security scheme {name}")
        scheme = client_scheme(self.spec)
        is_sent = scheme is not None and (scheme.is_in_header or operation.needs_credential)
        return [{scheme.name: []}] if scheme is not None and is_sent else []

    def _keep_parameters(self, operation: ListOperation) -> None:
        names = {each.name for each in operation.arguments} | {*operation.paging.carried}
        for owner in (operation.at[:-1], operation.at):
            place = (*owner, "parameters")
            nodes: list[Any] = Pointer.at(place).read(self.raw) or []
            kept: list[Any] = []
            for index, node in enumerate(nodes):
                parameter = self.spec.get(self.spec.resolve((*place, index)))
                if parameter["name"] in names and parameter["in"] in {"path", "query"}:
                    self._move((*place, len(kept)), (*place, index))
                    kept.append(node)
                found = Pointer.at(self.spec.resolve((*place, index))).read(self.raw)
                if found.get("style", "form") in _PLAIN_STYLES:
                    for keyword in _ABOUT_SPELLING & found.keys():
                        del found[keyword]
            nodes[:] = kept

    def _keep_responses(self, operation: ListOperation, named: Mapping[str, Any]) -> None:
        """Keep the page under 200, and the errors, each with a name.

        Args:
            operation: The operation.
            named: The responses with a name, by their statuses.
        """
        node = self.raw["paths"][operation.path]["get"]
        success = success_status(self.spec, operation.at)
        responses: dict[str, Any] = {}
        for status, response in (node.get("responses") or {}).items():
            place = (*operation.at, "responses", status)
            if status == success:
                responses["200"] = self._page(response)
                self._move((*operation.at, "responses", "200"), place)
            elif status[0] in "45":
                is_named = "$ref" in response
                shared = response if is_named else named.get(status)
                responses[status] = shared or self._error(status, response, place)
        node["responses"] = responses

    def _page(self, response: dict[str, Any]) -> dict[str, Any]:
        reference = response.get("$ref")
        found = Pointer(reference[1:]).read(self.raw) if reference else response
        media_type = json_media_type(found.get("content") or ())
        if media_type in {None, "application/json"}:
            return response
        return {**found, "content": {media_type: found["content"][media_type]}}

    def _error(self, status: str, response: dict[str, Any], place: Location) -> dict[str, Any]:
        """Return a reference to a named response; those of one status share the first name."""
        name = f"Status{status}"
        shared = self.raw.setdefault("components", {}).setdefault("responses", {})
        if name not in shared:
            shared[name] = response
            self._move(("components", "responses", name), place)
        return {"$ref": f"#/components/responses/{name}"}

    def name_targets(self) -> None:
        """Name each schema that is referred to inside another part."""
        schemas: dict[str, Any] = self.raw.setdefault("components", {}).setdefault("schemas", {})
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
                    name = next(each for each in _numbered(stem) if each not in schemas)
                    names[reference] = name
                    schemas[name] = deepcopy(Pointer(reference[1:]).read(self.raw))
                    self._move(("components", "schemas", name), target)
                    waiting.append(schemas[name])
                if reference in names:
                    node["$ref"] = _SCHEMAS + names[reference]

    def rename_schemas(self) -> None:
        """Rename each schema to its class, and remove its title, which would be another name."""
        schemas: dict[str, Any] = self.raw.get("components", {}).get("schemas") or {}
        names: dict[str, str] = {}
        for name in schemas:
            other = pascal_case(name)
            is_free = other not in schemas and other not in names.values()
            names[name] = other if other and is_free else name
        for old, new in names.items():
            schema = schemas.pop(old)
            schemas[new] = schema
            self._move(("components", "schemas", new), ("components", "schemas", old))
        for _, node in walk(self.raw):
            if isinstance(node, dict):
                reference = node.get("$ref")
                if isinstance(reference, str) and reference.startswith(_SCHEMAS):
                    node["$ref"] = _SCHEMAS + names[reference.removeprefix(_SCHEMAS)]
                if isinstance(node.get("title"), str) and {"type", "properties"} & node.keys():
                    del node["title"]

    def lift_objects(self) -> None:
        """Name each object that is described inside another schema or a page."""
        schemas: dict[str, Any] = self.raw.setdefault("components", {}).setdefault("schemas", {})
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
            self._lift_bodies(("components", "responses", name), f"{pascal_case(name)}Body")

    def require_fields(self, lists: list[ListOperation]) -> None:
        """Require the fields that annotations say are in every page and in every item."""
        for each in lists:
            place = (*each.at, "responses", "200", "content")
            for media in (Pointer.at(place).read(self.raw) or {}).values():
                paging = each.paging
                counts = (paging.size_echo, paging.index_echo)
                for pointer in (*counts, paging.total_items, paging.total_pages):
                    self._require(media.get("schema"), pointer)
                items = self._require(media.get("schema"), each.items)
                item = items.get("items") if items is not None else None
                identity = self._require(item, each.identity)
                if identity is not None and isinstance(identity.get("type"), list):
                    types = [name for name in identity["type"] if name != "null"]
                    identity["type"] = types[0] if len(types) == 1 else types
                self._require(item, each.parent.field if each.parent is not None else None)

    def _require(self, schema: Any, pointer: Pointer | None) -> dict[str, Any] | None:  # noqa: ANN401
        """Require the fields of a pointer, and return the schema that it leads to."""
        node = self._resolved(schema)
        for name in pointer.location if pointer is not None else ():
            if node is None or name not in (node.get("properties") or {}):
                return None
            node["required"] = [*dict.fromkeys([*node.get("required", ()), name])]
            node = self._resolved(node["properties"][name])
        return node

    def _resolved(self, schema: Any) -> dict[str, Any] | None:  # noqa: ANN401 - JSON
        while isinstance(schema, dict) and "$ref" in schema:
            schema = Pointer(schema["$ref"][1:]).read(self.raw)
        return schema if isinstance(schema, dict) else None

    def _lift_bodies(self, response: Location, name: str) -> None:
        """Name the bodies of a response, and replace the ranges among its media types."""
        found = Pointer.at(response).read(self.raw) or {}
        content = found.get("content") or {}
        for media_type in [*content]:
            essence = media_type.partition(";")[0].strip()
            media = content.pop(media_type)
            content["application/json" if "*" in essence else essence] = media
            if "schema" in media:
                below = (*response, "content", media_type, "schema")
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
        if not isinstance(schema, dict):
            return schema
        types = schema.get("type", "object")
        if not schema.get("properties") or "object" not in types:
            self._lift_within(schema, name, place)
            return schema
        schemas = self.raw["components"]["schemas"]
        free = next(each for each in _numbered(name) if each not in schemas)
        schemas[free] = {**schema, "type": "object"}
        self._move(("components", "schemas", free), place)
        self._lift_within(schemas[free], free, place)
        reference = {"$ref": _SCHEMAS + free}
        is_nullable = isinstance(types, list) and "null" in types
        return {"anyOf": [reference, {"type": "null"}]} if is_nullable else reference

    def _move(self, new: Location, old: Location) -> None:
        """Record where a part of the rewritten document stands in the original one."""
        if new != old:
            self.origins[new] = self.spec.origin(old)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}{number}" for number in count(2))
