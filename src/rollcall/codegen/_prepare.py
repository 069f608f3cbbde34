"""Rewrites a document into the part of OpenAPI that the generator supports.

Only lists are kept, schemas and errors get names, and fields of annotations are required. Locations
lead to the original document.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import attrs

from rollcall.codegen._names import reserved_classes, status_class
from rollcall.codegen._schema_names import Rewriting
from rollcall.spec import (
    METHODS,
    ListOperation,
    Location,
    Pointer,
    Select,
    Source,
    Spec,
    build_spec,
    client_scheme,
    json_media_type,
    success_status,
    walk,
)

__all__ = ["Prepared", "prepare"]

_METHODS = {*METHODS} - {"get"}
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
    rewriting = _Lists(spec, deepcopy(spec.raw), dict(spec.origins))
    rewriting.keep(lists)
    rewriting.reserve(lists)
    rewriting.drop_unused()
    rewriting.name_schemas()
    rewriting.require_fields(lists)
    rewriting.raw["servers"] = [{"url": spec.server}]
    source = Source(
        *(spec.path, rewriting.raw, spec.text),
        is_strict=spec.is_strict,
        origins=rewriting.origins,
        overlays=spec.overlays,
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
                if parameter.location == "header":
                    problem = f"{problem}; pass it in headers"
                elif parameter.required:
                    spec.fail(parameter.at, f"{problem}, but it is required")
                yield str(spec.error(parameter.at, problem))


@attrs.define
class _Lists(Rewriting):
    """Keeps the lists of a document, with what the generator supports of each."""

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

    def reserve(self, lists: list[ListOperation]) -> None:
        """Reserve the names of the classes of resources and of statuses."""
        self.reserved = reserved_classes(self.spec)
        for each in lists:
            for status, response in self.raw["paths"][each.path]["get"]["responses"].items():
                place = Pointer(response.get("$ref", "#/200")[1:]).location
                self.reserved |= {status_class(status, [place]), status_class(status, [])}

    def drop_unused(self) -> None:
        """Drop the schemas, responses and parameters that no list uses."""
        components = self.raw.setdefault("components", {})
        used: set[Location] = set()
        waiting: list[object] = [self.raw["paths"]]
        while waiting:
            for _, node in walk(waiting.pop()):
                reference = node.get("$ref") if isinstance(node, dict) else None
                if not isinstance(reference, str):
                    continue
                target = Pointer(reference[1:]).location
                if target[:1] == ("components",) and target[:3] not in used:
                    used.add(target[:3])
                    waiting.append(Pointer.at(target[:3]).read(self.raw))
        for kind in ("parameters", "responses", "schemas"):
            for name in [*components.get(kind, ())]:
                if ("components", kind, name) not in used:
                    del components[kind][name]
        for response in components.get("responses", {}).values():
            response.setdefault("description", "")

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
                    self.move((*place, len(kept)), (*place, index))
                    kept.append(node)
                found = Pointer.at(self.spec.resolve((*place, index))).read(self.raw)
                is_array = "items" in (found.get("schema") or {})
                if found.get("style", "form") in _PLAIN_STYLES and not is_array:
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
                self.move((*operation.at, "responses", "200"), self.spec.resolve(place))
            elif status[0] in "45" or status == "default":
                is_named = "$ref" in response
                shared = response if is_named else named.get(status)
                responses[status] = shared or self._error(status, response, place)
        node["responses"] = responses

    def _page(self, response: dict[str, Any]) -> dict[str, Any]:
        """Return a copy of a response with one body, which is JSON."""
        reference = response.get("$ref")
        found = deepcopy(Pointer(reference[1:]).read(self.raw) if reference else response)
        found.setdefault("description", "")
        media_type = json_media_type(found.get("content") or ())
        if media_type is not None:
            found["content"] = {media_type: found["content"][media_type]}
        return dict(found)

    def _error(self, status: str, response: dict[str, Any], place: Location) -> dict[str, Any]:
        """Return a reference to a named response; those of one status share the first name."""
        name = f"Status{status.title()}"
        shared = self.raw.setdefault("components", {}).setdefault("responses", {})
        if name not in shared:
            shared[name] = response
            self.move(("components", "responses", name), place)
        return {"$ref": f"#/components/responses/{name}"}

    def require_fields(self, lists: list[ListOperation]) -> None:
        """Require the fields that annotations say are in every page and in every item."""
        for each in lists:
            place = (*each.at, "responses", "200", "content")
            for media in (Pointer.at(place).read(self.raw) or {}).values():
                paging = each.paging
                echoes = (paging.size_echo, paging.index_echo)
                # A page has a total on request only.
                total = paging.total_items if paging.requested is None else None
                for found in (*echoes, total, paging.total_pages):
                    pointer = found.pointer if found is not None else None
                    self._require(media.get("schema"), pointer)
                items = self._require(media.get("schema"), each.items)
                item = items.get("items") if items is not None else None
                identity = self._require(item, each.identity)
                if identity is not None and isinstance(identity.get("type"), list):
                    types = [name for name in identity["type"] if name != "null"]
                    identity["type"] = types[0] if len(types) == 1 else types
                self._require(item, each.parent.field if each.parent is not None else None)
                self._require(item, paging.token_field)
                for select in each.selects.values():
                    self._release(item, select)

    def _require(self, schema: Any, pointer: Pointer | None) -> dict[str, Any] | None:  # noqa: ANN401
        """Require the fields of a pointer, and return the schema that it leads to."""
        node = self._resolved(schema)
        for name in pointer.location if pointer is not None else ():
            if node is None or name not in (node.get("properties") or {}):
                return None
            node["required"] = [*dict.fromkeys([*node.get("required", ()), name])]
            node = self._resolved(node["properties"][name])
        return node

    def _release(self, item: Any, select: Select) -> None:  # noqa: ANN401 - JSON
        """Require no field that an item lacks by default."""
        for name, pointer in select.fields.items() if select.default else ():
            *above, last = pointer.location
            node = self._resolved(item)
            for each in above:
                node = self._resolved((node or {}).get("properties", {}).get(each))
            if name not in select.default and pointer in select.removable and node is not None:
                node["required"] = [each for each in node.get("required", ()) if each != last]

    def _resolved(self, schema: Any) -> dict[str, Any] | None:  # noqa: ANN401 - JSON
        while isinstance(schema, dict) and "$ref" in schema:
            schema = Pointer(schema["$ref"][1:]).read(self.raw)
        return schema if isinstance(schema, dict) else None
