"""Servers whose responses are odd as messages of HTTP."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from itertools import count
from time import sleep

import httpx

from tests.support.odd._odd import Odd, Send, sends

__all__ = ["RESPONSES"]


def _content(encode: Callable[[bytes], bytes], **headers: str) -> Send:
    """Return a change of the bytes of each response, and of its headers."""

    def send(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        kept = {name: text for name, text in response.headers.items() if name != "content-length"}
        added = {name.replace("_", "-"): text for name, text in headers.items()}
        content = encode(response.content)
        return httpx.Response(response.status_code, headers=kept | added, content=content)

    return send


def _plain(content: bytes) -> bytes:
    return content


def _method(status: int, **headers: str) -> Send:
    """Return a change of the response to other methods than GET."""

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        return response if request.method == "GET" else httpx.Response(status, headers=headers)

    return send


def _every(number: int, status: int, **headers: str) -> Send:
    """Return a server that responds with a status now and then."""
    turns = count(1)

    def send(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        if next(turns) % number:
            return response
        added = {name.replace("_", "-"): text for name, text in headers.items()}
        return httpx.Response(status, headers=added)

    return send


def _slow_once() -> Send:
    turns = count()

    def send(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        sleep(0.3 if next(turns) == 0 else 0)
        return response

    return send


def _echoes(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    if response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
        return response
    return httpx.Response(422, json={"problem": request.url.query.decode("ascii")})


_LIMITS = {"x-ratelimit-limit": "100", "x-ratelimit-remaining": "99", "x-ratelimit-reset": "60"}

RESPONSES: Mapping[str, Odd] = {
    "bodies are compressed with gzip": sends(_content(gzip.compress, content_encoding="gzip")),
    "bodies are compressed with deflate": sends(
        _content(zlib.compress, content_encoding="deflate")
    ),
    "JSON with indentation and a charset": sends(
        _content(
            lambda content: json.dumps(json.loads(content), indent=2).encode() + b"\n",
            content_type="application/json; charset=UTF-8",
        )
    ),
    "the first response is slow": sends(_slow_once()),
    "other methods are refused without a body": sends(_method(405, allow="GET, HEAD")),
    "other methods are not implemented": sends(_method(501)),
    "caches are told about": sends(
        _content(_plain, etag='"1"', vary="Accept", cache_control="no-cache", age="3")
    ),
    "cookies and rate limits are told about": sends(
        _content(_plain, **_LIMITS, set_cookie="a=b; HttpOnly", server="x")
    ),
    "429 now and then": sends(_every(40, 429, retry_after="0")),
    "a problem repeats the query": sends(_echoes),
}
