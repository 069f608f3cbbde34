"""A record of a request and its response."""

from collections.abc import Mapping

import attrs
import httpx

from rollcall.http._request import request_url

__all__ = ["Exchange", "Reproduction", "cut", "exchange_of", "headers_of"]

_SHOWN = 4000


@attrs.frozen
class Reproduction:
    """The code that sends a request again.

    Attributes:
        curl: A shell line.
        python: Lines of Python.
    """

    curl: str
    python: str


@attrs.frozen
class Exchange:
    """A record of a request and its response.

    Attributes:
        method: The method of the request.
        url: Its address.
        request_headers: Its headers, with a placeholder for the token.
        status: The status of the response; None if there is no response.
        headers: The headers of the response.
        body: The text of its body, cut if it is long.
    """

    method: str
    url: str
    request_headers: Mapping[str, str]
    status: int | None
    headers: Mapping[str, str]
    body: str


def cut(content: bytes, most: int = _SHOWN) -> str:
    """Return the text of a body, cut to a maximum of characters."""
    text = content.decode("utf-8", "replace")
    return text if len(text) <= most else f"{text[:most]}... ({len(text)} characters)"


def headers_of(response: httpx.Response) -> dict[str, str]:
    """Return the headers of a response, with names in lower case."""
    return dict(response.headers.items())


def exchange_of(response: httpx.Response) -> Exchange:
    """Return a record of a response and its request."""
    request = response.request
    return Exchange(
        method=request.method,
        url=request_url(request),
        request_headers={
            name.decode("ascii"): value.decode("latin-1") for name, value in request.headers.raw
        },
        status=response.status_code,
        headers=headers_of(response),
        body=cut(response.content),
    )
