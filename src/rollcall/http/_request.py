"""Builds requests that are sent byte for byte."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode, urlsplit

import httpx

from rollcall.spec import Operation

__all__ = ["build_request", "request_for", "request_url"]

_HEADERS = {
    "User-Agent": "rollcall",
    "Accept-Encoding": "gzip, deflate",
    "Accept": "*/*",
    "Connection": "keep-alive",
}


def request_for(  # noqa: PLR0913 - a request has as many parts
    base_url: str,
    operation: Operation,
    path: Mapping[str, str],
    query: Iterable[tuple[str, str]],
    *,
    method: str = "",
    suffix: str = "",
) -> httpx.Request:
    """Return a request for an operation.

    Args:
        base_url: The server.
        operation: The operation.
        path: The values of the path parameters; others may be among them.
        query: The names and values of the query parameters.
        method: Another method than that of the operation.
        suffix: Text to append to the query unchanged, such as a percent sign that encodes nothing.
    """
    url = base_url + operation.path
    for name, value in path.items():
        url = url.replace(f"{{{name}}}", _segment(value))
    parts = [each for each in (urlencode([*query]), suffix.lstrip("?&")) if each]
    url = "?".join([url, "&".join(parts)] if parts else [url])
    return build_request(method or operation.method, url, _HEADERS.items())


def build_request(
    method: str, url: str, headers: Iterable[tuple[str, str | bytes]], content: bytes | None = None
) -> httpx.Request:
    """Return a request with exactly this URL, headers and body.

    Args:
        method: The method.
        url: The URL, of visible ASCII characters.
        headers: The headers; httpx adds Host.
        content: The body.
    """
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    target = url.removeprefix(origin).partition("#")[0]
    target = target if target.startswith("/") else f"/{target}"
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        # The URL is too long for httpx, but a server may accept it.
        address = httpx.URL(origin)
    return httpx.Request(
        method,
        address,
        headers=[(name.encode("ascii"), _header(value)) for name, value in headers],
        content=content,
        extensions={"target": target.encode("ascii")},
    )


def request_url(request: httpx.Request) -> str:
    """Return the URL of a request, as it is sent."""
    target = request.extensions.get("target")
    if target is None:
        return str(request.url)
    return f"{request.url.scheme}://{request.url.netloc.decode()}{target.decode('ascii')}"


def _header(value: str | bytes) -> bytes:
    # A recipient leaves out the blanks around a value (RFC 9110, section 5.5).
    return (value if isinstance(value, bytes) else value.encode("latin-1")).strip(b" \t")


def _segment(value: str) -> str:
    """Return a value as a segment of a path; ``.`` and ``..`` are encoded too."""
    return value.replace(".", "%2E") if value in {".", ".."} else quote(value, safe="")
