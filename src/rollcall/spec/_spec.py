"""The spec: an OpenAPI document with its operations read into plain objects."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import attrs

from rollcall.spec._errors import SpecError
from rollcall.spec._names import package_name
from rollcall.spec._operation import ListOperation, Operation, read_operations
from rollcall.spec._overlay import Overlay
from rollcall.spec._source import Source, load_source, parse_source, read_source
from rollcall.spec._validation import validate

__all__ = ["Spec", "build_spec", "parse_spec", "parse_text", "read_spec"]

_NOWHERE = "http://localhost"
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}  # RFC 9110, section 9.2.1


@attrs.frozen(kw_only=True)
class Spec(Source):
    """An OpenAPI document and its operations.

    Attributes:
        title: The name of the API.
        version: The version of the document.
        operations: The operations, in the order of the file.
        security_schemes: The security schemes by name, as in the file.
        left_out: The labels of the operations that ``reading`` left out.
        app: The ASGI application that served the document, if any.
        address: The URL of the document, if it was fetched.
        guesses: The annotations that the document does not have, but that were guessed.
        documents: The labels of the operations that were left out, as they return the OpenAPI
            document.
    """

    title: str
    version: str
    operations: tuple[Operation, ...]
    security_schemes: Mapping[str, Mapping[str, Any]] = attrs.field(repr=False)
    left_out: tuple[str, ...] = ()
    app: Any = attrs.field(default=None, repr=False, eq=False)
    address: str = ""
    guesses: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def lists(self) -> tuple[ListOperation, ...]:
        """The operations that return a list, in the order of the file."""
        return tuple(each for each in self.operations if isinstance(each, ListOperation))

    def reading(self) -> "Spec":
        """Return the spec with only the operations of safe methods."""
        kept = tuple(each for each in self.operations if each.method in _SAFE_METHODS)
        others = (each.label for each in self.operations if each not in kept)
        return attrs.evolve(self, operations=kept, left_out=(*self.left_out, *others))

    @property
    def package(self) -> str:
        """The package of the client that is generated from this file."""
        return package_name(self.path)

    @property
    def server(self) -> str:
        """The URL of the first server in the spec, with the defaults of its variables.

        It is relative to the address of the document, or to localhost if that is unknown.
        """
        url = str(self.get(("servers", 0, "url")) or "/")
        for name, variable in (self.get(("servers", 0, "variables")) or {}).items():
            url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
        return urljoin(self.address or _NOWHERE, url).rstrip("/")

    @property
    def base_path(self) -> str:
        """The path of that URL, without a trailing slash."""
        return urlsplit(self.server).path

    @property
    def has_links(self) -> bool:
        """Whether a response has OpenAPI links to other operations."""
        return any(
            self.get((*self.resolve((*operation.at, "responses", status)), "links"))
            for operation in self.operations
            for status in self.get((*operation.at, "responses")) or ()
        )

    def operation(self, operation_id: str) -> Operation:
        """Return the operation with this operationId.

        Raises:
            SpecError: There is no such operation.
        """
        for operation in self.operations:
            if operation.id == operation_id:
                return operation
        raise SpecError(f"there is no operation {operation_id}", self.path)

    def list_operation(self, operation_id: str) -> ListOperation:
        """Return the list operation with this operationId.

        Raises:
            SpecError: There is no such operation, or it is not a list.
        """
        operation = self.operation(operation_id)
        if not isinstance(operation, ListOperation):
            self.fail(operation.at, f"the operation {operation_id} is not a list: add x-list")
        return operation


def read_spec(path: Path, overlays: Sequence[Overlay] = ()) -> Spec:
    """Read a spec file (OpenAPI 3, YAML or JSON).

    References may lead to other files.

    Args:
        path: The file.
        overlays: The overlays to apply to it.

    Raises:
        SpecError: The file cannot be read, an overlay cannot be applied to it, or the result is
            not a valid annotated spec.
    """
    return build_spec(read_source(path, overlays=overlays))


def parse_spec(path: Path, raw: Mapping[str, Any]) -> Spec:
    """Return the spec of a parsed document.

    Args:
        path: The file that messages name.
        raw: The document.

    Raises:
        SpecError: The document is not a valid annotated spec.
    """
    return build_spec(parse_source(path, raw))


def parse_text(
    path: Path,
    text: str,
    address: str = "",
    read: Callable[[str], str] | None = None,
    overlays: Sequence[Overlay] = (),
) -> Spec:
    """Parse the text of a spec.

    Args:
        path: The file that messages name.
        text: The text of the document.
        address: Where the text was read from, unless it is the path.
        read: Returns the text at another address that the document refers to; None: references
            must stay within the document.
        overlays: The overlays to apply to the document.

    Raises:
        SpecError: An overlay cannot be applied, or the document is not a valid annotated spec.
    """
    return build_spec(load_source(path, text, address=address, read=read, overlays=overlays))


def build_spec(source: Source) -> Spec:
    """Read the operations and the annotations of a document.

    Raises:
        SpecError: The document is not a valid annotated spec; the error has all problems.
    """
    version = source.raw["openapi"]
    if not str(version).startswith("3."):
        source.fail(("openapi",), f"expected OpenAPI 3, got {version}")
    notices = validate(source)
    source = attrs.evolve(source, notices=(*source.notices, *notices))
    info = source.get(("info",)) or {}
    return Spec(
        **{each.name: getattr(source, each.name) for each in attrs.fields(Source)},
        title=str(info.get("title", source.path.stem)),
        version=str(info.get("version", "")),
        operations=read_operations(source),
        security_schemes=source.get(("components", "securitySchemes")) or {},
    )
