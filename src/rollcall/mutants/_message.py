"""A request and a response on their way through the proxy."""

import json
from collections.abc import Callable, Iterable
from typing import Any, Self
from urllib.parse import parse_qsl, quote

import attrs

from rollcall.http import read_json
from rollcall.spec import ListOperation, Operation

__all__ = ["OK", "Header", "Request", "Response"]

OK = 200

Header = tuple[str, str]
"""A name in lower case, and a value."""

# What a query may hold as it is (RFC 3986, section 3.4), without what separates its pairs.
_KEPT = "[]-._~:/"


@attrs.frozen
class _Message:
    headers: tuple[Header, ...]

    def header(self, name: str) -> str | None:
        """Return the last value of a header, whose name is in lower case, or None."""
        return dict(self.headers).get(name)

    def with_header(self, name: str, value: str | None) -> Self:
        """Return the message with another value of a header, or without it."""
        kept = tuple(each for each in self.headers if each[0] != name)
        return attrs.evolve(self, headers=kept if value is None else (*kept, (name, value)))


@attrs.frozen
class Request(_Message):
    """A request as it came in, or as a mutant makes it.

    Attributes:
        method: The method.
        path: The path below the base URL, as it came; it begins with a slash.
        query: The query string, as it came.
        headers: The headers.
        body: The content.
        operation: The operation that the path belongs to, whatever the method; None where the
            document has no such path.
        parent: The identifier of the parent in the path, where the list has one, decoded.
        number: How many requests came since the proxy took its mutant, this one included.
    """

    method: str
    path: str
    query: str
    headers: tuple[Header, ...]
    body: bytes = b""
    operation: Operation | None = None
    parent: str | None = None
    number: int = 0

    @property
    def list_operation(self) -> ListOperation:
        """The list operation that the path belongs to.

        Raises:
            TypeError: There is none.
        """
        if not isinstance(self.operation, ListOperation):
            raise TypeError(f"{self.path} is no list of the spec")
        return self.operation

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the query, decoded, in their order."""
        return parse_qsl(self.query, keep_blank_values=True)

    def get(self, name: str) -> str | None:
        """Return the last value of a parameter of the query, or None."""
        return dict(self.pairs).get(name)

    def with_pairs(self, pairs: Iterable[tuple[str, str]]) -> "Request":
        """Return the request with another query."""
        query = "&".join(
            f"{quote(name, safe=_KEPT)}={quote(value, safe=_KEPT)}" for name, value in pairs
        )
        return attrs.evolve(self, query=query)

    def having(self, name: str, value: str) -> "Request":
        """Return the request with another value of a parameter, added if it is missing."""
        pairs = self.pairs
        if name not in dict(pairs):
            return self.with_pairs([*pairs, (name, value)])
        return self.with_pairs((each, value if each == name else old) for each, old in pairs)

    def without(self, *names: str) -> "Request":
        """Return the request without some parameters of the query."""
        if not {*names} & {name for name, _ in self.pairs}:
            return self
        return self.with_pairs(pair for pair in self.pairs if pair[0] not in names)


@attrs.frozen
class Response(_Message):
    """A response as the server gave it, or as a mutant makes it.

    Attributes:
        status: The status.
        headers: The headers, without those that follow from the content or the connection.
        body: The content.
    """

    status: int
    headers: tuple[Header, ...]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - JSON
        """Return the content, read anew, so that it may be changed; None where it is no JSON.

        JSON is UTF-8 without a byte order mark (RFC 8259, section 8.1); Python reads others, too.
        """
        return read_json(self.body) if _is_utf8(self.body) else None

    def with_json(self, body: object) -> "Response":
        """Return the response with another content."""
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return attrs.evolve(self, body=text.encode("utf-8", "surrogatepass"))

    def reworked(self, change: Callable[[Any], object]) -> "Response":
        """Return the response with its JSON changed in place; as it is where it is no object."""
        body = self.json()
        if not isinstance(body, dict):
            return self
        change(body)
        return self.with_json(body)


def _is_utf8(content: bytes) -> bool:
    try:
        return not content.decode("utf-8", "surrogatepass").startswith("\ufeff")
    except UnicodeDecodeError:
        return False
