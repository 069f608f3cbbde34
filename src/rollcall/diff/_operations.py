"""The differences of two operations: their parameters, bodies, responses and credentials."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from rollcall.diff._change import Change, Link, change, class_links
from rollcall.diff._keywords import shown
from rollcall.diff._meaning import Names, list_changes, parameter_meaning
from rollcall.diff._schemas import Direction, Schemas
from rollcall.diff._security import requirement_changes
from rollcall.spec import (
    ListOperation,
    Operation,
    Parameter,
    Pointer,
    Spec,
    item_schema,
    reach,
    types_of,
)

__all__ = ["Operations", "path_parameters"]

Node = Mapping[str, Any]
Pair = tuple[Operation, Operation]

_SUCCESSES = ("1", "2", "3")
_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}


@attrs.frozen
class Operations:
    """Compares the operations of two versions of a document.

    Attributes:
        before: The earlier version.
        after: The later version.
        names: The operationIds, and the path parameters, that were renamed.
        requests: Compares what is sent.
        responses: Compares what is received.
    """

    before: Spec
    after: Spec
    names: Names
    requests: Schemas = attrs.field(init=False, repr=False)
    responses: Schemas = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for name, direction in (("requests", "request"), ("responses", "response")):
            schemas = Schemas(self.before, self.after, _direction(direction))
            object.__setattr__(self, name, schemas)

    def changes(self, old: Operation, new: Operation) -> Iterator[Change]:
        """Yield the changes from an operation to its later version."""
        place, link = new.label, ("operation", new.id)
        if path_parameters(old.path) != path_parameters(new.path):
            yield change(
                "path.renamed", place, f"path {old.path} → {new.path}", *_arguments(old, new)
            )
        if old.id != new.id:
            words = f"operationId {old.id} → {new.id}"
            yield change("operation.renamed", place, words, link, ("operation", old.id))
        node, node_now = self.before.get(old.at), self.after.get(new.at)
        if bool(node.get("deprecated")) is not bool(node_now.get("deprecated")):
            words = "deprecated" if node_now.get("deprecated") else "no longer deprecated"
            yield change("operation.deprecated", place, words, link)
        yield from requirement_changes((self.before, old), (self.after, new))
        yield from self._parameters(old, new)
        yield from self._body(old, new)
        yield from self._responses(old, new)
        if isinstance(old, ListOperation) and isinstance(new, ListOperation):
            yield from list_changes(old, new, (self.before, self.after), self.names)
        elif isinstance(old, ListOperation):
            yield change("promise.removed", place, "x-list removed", link)
        elif isinstance(new, ListOperation):
            yield change("promise.added", place, "x-list added", link)

    def _parameters(self, old: Operation, new: Operation) -> Iterator[Change]:
        before, after = _by_name(old), _by_name(new)
        renamed = self._renamed(before, after, new)
        for key, parameter in before.items():
            later = after.get(renamed.get(key, key))
            if later is None:
                place = f"{new.label} {parameter.name}"
                links = _argument(old, parameter), _argument(new, parameter)
                yield change("parameter.removed", place, "parameter removed", *links)
                continue
            place = f"{new.label} {later.name}"
            links = _argument(old, parameter), _argument(new, later)
            if key in renamed:
                words = f"parameter {parameter.name} renamed {later.name}"
                yield change("parameter.renamed", place, words, *links)
            yield from self._parameter(parameter, later, place, *links)
        for key, parameter in after.items():
            if key not in before and key not in renamed.values():
                kind = "added-required" if parameter.required else "added"
                words = f"{'required' if parameter.required else 'optional'} parameter added"
                place = f"{new.label} {parameter.name}"
                yield change(f"parameter.{kind}", place, words, _argument(new, parameter))

    def _renamed(
        self, before: Mapping[Any, Parameter], after: Mapping[Any, Parameter], operation: Operation
    ) -> dict[Any, Any]:
        """Return the new key of a parameter, if one is gone and another one like it is new."""
        gone, new = (
            [*one.keys() - other.keys()] for one, other in ((before, after), (after, before))
        )
        pairs = [
            (one, other)
            for one in gone
            for other in new
            if one[0] == other[0]
            and _alike(before[one], after[other])
            and self._same_field(before[one], after[other], operation)
        ]
        # Without an annotation, a parameter is like many others.
        return dict(pairs) if len(pairs) == 1 else {}

    def _same_field(self, one: Parameter, other: Parameter, operation: Operation) -> bool:
        """Return whether two filters read the same field, which may be renamed as well."""
        if one.filter is None or other.filter is None or one.filter.field == other.filter.field:
            return True
        if not isinstance(operation, ListOperation):
            return False
        items = item_schema(self.after, operation)
        return not reach(self.after.raw, items, one.filter.field).forms

    def _parameter(
        self, old: Parameter, new: Parameter, place: str, *links: tuple[str, ...]
    ) -> Iterator[Change]:
        node, node_now = self.before.get(old.at), self.after.get(new.at)
        if old.required is not new.required:
            kind = "required" if new.required else "optional"
            yield change(f"parameter.{kind}", place, f"parameter is {kind} now", *links)
        if bool(node.get("deprecated")) is not bool(node_now.get("deprecated")):
            words = "deprecated" if node_now.get("deprecated") else "no longer deprecated"
            yield change("parameter.deprecated", place, words, *links)
        style, style_now = _style(node), _style(node_now)
        if style != style_now:
            words = f"written as {style} → {style_now}"
            yield change("parameter.style", place, words, *links)
        schema, schema_now = _schema(node), _schema(node_now)
        if schema.get("default") != schema_now.get("default"):
            words = f"default {shown(schema.get('default'))} → {shown(schema_now.get('default'))}"
            yield change("parameter.default", place, words, *links)
        schemas = [
            {key: value for key, value in each.items() if key != "default"}
            for each in (schema, schema_now)
        ]
        yield from self.requests.changes(schemas[0], schemas[1], place, *links)
        sides = (self.before, old), (self.after, new)
        names = self.names
        if old.filter and new.filter and old.name != new.name:
            names = {**names, str(old.filter.field): str(new.filter.field)}
        yield from parameter_meaning(*sides, place, names, *links)

    def _body(self, old: Operation, new: Operation) -> Iterator[Change]:
        link = ("operation", new.id)
        body, body_now = (self._part(*each, "requestBody") for each in self._sides(old, new))
        if not body or not body_now:
            if body_now:
                kind = "added-required" if body_now.get("required") else "added"
                yield change(f"request.{kind}", new.label, "body added", link)
            elif body:
                yield change("request.removed", new.label, "body removed", link)
            return
        if bool(body.get("required")) is not bool(body_now.get("required")):
            kind = "required" if body_now.get("required") else "optional"
            yield change(f"request.{kind}", new.label, f"body is {kind} now", link)
        yield from self._content("request", body, body_now, f"{new.label} body", link)

    def _responses(self, old: Operation, new: Operation) -> Iterator[Change]:
        nodes = [spec.get((*each.at, "responses")) or {} for spec, each in self._sides(old, new)]
        before, after = ({str(key): key for key in each} for each in nodes)
        for status in {**before, **after}:
            group = "" if status.startswith(_SUCCESSES) else "-error"
            links: tuple[Link, ...] = ("status", status), ("operation", new.id)
            if status not in after or status not in before:
                kind = "removed" if status in before else "added"
                words = f"status {status} {kind}"
                spec, each, key = (
                    (self.before, old, before[status])
                    if status in before
                    else (self.after, new, after[status])
                )
                for media in (
                    self._part(spec, each, "responses", key).get("content") or {}
                ).values():
                    links += tuple(class_links(spec, media.get("schema") or {}))
                yield change(f"status.{kind}{group}", new.label, words, *links)
                continue
            one, other = (
                self._part(spec, each, "responses", key)
                for (spec, each), key in zip(
                    self._sides(old, new), (before[status], after[status]), strict=True
                )
            )
            place = f"{new.label} {status}"
            yield from self._headers(one, other, place)
            yield from self._content("response", one, other, place, links[1])

    def _headers(self, old: Node, new: Node, place: str) -> Iterator[Change]:
        before, after = (
            {k.lower(): v for k, v in (each.get("headers") or {}).items()} for each in (old, new)
        )
        for name in {**before, **after}:
            one, other = before.get(name), after.get(name)
            if one is None or other is None:
                kind = "removed" if other is None else "added"
                yield change(f"response.{kind}", f"{place} {name}", f"header {kind}")
                continue
            schemas = (_schema(_followed(self.before, one)), _schema(_followed(self.after, other)))
            yield from self.responses.changes(*schemas, f"{place} {name}")

    def _content(
        self, direction: Direction, old: Node, new: Node, place: str, *links: tuple[str, ...]
    ) -> Iterator[Change]:
        before, after = (_by_media_type(each) for each in (old, new))
        schemas = self.requests if direction == "request" else self.responses
        for media in {**before, **after}:
            if media not in before or media not in after:
                kind = "removed" if media in before else "added"
                yield change(f"{direction}.media-{kind}", place, f"{media} {kind}", *links)
                continue
            one, other = (each.get("schema") or {} for each in (before[media], after[media]))
            yield from schemas.changes(one, other, place, *links)

    def _sides(self, old: Operation, new: Operation) -> tuple[tuple[Spec, Operation], ...]:
        return (self.before, old), (self.after, new)

    def _part(self, spec: Spec, operation: Operation, *keys: Any) -> Node:  # noqa: ANN401 - a status may be a number
        found: Node = spec.get(spec.resolve((*operation.at, *keys))) or {}
        return found


def path_parameters(path: str) -> list[str]:
    """Return the names of the parameters in a path, in its order."""
    return re.findall(r"\{([^{}]*)\}", path)


def _direction(name: str) -> Direction:
    return "request" if name == "request" else "response"


def _followed(spec: Spec, node: Node) -> Node:
    while "$ref" in node:
        node = spec.get(tuple(str(node["$ref"]).split("/")[1:])) or {}
    return node


def _schema(node: Node) -> Node:
    """Return the schema of a parameter or a header, which may stand below a media type."""
    content: Node = next(iter((node.get("content") or {}).values()), {})
    found: Node = node.get("schema") or content.get("schema") or {}
    return found


def _style(node: Node) -> str:
    """Return how the values of a parameter are written, as far as that depends on its style."""
    if node.get("content"):
        return str(next(iter(node["content"])))
    types = types_of(_schema(node))
    reserved = ", reserved characters as they are" if node.get("allowReserved") else ""
    if types and not types & {"array", "object"}:
        return f"one value{reserved}"
    style = str(node.get("style") or _STYLES[node["in"]])
    is_exploded = bool(node.get("explode", style == "form"))
    return f"{style}, {'one by one' if is_exploded else 'together'}{reserved}"


def _by_name(operation: Operation) -> dict[tuple[str, str], Parameter]:
    """Return the parameters by their places and names; those of a path by their positions."""
    positions = {name: str(index) for index, name in enumerate(path_parameters(operation.path))}
    return {
        (
            each.location,
            positions.get(each.name, each.name)
            if each.location == "path"
            else each.name.lower()
            if each.location == "header"
            else each.name,
        ): each
        for each in operation.parameters
    }


def _alike(one: Parameter, other: Parameter) -> bool:
    """Return whether two parameters mean the same; the field of a filter is compared elsewhere."""
    if (one.required, types_of(one.schema)) != (other.required, types_of(other.schema)):
        return False
    anywhere = Pointer("")
    meanings = [
        (each.filter and attrs.evolve(each.filter, field=anywhere), each.expand, each.search)
        for each in (one, other)
    ]
    return meanings[0] == meanings[1] and (one.sort, one.select) == (other.sort, other.select)


def _by_media_type(node: Node) -> dict[str, Node]:
    found = (node.get("content") or {}).items()
    return {"".join(key.lower().split()): each for key, each in found}


def _argument(operation: Operation, parameter: Parameter) -> tuple[str, ...]:
    return "argument", operation.id, parameter.python_name


def _arguments(*pair: Operation) -> list[tuple[str, ...]]:
    return [
        _argument(each, parameter)
        for each in pair
        for parameter in each.parameters
        if parameter.location == "path"
    ]
