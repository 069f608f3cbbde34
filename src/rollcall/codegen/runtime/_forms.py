"""Bodies that are not JSON: texts, files and forms."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import BinaryIO, Final, TypeAlias
from uuid import uuid4

import attrs

from ._errors import ArgumentError, shown
from ._parameters import Parameter, encode_query

__all__ = ["File", "FileParameter", "PlainText", "encode_form", "file_content"]

File: TypeAlias = bytes | BinaryIO
"""The content of a file, or a file that is open for reading bytes."""

_MULTIPART: Final = "multipart/form-data"


class PlainText:
    """The type of a body that is a text, and not JSON."""


@attrs.frozen(eq=False, repr=False)
class FileParameter:
    """A file in a form."""

    argument: str

    def encode(self, value: object) -> str:
        """Return the name of a file, which the server may store it by."""
        name = getattr(value, "name", None)
        return PurePath(name).name if isinstance(name, str) else self.argument


def file_content(argument: str, value: object) -> bytes:
    """Return the content of a file, which is read at once.

    Raises:
        ArgumentError: It is neither bytes nor a file that is open for reading bytes.
    """
    read = getattr(value, "read", None)
    content = read() if callable(read) else value
    if not isinstance(content, bytes):
        problem = f"expected bytes, or a file that is open in binary mode, got {shown(value)}"
        raise ArgumentError(argument, problem)
    return content


def encode_form(
    parameters: Mapping[str, Parameter], arguments: Mapping[str, object], content_type: str
) -> tuple[bytes, str]:
    """Return the body of a form, and its media type.

    Args:
        parameters: The fields of the form by their names.
        arguments: The values by the same names; None for those left out.
        content_type: The media type of the operation.

    Raises:
        ArgumentError: A value is not admitted.
    """
    if content_type != _MULTIPART:
        return encode_query(parameters, arguments).encode(), content_type
    boundary = uuid4().hex
    body = b""
    for name, value in arguments.items():
        for head, content in _contents(parameters[name], value) if value is not None else ():
            named = f'Content-Disposition: form-data; name="{_escaped(name)}"{head}'
            body += f"--{boundary}\r\n{named}\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"{_MULTIPART}; boundary={boundary}"


def _contents(parameter: Parameter, value: object) -> Iterator[tuple[str, bytes]]:
    """Yield the rest of the head, and the content, of each part of a field."""
    texts = parameter.encode(value)
    if isinstance(parameter, FileParameter):
        head = f'; filename="{_escaped(str(texts))}"\r\nContent-Type: application/octet-stream'
        yield head, file_content(parameter.argument, value)
        return
    for text in texts if isinstance(texts, list) else [texts]:
        yield "", text.encode()


def _escaped(name: str) -> str:
    """Return a name as a browser writes it."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
