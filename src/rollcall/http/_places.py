"""The places of a request that can hold a credential: a header, a query parameter, a cookie."""

from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote_plus

import httpx

from rollcall.spec import Scheme

__all__ = [
    "Rewrite",
    "cookie_pairs",
    "cookie_with",
    "query_pairs",
    "read_place",
    "rewrite_place",
    "target_of",
    "write_place",
]

Rewrite = Callable[[str], str | None]
"""Returns another value for a value; None: it is left out."""

_COOKIE = "Cookie"


def target_of(request: httpx.Request) -> str:
    """Return the path and the query of a request, as they are sent."""
    target: bytes = request.extensions.get("target", request.url.raw_path)
    return target.decode("ascii")


def read_place(request: httpx.Request, scheme: Scheme) -> str | None:
    """Return the first value at the place of a scheme; None if there is none."""
    if scheme.location == "query":
        pairs = query_pairs(target_of(request).partition("?")[2])
    elif scheme.location == "cookie":
        pairs = cookie_pairs(request.headers.get(_COOKIE, ""))
    else:
        return next(iter(request.headers.get_list(scheme.field)), None)
    return next((value for name, value, _ in pairs if name == scheme.field), None)


def rewrite_place(request: httpx.Request, scheme: Scheme, rewrite: Rewrite) -> None:
    """Replace each value at the place of a scheme."""
    if scheme.location == "query":
        path, _, query = target_of(request).partition("?")
        _set_target(request, path, _rewritten_query(query, scheme.field, rewrite))
    elif scheme.location == "cookie":
        cookies = _rewritten_cookies(request.headers.get(_COOKIE, ""), scheme.field, rewrite)
        _set_header(request, _COOKIE, cookies or None)
    elif (value := request.headers.get(scheme.field)) is not None:
        _set_header(request, scheme.field, rewrite(value))


def write_place(request: httpx.Request, scheme: Scheme, value: str | None) -> None:
    """Set the value at the place of a scheme, and remove others; None: remove all."""
    rewrite_place(request, scheme, lambda _: None)
    if value is None:
        return
    if scheme.location == "query":
        path, _, query = target_of(request).partition("?")
        pair = f"{quote(scheme.field, safe='[]')}={_quoted(value)}"
        _set_target(request, path, f"{query}&{pair}" if query else pair)
    elif scheme.location == "cookie":
        request.headers[_COOKIE] = cookie_with(
            request.headers.get(_COOKIE, ""), scheme.field, value
        )
    else:
        request.headers[scheme.field] = value


def query_pairs(query: str) -> Iterator[tuple[str, str, str]]:
    """Yield the names and values of a query, decoded, and each pair as it is written."""
    for text in query.split("&"):
        name, _, value = text.partition("=")
        yield unquote_plus(name), unquote_plus(value), text


def cookie_pairs(header: str) -> Iterator[tuple[str, str, str]]:
    """Yield the names and values of the cookies in a header, and each pair as it is written."""
    for text in header.split(";"):
        name, _, value = text.strip(" ").partition("=")
        yield name, value, text.strip(" ")


def cookie_with(header: str, name: str, value: str | None) -> str:
    """Return a header ``Cookie`` with another value of a cookie, or without it."""
    kept = _rewritten_cookies(header, name, lambda _: None)
    return "; ".join(filter(None, (kept, None if value is None else f"{name}={value}")))


def _rewritten_query(query: str, name: str, rewrite: Rewrite) -> str:
    pairs = []
    for each, value, text in query_pairs(query):
        if each != name:
            pairs.append(text)
        elif (new := rewrite(value)) is not None:
            pairs.append(text if new == value else f"{text.partition('=')[0]}={_quoted(new)}")
    return "&".join(pairs)


def _rewritten_cookies(header: str, name: str, rewrite: Rewrite) -> str:
    pairs = []
    for each, value, text in cookie_pairs(header):
        if each != name:
            pairs.append(text)
        elif (new := rewrite(value)) is not None:
            pairs.append(f"{name}={new}")
    return "; ".join(filter(None, pairs))


def _quoted(value: str) -> str:
    # The brackets of a placeholder are easier to read as they are.
    return quote(value, safe="[]")


def _set_header(request: httpx.Request, name: str, value: str | None) -> None:
    if value is None:
        request.headers.pop(name, None)
    else:
        request.headers[name] = value


def _set_target(request: httpx.Request, path: str, query: str) -> None:
    target = f"{path}?{query}" if query else path
    if target == target_of(request):
        return
    if "target" in request.extensions:
        request.extensions = {**request.extensions, "target": target.encode("ascii")}
    try:
        request.url = request.url.copy_with(raw_path=target.encode("ascii"))
    except httpx.InvalidURL:
        # Too long for httpx, which then sends the target of the extension.
        return
