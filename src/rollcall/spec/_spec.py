"""The spec: its operations and their parameters, with references resolved."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import attrs
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from rollcall.spec._annotations import Expand, Filter, Parent, Strictness
from rollcall.spec._errors import SpecError
from rollcall.spec._names import package_name, python_name
from rollcall.spec._need import need
from rollcall.spec._paging import Paging, read_paging
from rollcall.spec._patterns import check_patterns
from rollcall.spec._pointer import Pointer

__all__ = ["ListOperation", "Operation", "Parameter", "Spec", "parse_spec", "read_spec"]

_NOWHERE = "http://localhost"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@attrs.frozen
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: The name on the wire.
        location: Where it is sent.
        required: Whether a request must carry it.
        schema: What its value may be (JSON Schema).
        filter: What it narrows the list by, if it is a filter.
        expand: What it adds to each item, if it is a flag that does.
    """

    name: str
    location: Literal["path", "query", "header", "cookie"]
    required: bool
    schema: Mapping[str, Any] = attrs.field(repr=False, eq=False)
    filter: Filter | None = None
    expand: Expand | None = None

    @property
    def python_name(self) -> str:
        """The argument that stands for it in a generated client."""
        return python_name(self.name)

    @property
    def states(self) -> tuple[Any, ...]:
        """The values that the schema names, each once: all there are, or the documented ones.

        Without null, which a request has no text for: a parameter is left out instead.
        """
        return tuple(dict.fromkeys(each for each in _states(self.schema) if each is not None))


@attrs.frozen
class Operation:
    """One operation of the API.

    Attributes:
        id: The operationId.
        method: The HTTP method, in capitals.
        path: The path, with the names of its parameters in braces.
        tag: The first tag: the resource, with a dot before one that lies below another.
        parameters: Its parameters, those of its path item included.
        security: The names of the security schemes that it asks for.
    """

    id: str
    method: str
    path: str
    tag: str | None
    parameters: tuple[Parameter, ...] = attrs.field(repr=False)
    security: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The method and the path."""
        return f"{self.method} {self.path}"

    @property
    def arguments(self) -> tuple[Parameter, ...]:
        """The parameters that a caller may set."""
        return self.parameters

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of this name, or None."""
        return next((each for each in self.parameters if each.name == name), None)


@attrs.frozen(kw_only=True)
class ListOperation(Operation):
    """An operation that answers with a list (``x-list``).

    Attributes:
        items: Where the body holds the items.
        identity: Where an item holds what tells it from every other.
        paging: How one page leads to the next.
        parent: Whose children the list holds, if anybody's.
        strictness: What the list chooses where guidelines differ.
    """

    items: Pointer
    identity: Pointer
    paging: Paging
    parent: Parent | None = None
    strictness: Strictness = attrs.field(factory=Strictness)

    @property
    def arguments(self) -> tuple[Parameter, ...]:
        """The parameters that a caller may set: all but those that come in links only."""
        return tuple(each for each in self.parameters if each.name not in self.paging.carried)

    @property
    def page_size(self) -> Parameter | None:
        """The parameter that limits the items of a page, if there is one."""
        return self.parameter(self.paging.size) if self.paging.size else None

    @property
    def first_index(self) -> int:
        """The number of the first page."""
        schema = self._number_schema
        return int(schema.get("minimum", schema.get("default", 1)))

    @property
    def default_index(self) -> int:
        """The number of the page that a request without one asks for."""
        schema = self._number_schema
        return int(schema.get("default", schema.get("minimum", 1)))

    @property
    def _number_schema(self) -> Mapping[str, Any]:
        name = self.paging.number
        parameter = self.parameter(name) if name is not None else None
        return parameter.schema if parameter is not None else {}


@attrs.frozen
class Spec:
    """An OpenAPI document.

    Attributes:
        path: The file.
        title: The name of the API.
        version: The version of the document.
        operations: The operations, in the order of the file.
        security_schemes: The security schemes by name, as they stand in the file.
        raw: The whole document as it stands in the file.
        app: The ASGI application that the document is from, if it is from one.
        address: The address that it was fetched from, if it was.
    """

    path: Path
    title: str
    version: str
    operations: tuple[Operation, ...]
    security_schemes: Mapping[str, Mapping[str, Any]] = attrs.field(repr=False)
    raw: dict[str, Any] = attrs.field(repr=False, eq=False)
    app: Any = attrs.field(default=None, repr=False, eq=False)
    address: str = ""

    @property
    def lists(self) -> tuple[ListOperation, ...]:
        """The operations that answer with a list, in the order of the file."""
        return tuple(each for each in self.operations if isinstance(each, ListOperation))

    @property
    def package(self) -> str:
        """The package of the client that is generated from this file."""
        return package_name(self.path)

    @property
    def server(self) -> str:
        """The address of the API, as the document gives it first."""
        servers = self.raw.get("servers") or [{"url": "/"}]
        return urljoin(_NOWHERE, str(servers[0]["url"])).rstrip("/")

    @property
    def base_path(self) -> str:
        """The path of that address, without a slash at its end."""
        return urlsplit(self.server).path

    @property
    def has_links(self) -> bool:
        """Whether a response says how another operation takes up what it holds."""
        return any(
            _resolve(self.raw, response, "").get("links")
            for item in self.raw.get("paths", {}).values()
            for method in _METHODS
            for response in item.get(method, {}).get("responses", {}).values()
        )

    def operation(self, operation_id: str) -> Operation:
        """Return the operation of this operationId.

        Raises:
            SpecError: There is none.
        """
        for operation in self.operations:
            if operation.id == operation_id:
                return operation
        msg = f"{self.path}: there is no operation {operation_id}"
        raise SpecError(msg)

    def list_operation(self, operation_id: str) -> ListOperation:
        """Return the list operation of this operationId.

        Raises:
            SpecError: There is no such operation, or it is no list.
        """
        operation = self.operation(operation_id)
        if not isinstance(operation, ListOperation):
            msg = f"{self.path}: the operation {operation_id} is no list: x-list is missing"
            raise SpecError(msg)
        return operation


def read_spec(path: Path) -> Spec:
    """Read a spec file (OpenAPI 3, YAML or JSON).

    References must point into the same file.

    Raises:
        SpecError: There is no such file, it is not YAML, or it is not what an annotated spec is.
    """
    return parse_spec(path, _load(path))


def parse_spec(path: Path, raw: dict[str, Any]) -> Spec:
    """Take a spec that has been read.

    Args:
        path: The file that it is said to be from.
        raw: The whole of it.

    Raises:
        SpecError: It is not what an annotated spec is.
    """
    try:
        info = raw.get("info") or {}
        spec = Spec(
            path=path,
            title=str(info.get("title", path.stem)),
            version=str(info.get("version", "")),
            operations=tuple(_operations(raw)),
            security_schemes=Pointer("/components/securitySchemes").read(raw, {}),
            raw=raw,
        )
        _check_references(spec)
        check_patterns(raw)
    except SpecError as error:
        msg = f"{path}: {error}"
        raise SpecError(msg) from None
    return spec


def _load(path: Path) -> dict[str, Any]:
    try:
        raw = YAML(typ="safe", pure=True).load(path)
    except OSError as error:
        msg = f"{path}: the spec cannot be read: {error.strerror}"
        raise SpecError(msg) from None
    except (YAMLError, UnicodeDecodeError) as error:
        msg = f"{path}: the spec is not YAML: {' '.join(str(error).split())}"
        raise SpecError(msg) from None
    if not isinstance(raw, dict) or not str(raw.get("openapi", "")).startswith("3."):
        msg = f"{path}: expected an OpenAPI 3 document, with a key openapi at its top"
        raise SpecError(msg)
    return raw


def _operations(raw: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in (raw.get("paths") or {}).items():
        for method in _METHODS:
            if method in item:
                yield _operation(raw, path, method, item)


def _operation(
    raw: Mapping[str, Any], path: str, method: str, item: Mapping[str, Any]
) -> Operation:
    where = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
    operation = item[method]
    if "operationId" not in operation:
        msg = f"{where}: operationId is missing"
        raise SpecError(msg)
    declared = {}
    for parameter in [*item.get("parameters", ()), *operation.get("parameters", ())]:
        read = _parameter(raw, parameter, where)
        declared[read.location, read.name] = read
    security = operation.get("security", raw.get("security", ()))
    found = Operation(
        id=str(operation["operationId"]),
        method=method.upper(),
        path=path,
        tag=next(iter(operation.get("tags", ())), None),
        parameters=tuple(declared.values()),
        security=tuple(dict.fromkeys(name for each in security for name in each)),
    )
    annotation = operation.get("x-list")
    return _listed(found, annotation, f"{where}/x-list") if annotation else found


def _listed(operation: Operation, annotation: Mapping[str, Any], where: str) -> ListOperation:
    parent = annotation.get("parent")
    return ListOperation(
        **attrs.asdict(operation, recurse=False),
        items=Pointer(need(annotation, "items", where)),
        identity=Pointer(need(annotation, "identity", where)),
        paging=read_paging(need(annotation, "pagination", where), f"{where}/pagination"),
        parent=Parent.read(parent, f"{where}/parent") if parent else None,
        strictness=Strictness.read(annotation.get("strictness", {})),
    )


def _parameter(raw: Mapping[str, Any], node: Mapping[str, Any], where: str) -> Parameter:
    node = _resolve(raw, node, where)
    for key in ("name", "in"):
        if key not in node:
            msg = f"{where}/parameters: {key} is missing of {dict(node)}"
            raise SpecError(msg)
    name = str(node["name"])
    place = f"{where}/parameters/{name}"
    narrows, expands = node.get("x-filter"), node.get("x-expand")
    return Parameter(
        name=name,
        location=node["in"],
        required=bool(node.get("required", False)),
        schema=_resolve(raw, node.get("schema", {}), place),
        filter=Filter.read(narrows, f"{place}/x-filter") if narrows else None,
        expand=Expand.read(expands, f"{place}/x-expand") if expands else None,
    )


def _states(schema: Mapping[str, Any]) -> Iterator[Any]:
    yield from [schema["const"]] if "const" in schema else schema.get("enum", ())
    if schema.get("type") == "boolean" and not {"const", "enum"} & schema.keys():
        yield from (True, False)
    # An open enumeration admits other values, too, and documents these.
    for keyword in ("anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield from _states(branch)


def _resolve(raw: Mapping[str, Any], node: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    seen: set[str] = set()
    while "$ref" in node:
        reference = str(node["$ref"])
        target = Pointer(reference[1:]).read(raw) if reference.startswith("#/") else None
        if not isinstance(target, Mapping) or reference in seen:
            msg = f"{where}: the reference {reference} leads to nothing in this file"
            raise SpecError(msg)
        seen.add(reference)
        node = target
    return node


def _check_references(spec: Spec) -> None:
    ids = [operation.id for operation in spec.operations]
    for operation in spec.operations:
        if ids.count(operation.id) > 1:
            msg = f"there are two operations {operation.id}"
            raise SpecError(msg)
        if isinstance(operation, ListOperation):
            _check_list(operation, ids)
        _check_defaults(operation)


def _check_list(operation: ListOperation, ids: Collection[str]) -> None:
    parent = operation.parent
    if parent and parent.operation is not None and parent.operation not in ids:
        msg = f"{operation.id}: its parents are listed by {parent.operation}, which is missing"
        raise SpecError(msg)
    if parent and operation.parameter(parent.parameter) is None:
        msg = f"{operation.id}: the parent's parameter {parent.parameter} is missing"
        raise SpecError(msg)
    for name in operation.paging.carried:
        if operation.parameter(name) is None:
            msg = f"{operation.id}: the parameter {name} of the pagination is missing"
            raise SpecError(msg)


def _check_defaults(operation: Operation) -> None:
    """Refuse a filter whose default is none of its documented values."""
    for each in operation.parameters:
        if each.filter is None or not each.filter.defaults:
            continue
        strangers = [value for value in each.filter.defaults if value not in each.states]
        if strangers:
            named = ", ".join(map(repr, each.states)) or "none"
            msg = (
                f"{operation.id}: {each.name}: the default {strangers[0]!r} is not among the "
                f"values that its schema names (enum, const or boolean): {named}"
            )
            raise SpecError(msg)
