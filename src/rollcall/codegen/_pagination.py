"""Pagination: from the annotation of a list to what a client knows of its pages."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rollcall.codegen._parsed import (
    IntProperty,
    ModelProperty,
    NoneProperty,
    PropertyProtocol,
    StringProperty,
    UnionProperty,
    UuidProperty,
)
from rollcall.codegen._spec import Location, Spec

__all__ = [
    "Fields",
    "expression",
    "identity_of",
    "meta_of",
    "of_links",
    "paging_of",
    "size_of_links",
]

_LINKS = ("next", "prev", "first", "self")


@attrs.frozen
class Fields:
    """Finds the parsed fields that the annotation of a list points at.

    Attributes:
        spec: The document.
        annotation: Where the annotation stands, for messages.
        models: The parsed models by name. What refers to a model may have been parsed before it,
            and then knows none of its fields.
    """

    spec: Spec
    annotation: Location
    models: Mapping[str, ModelProperty]

    def required(self, root: ModelProperty, pointer: str) -> PropertyProtocol:
        """Find a field that is there whatever happens."""
        reached: PropertyProtocol = root
        for token in pointer.split("/")[1:]:
            properties: Sequence[PropertyProtocol] = self._whole(reached).required_properties or []
            fields = {_name(prop): prop for prop in properties}
            if token not in fields:
                self.spec.fail(self.annotation, f"{pointer} leads to no required field")
            reached = fields[token]
        return reached

    def possible(self, root: ModelProperty, pointer: str) -> PropertyProtocol:
        """Find a field that may be absent itself, but not what it stands in."""
        parent, _, token = pointer.rpartition("/")
        holder = self._whole(self.required(root, parent))
        properties = (*(holder.required_properties or ()), *(holder.optional_properties or ()))
        for prop in properties:
            if _name(prop) == token:
                found: PropertyProtocol = prop
                return found
        return self.spec.fail(self.annotation, f"{pointer} leads to no field")

    def _whole(self, prop: PropertyProtocol) -> ModelProperty:
        if not isinstance(prop, ModelProperty):
            self.spec.fail(self.annotation, "a pointer leads through what is no object")
        whole: ModelProperty = self.models.get(str(prop.class_info.name), prop)
        return whole


def _name(prop: PropertyProtocol) -> str:
    return str(prop.name.get_untrusted_value())


def expression(name: str, pointer: str) -> str:
    """Write how to read what a pointer leads to."""
    return name + pointer.replace("/", ".")


def identity_of(fields: Fields, item: ModelProperty, pointer: str) -> str:
    """Name the attribute that tells an item from every other, and can be compared exactly."""
    prop = fields.required(item, pointer)
    if not isinstance(prop, StringProperty | UuidProperty | IntProperty):
        problem = f"expected to find a string, a UUID or an integer at {pointer}"
        fields.spec.fail(fields.annotation, problem)
    name = expression("", pointer).lstrip(".")
    # The hashes of UUIDs collide more easily than their numbers, and take longer.
    return f"{name}.int" if isinstance(prop, UuidProperty) else name


def paging_of(
    fields: Fields, operation: Location, body: ModelProperty
) -> tuple[str, dict[str, str]]:
    """Name the class that says how pages follow each other, and write what it is given."""
    pagination = fields.spec.get((*fields.annotation, "pagination"))
    if pagination["style"] == "page":
        return "PageNumbers", _page_numbers(fields, operation, body, pagination)
    return "Links", _links(fields, operation, body, pagination)


def of_links(annotation: Mapping[str, Any]) -> set[str]:
    """Name the parameters that stand in links only, and are no arguments."""
    pagination = annotation["pagination"]
    if pagination["style"] != "link":
        return set()
    keys = ("pageIndex", "continuationToken")
    return {str(pagination[key]["parameter"]) for key in keys if key in pagination}


def size_of_links(annotation: Mapping[str, Any]) -> str | None:
    """Name the parameter that says how many items a linked page holds, if there is one."""
    pagination = annotation["pagination"]
    if pagination["style"] != "link" or "pageSize" not in pagination:
        return None
    return str(pagination["pageSize"]["parameter"])


def meta_of(fields: Fields, body: ModelProperty) -> tuple[str, ModelProperty]:
    """Find the object that holds the page information: one in the body, or else the body."""
    pagination = fields.spec.get((*fields.annotation, "pagination"))
    pointers = [
        pagination.get("pageIndex", {}).get("echo"),
        pagination.get("totalItems"),
        pagination.get("totalPages"),
        pagination.get("next"),
    ]
    pointer = next(filter(None, pointers), "")
    if pointer.count("/") > 1:
        name = pointer.split("/")[1]
        prop = fields.required(body, f"/{name}")
        if isinstance(prop, ModelProperty):
            return f"body.{name}", prop
    return "body", body


def _page_numbers(
    fields: Fields, operation: Location, body: ModelProperty, pagination: Mapping[str, Any]
) -> dict[str, str]:
    index, size = pagination["pageIndex"], pagination["pageSize"]
    index_schema = _parameter_schema(fields, operation, str(index["parameter"]))
    size_schema = _parameter_schema(fields, operation, str(size["parameter"]))
    default = index_schema.get("default", index_schema.get("minimum", 1))
    paging = {
        "index": repr(str(index["parameter"])),
        "first": str(index_schema.get("minimum", default)),
        "default_index": str(default),
        "size": repr(str(size["parameter"])),
    }
    if "default" in size_schema:
        paging["default_size"] = str(size_schema["default"])
    pointers = {
        "echo": index.get("echo"),
        "size_echo": size.get("echo"),
        "total_pages": pagination.get("totalPages"),
        "total_items": pagination.get("totalItems"),
    }
    for name, pointer in pointers.items():
        if pointer is not None:
            paging[name] = _integer(fields, body, pointer)
    return paging


def _links(
    fields: Fields, operation: Location, body: ModelProperty, pagination: Mapping[str, Any]
) -> dict[str, str]:
    for pointer in (pagination[kind] for kind in _LINKS if kind in pagination):
        link = fields.possible(body, pointer)
        kinds = link.inner_properties if isinstance(link, UnionProperty) else [link]
        if not all(isinstance(kind, StringProperty | NoneProperty) for kind in kinds):
            fields.spec.fail(fields.annotation, f"expected to find a string at {pointer}")
    for key in ("pageSize", "pageIndex"):
        if "echo" in pagination.get(key, {}):
            _integer(fields, body, pagination[key]["echo"])
    paging = {"next": f"lambda body: {expression('body', pagination['next'])}"}
    size = size_of_links(fields.spec.get(fields.annotation))
    if size is not None:
        _parameter_schema(fields, operation, size)
        paging["size"] = repr(size)
    if "totalItems" in pagination:
        paging["total_items"] = _integer(fields, body, pagination["totalItems"])
    return paging


def _integer(fields: Fields, body: ModelProperty, pointer: str) -> str:
    if not isinstance(fields.required(body, pointer), IntProperty):
        fields.spec.fail(fields.annotation, f"expected to find an integer at {pointer}")
    return f"lambda body: {expression('body', pointer)}"


def _parameter_schema(fields: Fields, operation: Location, name: str) -> Mapping[str, Any]:
    spec = fields.spec
    for place in spec.parameters(operation):
        parameter = spec.get(place)
        if parameter["name"] == name and parameter["in"] == "query":
            schema: Mapping[str, Any] = spec.get(spec.resolve((*place, "schema")))
            return schema
    return spec.fail(fields.annotation, f"the operation has no parameter {name}")
