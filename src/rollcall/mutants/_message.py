"""Requests and responses that pass through the proxy."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Self
from urllib.parse import parse_qsl, quote

import attrs

from rollcall.http import read_json
from rollcall.spec import ListOperation, Operation, PagePlace, ParentPath, Pointer, links_in

__all__ = ["OK", "REMOVED", "Header", "Request", "Response", "Values", "integer_in", "put"]

OK = 200

Header = tuple[str, str]
"""A name in lower case and a value."""

Values = Mapping[PagePlace | Pointer | None, object]
"""Values of a page by their places; None as a place is ignored."""

REMOVED: Final = object()
"""A value that removes the field or the header."""

# The unescaped characters of a query (RFC 3986, section 3.4), without the separators of pairs.
_KEPT = "[]-._~:/"

# Python refuses to parse integers of more than 4,300 digits.
_DIGITS = 4000


@attrs.frozen
class _Message:
    headers: tuple[Header, ...]

    def header(self, name: str) -> str | None:
        """Return the last value of a header by its lower-case name, or None."""
        return dict(self.headers).get(name)

    def with_header(self, name: str, value: str | None) -> Self:
        """Return the message with another value of a header, or without it."""
        kept = tuple(each for each in self.headers if each[0] != name)
        return attrs.evolve(self, headers=kept if value is None else (*kept, (name, value)))


@attrs.frozen
class Request(_Message):
    """A request of a client, or of a mutant.

    Attributes:
        method: The method.
        path: The path below the base URL, undecoded; it begins with a slash.
        query: The query string, undecoded.
        headers: The headers.
        body: The body.
        operation: The operation of the path, whatever the method; None if the
            document has no such path.
        parent: The parent in the path, decoded, if the list has a parent.
        number: The number of the request since the proxy took its mutant, from 1.
    """

    method: str
    path: str
    query: str
    headers: tuple[Header, ...]
    body: bytes = b""
    operation: Operation | None = None
    parent: ParentPath | None = None
    number: int = 0

    @property
    def list_operation(self) -> ListOperation:
        """The list operation of the path.

        Raises:
            TypeError: The path is not that of a list.
        """
        if not isinstance(self.operation, ListOperation):
            raise TypeError(f"{self.path} is not a list of the spec")
        return self.operation

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The decoded names and values of the query, in their order."""
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
        """Return the request with another value of a parameter, which is added if it is missing."""
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
    """A response of the server, or of a mutant.

    Attributes:
        status: The status.
        headers: The headers, without those of the body's length and of the connection.
        body: The body.
    """

    status: int
    headers: tuple[Header, ...]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - JSON
        """Parse the body into a new value; return None if it is not JSON.

        JSON is UTF-8 without a byte order mark (RFC 8259, section 8.1); Python accepts more.
        """
        return read_json(self.body) if _is_utf8(self.body) else None

    def with_json(self, body: object) -> "Response":
        """Return the response with another JSON body."""
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return attrs.evolve(self, body=text.encode("utf-8", "surrogatepass"))

    def reworked(self, change: Callable[[Any], object]) -> "Response":
        """Return the response with a changed body, if it is an object or an array."""
        body = self.json()
        if not isinstance(body, dict | list):
            return self
        change(body)
        return self.with_json(body)

    def read(self, place: PagePlace | None) -> Any:  # noqa: ANN401 - JSON
        """Return the value at a place of the page information; None if there is none."""
        return place.read(self.json(), self.joined_headers) if place is not None else None

    @property
    def joined_headers(self) -> Mapping[str, str]:
        """The headers; the values of one name are joined with commas."""
        found: dict[str, str] = {}
        for name, value in self.headers:
            found[name] = f"{found[name]}, {value}" if name in found else value
        return found

    def with_values(self, values: Values) -> "Response":
        """Return the response with other values at some places.

        Fields that a body does not have stay absent, but for links and tokens.

        Args:
            values: The values by their places.
        """
        known = {each: value for each, value in values.items() if each is not None}
        changed = self
        inner: dict[Pointer, object] = {}
        ways: set[Pointer] = set()
        for place, value in known.items():
            if isinstance(place, PagePlace) and place.header:
                changed = changed.with_header(place.header, _written(changed, place, value))
                continue
            pointer = place.in_body if isinstance(place, PagePlace) else place
            inner[pointer] = value
            if isinstance(place, PagePlace) and isinstance(value, str):
                ways.add(pointer)

        def change(body: Any) -> None:  # noqa: ANN401 - JSON
            for pointer in ways:
                _hold(body, pointer)
            for pointer, value in inner.items():
                put(body, pointer, value)

        return changed.reworked(change) if inner else changed


def integer_in(text: str) -> int:
    """Parse an integer of a request; of one with more than 4,000 digits, only the first of them.

    Raises:
        ValueError: The text is no integer.
    """
    return int(text[:_DIGITS])


def put(body: Any, pointer: Pointer | None, value: object) -> None:  # noqa: ANN401 - JSON
    """Replace the value at a JSON Pointer, if there is one.

    ``REMOVED`` removes the field.
    """
    if pointer is None:
        return
    if not pointer.text:
        body[:] = value
        return
    *above, name = pointer.location
    holder = Pointer.at(above).read(body)
    if isinstance(holder, dict) and name in holder:
        holder[name] = value
        if value is REMOVED:
            del holder[name]


def _hold(body: Any, pointer: Pointer) -> None:  # noqa: ANN401 - JSON
    """Add the field at a JSON Pointer, and the objects that hold it, if the body is an object."""
    *above, name = pointer.location
    for key in above if isinstance(body, dict) else ():
        if body.get(key) is None:
            body[key] = {}
        body = body[key]
        if not isinstance(body, dict):
            return
    if isinstance(body, dict):
        body.setdefault(name, None)


def _written(response: Response, place: PagePlace, value: object) -> str | None:
    """Return the text of a header with another value at a place; None: there is no header."""
    text = None if value is None or value is REMOVED else str(value)
    if not place.is_link:
        return json.dumps(value) if isinstance(value, bool) else text
    kept = []
    for link in links_in(response.joined_headers.get(place.header, "")):
        others = " ".join(sorted(link.relations - {place.relation}))
        is_shared = place.relation in link.relations
        kept += [f'<{link.target}>; rel="{others}"' if is_shared else link.text] if others else []
    if text is not None:
        kept.append(f'<{text}>; rel="{place.relation}"')
    return ", ".join(kept) or None


def _is_utf8(content: bytes) -> bool:
    try:
        return not content.decode("utf-8", "surrogatepass").startswith("\ufeff")
    except UnicodeDecodeError:
        return False
