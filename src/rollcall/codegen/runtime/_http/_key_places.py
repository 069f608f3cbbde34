"""The place of the credential in a request: a header, the query or a cookie."""

from collections.abc import Iterator
from typing import Literal
from urllib.parse import quote, unquote_plus

import attrs
import httpx

from .._redaction import REDACTED
from ._messages import Request

__all__ = ["KeyPlace"]

_COOKIE = "cookie"


class _ConcealedURL(httpx.URL):
    """An address whose text does not show the key: httpx logs the text of each address."""

    def __init__(self, url: str, shown: str) -> None:
        super().__init__(url)
        self._shown = shown

    def __str__(self) -> str:
        return self._shown

    def __repr__(self) -> str:
        return f"URL({self._shown!r})"


@attrs.frozen(eq=False, repr=False)
class KeyPlace:
    """The place of the credential in a request.

    Attributes:
        location: The part of the request.
        name: The name of the header, in lower case, of the parameter of the query, or of the
            cookie.
        prefix: The text before the key, such as ``Bearer`` and a blank.
    """

    location: Literal["header", "query", "cookie"]
    name: str
    prefix: str = ""

    def write(self, request: Request, key: str) -> None:
        """Add the key to a request, in place of another one."""
        value = self.prefix + key
        if self.location == "header":
            request.headers[self.name] = value
            return
        self.remove(request)
        if self.location == "query":
            bare = str(request.url)
            mark = "&" if request.url.query else "?"
            url, shown = (
                f"{bare}{mark}{quote(self.name, safe='')}={text}"
                for text in (quote(value, safe=""), REDACTED)
            )
            request.url = _ConcealedURL(url, shown)
        else:
            others = request.headers.get(_COOKIE)
            pair = f"{self.name}={value}"
            request.headers[_COOKIE] = f"{others}; {pair}" if others else pair

    def remove(self, request: Request) -> None:
        """Remove the key from a request, which an application may store with its response."""
        if self.location == "query":
            path = request.url.raw_path.decode("ascii")
            request.url = httpx.URL(request.url, raw_path=self.without(path).encode("ascii"))
        elif self.location == "cookie":
            others = "; ".join(self._others(request.headers.pop(_COOKIE, ""), ";"))
            if others:
                request.headers[_COOKIE] = others
        else:
            request.headers.pop(self.name, None)

    def without(self, url: str) -> str:
        """Return an address, such as a link of a server, without the key in its query."""
        if self.location != "query":
            return url
        bare, _, query = url.partition("?")
        others = "&".join(self._others(query, "&"))
        return f"{bare}?{others}" if others else bare

    def _others(self, text: str, separator: str) -> Iterator[str]:
        """Yield the pairs of a query or a header ``Cookie`` that have another name."""
        for pair in filter(None, (each.strip() for each in text.split(separator))):
            name = pair.partition("=")[0]
            if (unquote_plus(name) if separator == "&" else name) != self.name:
                yield pair
