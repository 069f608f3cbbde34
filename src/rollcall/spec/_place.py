"""The places of page information in a response: in its body, a header, or the header Link."""

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from rollcall.spec._pointer import Pointer

__all__ = ["Link", "PagePlace", "body_pointer", "links_in"]

_BODY = "$response.body"
_HEADER = "$response.header."
_LINK = "link"
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})

_NAME = r"[!#$%&'*+\-.^`|~\w]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_PARAMETER = re.compile(rf"\s*;\s*({_NAME})\s*(?:=\s*({_QUOTED}|{_NAME}))?", re.ASCII)
_TARGET = re.compile(rf"<([^>]*)>((?:{_PARAMETER.pattern})*)", re.ASCII)
_SCALAR = re.compile("true|false|0|[1-9][0-9]*", re.ASCII)


@attrs.frozen
class Link:
    """A link of the header Link (RFC 8288, section 3).

    Attributes:
        target: Its URL, absolute or relative to that of the response.
        relations: Its relation types, in lower case.
        text: The link as the header writes it.
    """

    target: str
    relations: frozenset[str]
    text: str


def links_in(header: str) -> Iterator[Link]:
    """Yield the links of a header Link; a link of another resource (``anchor``) is left out.

    >>> [(each.target, *each.relations) for each in links_in('</x?after=7>; rel="next"')]
    [('/x?after=7', 'next')]
    """
    for found in _TARGET.finditer(header):
        parameters: dict[str, str] = {}
        for name, value in _PARAMETER.findall(found[2]):
            # Only the first parameter rel counts.
            parameters.setdefault(name.lower(), re.sub(r"\\(.)", r"\1", value.strip('"')))
        if "anchor" not in parameters:
            relations = frozenset(parameters.get("rel", "").lower().split())
            yield Link(found[1], relations, found[0].strip())


@attrs.frozen
class PagePlace:
    """The place of a value in a response.

    Attributes:
        text: An OpenAPI runtime expression; or a JSON Pointer, which leads into the body.
        relation: The relation type of the link that is meant, if the header is Link.
        is_scalar: Whether the text of a header is a number or a boolean.
        pointer: The pointer into the body; None if the value is in a header.
        header: The name of the header in lower case; empty if the value is in the body.
    """

    text: str
    relation: str = attrs.field(default="", repr=False)
    is_scalar: bool = attrs.field(default=False, eq=False, repr=False)
    pointer: Pointer | None = attrs.field(init=False, eq=False, repr=False)
    header: str = attrs.field(init=False, eq=False, repr=False)

    @pointer.default
    def _find(self) -> Pointer | None:
        return body_pointer(self.text)

    @header.default
    def _name(self) -> str:
        return self.text.removeprefix(_HEADER).lower() if self.pointer is None else ""

    def __str__(self) -> str:
        """Return the text of the place; a link has its relation type."""
        return f"{self.text} rel={self.relation}" if self.is_link else self.text

    @property
    def is_link(self) -> bool:
        """Whether the place is a link of the header Link."""
        return self.header == _LINK

    @property
    def in_body(self) -> Pointer:
        """The pointer into the body.

        Raises:
            TypeError: The value is in a header.
        """
        if self.pointer is None:
            raise TypeError(f"{self} is not in the body")
        return self.pointer

    def read(self, body: object, headers: Mapping[str, str] = _NO_HEADERS) -> Any:  # noqa: ANN401 - JSON
        """Return the value; None if there is none.

        Args:
            body: The decoded body.
            headers: The headers, with names in lower case.
        """
        if self.pointer is not None:
            return self.pointer.read(body)
        text = headers.get(self.header)
        if text is not None and self.is_link:
            found = (each for each in links_in(text) if self.relation in each.relations)
            return next((each.target for each in found), None)
        if text is not None and self.is_scalar and _SCALAR.fullmatch(text):
            return json.loads(text)
        return text


def body_pointer(text: str) -> Pointer | None:
    """Return the pointer into the body that a place is written as; None if it is a header.

    >>> body_pointer("$response.body#/meta/total")
    Pointer(text='/meta/total')
    """
    if text.startswith(_BODY):
        return Pointer(text.removeprefix(_BODY).removeprefix("#"))
    return Pointer(text) if not text or text.startswith("/") else None
