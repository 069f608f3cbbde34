"""Rewrites a document into the part of OpenAPI that the generator supports.

Operations that a client cannot send are left out, schemas and errors get names, and the fields that
it reads are required. Locations lead to the original document.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

import attrs

from rollcall.codegen._media import FORM, RAW, Media, form_fields, media_of
from rollcall.codegen._names import reserved_classes, status_class
from rollcall.codegen._notes import chosen_media_types, left_out, merged
from rollcall.codegen._requirements import name_copies, require_fields
from rollcall.codegen._resource_names import resource_of
from rollcall.codegen._schema_names import Rewriting
from rollcall.codegen._security import alternatives, security_of
from rollcall.codegen._support import (
    is_argument,
    is_list,
    refusals,
    request_media,
    successes,
)
from rollcall.codegen._unions import WHOLE
from rollcall.codegen._views import split_views, tell
from rollcall.spec import (
    METHODS,
    ListOperation,
    Location,
    Operation,
    Pointer,
    Source,
    Spec,
    build_spec,
    success_status,
    walk,
)

__all__ = ["Prepared", "prepare"]

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
        remarks: What is generated in another form than the document has, and where.
    """

    spec: Spec
    notes: tuple[str, ...]
    remarks: tuple[str, ...]


def prepare(spec: Spec) -> Prepared:
    """Rewrite a document.

    Raises:
        SpecError: No operation of the document is supported.
    """
    notes = [*left_out(spec)]
    kept = [each for each in spec.operations if is_list(each) or not [*refusals(spec, each)]]
    lists = [each for each in spec.lists if is_list(each)]
    if not kept:
        reasons = "\n".join(notes) or "it has none"
        spec.fail(("paths",), f"no operation of the document can be generated: {reasons}")
    rewriting = _Operations(spec, deepcopy(spec.raw), dict(spec.origins))
    rewriting.keep(kept)
    rewriting.reserve(kept)
    for new, old in split_views(rewriting.raw).items():
        rewriting.move(new, old)
    tell(rewriting.raw)
    rewriting.drop_unused()
    rewriting.keep_whole(lists)
    rewriting.keep_schemes(kept)
    rewriting.name_schemas()
    copies = require_fields(rewriting, lists)
    rewriting.drop_unused()
    remarks = [*chosen_media_types(spec, kept), *name_copies(rewriting, copies)]
    rewriting.raw["servers"] = [{"url": spec.server}]
    source = Source(
        *(spec.path, rewriting.raw, spec.text),
        is_strict=spec.is_strict,
        origins=rewriting.origins,
        overlays=spec.overlays,
    )
    prepared = build_spec(source)
    remarks += merged(prepared)
    return Prepared(prepared, tuple(notes), tuple(dict.fromkeys(remarks)))


@attrs.define
class _Operations(Rewriting):
    """Keeps operations of a document, with what the generator supports of each."""

    def keep(self, operations: list[Operation]) -> None:
        """Keep only some operations, with what the generator supports of each."""
        paths = self.raw["paths"]
        kept = {each.at for each in operations}
        for place in self.spec.operation_locations():
            if place not in kept:
                del paths[place[1]][place[2]]
        for path in [each for each in paths if not {*METHODS} & paths[each].keys()]:
            del paths[path]
        named = {
            status: response
            for each in operations
            for status, response in self._node(each)["responses"].items()
            if "$ref" in response
        }
        lists = [each for each in self.spec.lists if is_list(each)]
        for each in operations:
            node = self._node(each)
            node["tags"] = [each.tag if is_list(each) else resource_of(each, lists)]
            node["security"] = security_of(self.spec, each)
            self._keep_parameters(each)
            self._keep_responses(each, named)
            self._keep_body(each)
        for item in paths.values():
            item.pop("parameters", None)

    def _node(self, operation: Operation) -> dict[str, Any]:
        node: dict[str, Any] = Pointer.at(operation.at).read(self.raw)
        return node

    def reserve(self, operations: list[Operation]) -> None:
        """Reserve the names of the classes of resources and of statuses."""
        self.reserved = reserved_classes(self._node(each)["tags"][0] for each in operations)
        for each in operations:
            for status, response in self._node(each)["responses"].items():
                if status[0] != "2":
                    place = Pointer(response["$ref"][1:]).location
                    self.reserved |= {status_class(status, [place]), status_class(status, [])}

    def drop_unused(self) -> None:
        """Drop the schemas, responses and parameters that no operation uses."""
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
        components.pop("requestBodies", None)
        for response in components.get("responses", {}).values():
            response.setdefault("description", "")

    def keep_schemes(self, operations: Iterable[Operation]) -> None:
        """Keep the security scheme of the client, and those that are admitted in its place."""
        kept = alternatives(self.spec, operations)
        schemes = self.raw["components"].get("securitySchemes", {})
        for each in [*schemes]:
            if each not in kept:
                del schemes[each]

    def _keep_parameters(self, operation: Operation) -> None:
        """Keep the supported parameters, also those of the path, in the operation itself."""
        carried = operation.paging.carried if isinstance(operation, ListOperation) else ()
        kept: list[Any] = []
        seen = {self._key(place) for place in self._own_parameters(operation.at)}
        for owner in (operation.at[:-1], operation.at):
            for place in self._own_parameters(owner):
                name, location = self._key(place)
                parameter = next(
                    each
                    for each in operation.parameters
                    if (each.name, each.location) == (name, location)
                )
                is_replaced = owner != operation.at and (name, location) in seen
                is_kept = is_argument(self.spec, operation, parameter) or (
                    location == "query" and name in carried
                )
                if is_kept and not is_replaced:
                    self.move((*operation.at, "parameters", len(kept)), place)
                    kept.append(deepcopy(Pointer.at(place).read(self.raw)))
                    self._spell(kept[-1])
        self._node(operation)["parameters"] = kept

    def _spell(self, node: dict[str, Any]) -> None:
        """Remove the keywords about spelling from a parameter that takes one plain value."""
        found = Pointer(node["$ref"][1:]).read(self.raw) if "$ref" in node else node
        is_array = "items" in (found.get("schema") or {})
        if found.get("style", "form") in _PLAIN_STYLES and not is_array:
            for keyword in _ABOUT_SPELLING & found.keys():
                del found[keyword]

    def _own_parameters(self, owner: Location) -> list[Location]:
        place = (*owner, "parameters")
        return [(*place, index) for index in range(len(self.spec.get(place) or ()))]

    def _key(self, place: Location) -> tuple[str, str]:
        node = self.spec.get(self.spec.resolve(place))
        return node["name"], node["in"]

    def _keep_responses(self, operation: Operation, named: Mapping[str, Any]) -> None:
        """Keep the responses of success, and the errors, each with a name.

        Args:
            operation: The operation; the page of a list stands under 200.
            named: The responses with a name, by their statuses.
        """
        node = self._node(operation)
        kept = successes(self.spec, operation)
        if is_list(operation):
            kept = {str(success_status(self.spec, operation.at)): "200"}
        responses: dict[str, Any] = {}
        for status, response in node["responses"].items():
            place = (*operation.at, "responses", status)
            if status in kept:
                written = self.spec.resolve(place)
                media = media_of(self.spec, written, is_request=False)
                if is_list(operation) and media is not None and media.kind != "json":
                    self.spec.fail(written, f"its page is {media.key}, and not JSON")
                responses[kept[status]] = self._page(response, media)
                self.move((*operation.at, "responses", kept[status]), written)
            elif status[0] in "45" or status == "default":
                is_named = "$ref" in response
                shared = response if is_named else named.get(status)
                responses[status] = shared or self._error(status, response, place)
        node["responses"] = responses

    def _keep_body(self, operation: Operation) -> None:
        """Keep the body of a request in the operation itself, in one media type.

        A form becomes parameters, because its fields are arguments.
        """
        node, place = self._node(operation), (*operation.at, "requestBody")
        media = request_media(self.spec, operation)
        written = self.spec.resolve(place) if media is not None else place
        body = node.pop("requestBody", None)
        if media is None:
            return
        if media.kind == "json":
            node["requestBody"] = self._page(body, media)
            self.move(place, written)
            for each in node["requestBody"]["content"].values():
                each.setdefault("schema", {})
        elif media.kind == "form":
            node[FORM] = media.sent
            for field in form_fields(self.spec, written, media):
                if field.kind is not None:
                    new = (*operation.at, "parameters", len(node["parameters"]))
                    self.move(new, written)
                    node["parameters"].append(field.parameter)
        else:
            found = self.spec.get(written)
            kept = {key: found[key] for key in ("required", "description") if key in found}
            node[RAW] = {**kept, **media.raw}

    def _page(self, response: dict[str, Any], media: Media | None) -> dict[str, Any]:
        """Return a copy of a request or a response with one body at most."""
        reference = response.get("$ref")
        found = deepcopy(Pointer(reference[1:]).read(self.raw) if reference else response)
        found.setdefault("description", "")
        content = found.pop("content", {})
        if media is not None and media.kind == "json":
            found["content"] = {media.key: content[media.key]}
        elif media is not None:
            found[RAW] = media.raw
        return dict(found)

    def _error(self, status: str, response: dict[str, Any], place: Location) -> dict[str, Any]:
        """Return a reference to a named response; those of one status share the first name."""
        name = f"Status{status.title()}"
        shared = self.raw.setdefault("components", {}).setdefault("responses", {})
        if name not in shared:
            shared[name] = response
            self.move(("components", "responses", name), place)
        return {"$ref": f"#/components/responses/{name}"}

    def keep_whole(self, lists: list[ListOperation]) -> None:
        """Mark the unions that annotations lead through: each becomes one object."""
        for each in lists:
            place = (*each.at, "responses", "200", "content")
            for media in (Pointer.at(place).read(self.raw) or {}).values():
                page = media.get("schema")
                item = self._marked(page, each.items)
                self._marked(item.get("items") if item is not None else None, each.identity)
                self._marked(page, each.paging.information)

    def _marked(self, schema: Any, pointer: Pointer) -> dict[str, Any] | None:  # noqa: ANN401
        """Mark the unions on the way of a pointer, and return the schema that it leads to."""
        node = self._resolved(schema)
        for name in (*pointer.location, ""):
            if node is not None and {"anyOf", "oneOf"} & node.keys():
                node[WHOLE] = True
            if name and node is not None:
                node = self._resolved((node.get("properties") or {}).get(name))
        return node

    def _resolved(self, schema: Any) -> dict[str, Any] | None:  # noqa: ANN401 - JSON
        while isinstance(schema, dict) and "$ref" in schema:
            schema = Pointer(schema["$ref"][1:]).read(self.raw)
        return schema if isinstance(schema, dict) else None
