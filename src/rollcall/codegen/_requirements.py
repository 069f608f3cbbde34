"""Requires the fields that a client reads, in the pages and items of the lists it reads them of.

A schema that is used elsewhere too, such as in another list, within another object or in the body
of a request, stays as it is there: the list gets a copy.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from rollcall.codegen._schema_names import Rewriting
from rollcall.spec import ListOperation, Pointer, numbered, walk

__all__ = ["name_copies", "require_fields"]

_SCHEMAS = "#/components/schemas/"
_ITEM = 0
"""The step to the items of an array; all other steps are names of fields."""

Schema = dict[str, Any]


@attrs.define
class _Needs:
    """What a list needs of a schema.

    Attributes:
        required: The fields that must be there.
        optional: The fields that may be left out, although the schema requires them.
        is_set: Whether a value must not be null.
        below: What it needs of the schemas below.
    """

    required: dict[str, None] = attrs.field(factory=dict)
    optional: dict[str, None] = attrs.field(factory=dict)
    is_set: bool = False
    below: dict[str | int, "_Needs"] = attrs.field(factory=dict)

    def at(self, *steps: str | int) -> "_Needs":
        """Return what the list needs below."""
        found = self
        for step in steps:
            found = found.below.setdefault(step, _Needs())
        return found

    def require(self, pointer: Pointer | None) -> "_Needs":
        """Require each field on the way of a pointer."""
        found = self
        for step in pointer.location if pointer is not None else ():
            found.required[str(step)] = None
            found = found.at(str(step))
        return found


def require_fields(rewriting: Rewriting, lists: Iterable[ListOperation]) -> Mapping[str, str]:
    """Write what lists need into copies of the schemas that do not have it.

    Args:
        rewriting: The document, with a name for each object, and the page of each list under 200.
        lists: The lists.

    Returns:
        The name of the schema of each copy, by the name of the copy.
    """
    copies = _Copies(rewriting)
    for each in lists:
        content = Pointer.at((*each.at, "responses", "200", "content")).read(rewriting.raw) or {}
        for media in content.values():
            if "schema" in media:
                media["schema"] = copies.changed(media["schema"], _needs(each))
    return {copy: name for (name, _), copy in copies.names.items()}


def name_copies(rewriting: Rewriting, copies: Mapping[str, str]) -> list[str]:
    """Name each copy as its schema if nothing else uses that, and return what to say of the others.

    Args:
        rewriting: The document, without the schemas that nothing uses.
        copies: The names of schemas by those of their copies.
    """
    renamed, remarks = {}, []
    for copy, name in copies.items():
        if name in rewriting.schemas:
            problem = (
                f"{copy} is {name} with what a list requires; "
                "if all have these fields, require them here, and there is one class"
            )
            place = ("components", "schemas", copy)
            remarks.append(str(rewriting.origin(place).error(problem)))
        else:
            renamed[_SCHEMAS + copy] = _SCHEMAS + name
            rewriting.schemas[name] = rewriting.schemas.pop(copy)
    for _, node in walk(rewriting.raw):
        if isinstance(node, dict) and node.get("$ref") in renamed:
            node["$ref"] = renamed[node["$ref"]]
    return remarks


def _needs(operation: ListOperation) -> _Needs:
    """Return what a client reads of each page, and of each item."""
    page, paging = _Needs(), operation.paging
    # A page has a total on request only.
    total = paging.total_items if paging.requested is None else None
    for found in (paging.size_echo, paging.index_echo, total, paging.total_pages):
        page.require(found.pointer if found is not None else None)
    item = page.require(operation.items).at(_ITEM)
    item.require(operation.identity).is_set = True
    item.require(paging.token_field)
    for select in operation.selects.values():
        for name, pointer in select.fields.items() if select.default else ():
            if name not in select.default and pointer in select.removable:
                *above, last = map(str, pointer.location)
                item.at(*above).optional[last] = None
    return page


@attrs.define
class _Copies:
    """The schemas of a document, and the copies of those that lists need changed.

    Attributes:
        rewriting: The document.
        names: The names of the copies, each by the name of its schema and what is needed.
    """

    rewriting: Rewriting
    names: dict[tuple[str, str], str] = attrs.field(factory=dict, init=False)

    def changed(self, schema: Schema, needs: _Needs) -> Schema:
        """Return a schema that has what a list needs: the same one if it does already."""
        if "$ref" not in schema:
            return self._applied(schema, needs)
        schemas = self.rewriting.schemas
        name = schema["$ref"].removeprefix(_SCHEMAS)
        key = name, repr(needs)
        if key not in self.names:
            found = self._applied(schemas[name], needs)
            if found == schemas[name]:
                return schema
            taken = schemas.keys() | self.rewriting.reserved
            copy = next(each for each in numbered(f"Listed{name}", "") if each not in taken)
            self.names[key], schemas[copy] = copy, found
            place = ("components", "schemas", name)
            self.rewriting.origins[*place[:2], copy] = self.rewriting.origin(place)
        return {**schema, "$ref": _SCHEMAS + self.names[key]}

    def _applied(self, schema: Schema, needs: _Needs) -> Schema:
        found, properties = dict(schema), dict(schema.get("properties") or {})
        before = schema.get("required", [])
        wanted = dict.fromkeys([*before, *(each for each in needs.required if each in properties)])
        required = [each for each in wanted if each not in needs.optional]
        if required != before:
            found["required"] = required
        for step, inner in needs.below.items():
            if step in properties:
                found["properties"] = properties
                properties[step] = self.changed(properties[step], inner)
            elif step == _ITEM and "items" in schema:
                found["items"] = self.changed(schema["items"], inner)
        if needs.is_set and isinstance(schema.get("type"), list):
            types = [each for each in schema["type"] if each != "null"]
            found["type"] = types[0] if len(types) == 1 else types
        return found
