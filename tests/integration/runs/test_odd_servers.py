"""Servers that are correct but odd: a run on them finds no violation."""

from collections.abc import Callable
from http import HTTPStatus

import httpx
import pytest

import rollcall
from tests.support.odd import BOOKS, ODD, Odd
from tests.support.wire import Computed, Request, serving


def _check(odd: Odd, target: rollcall.Target) -> None:
    """Check a server with all laws; drawn requests are those of the nightly test."""
    config = rollcall.Config(seed=1, exclude_laws=("conformance.fuzzing",))
    *_, finished = rollcall.run(odd.spec, target, config)
    assert isinstance(finished, rollcall.RunFinished)
    report = finished.report
    assert [f"{each.title}: {each.violations[0].curl}" for each in report.causes] == []
    assert (report.exit_code, report.stopped, report.errors) == (0, None, ())


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_server_passes(odd: Odd) -> None:
    """No law is violated."""
    transport = httpx.MockTransport(odd.api.respond)
    _check(odd, rollcall.Target(odd.api.base_url, transport=transport))


def _head(response: httpx.Response, *more: str) -> list[str]:
    kept = [
        f"{name}: {text}" for name, text in response.headers.items() if name != "content-length"
    ]
    return [*kept, *more]


def _message(version: str, response: httpx.Response, head: list[str], content: bytes) -> bytes:
    reason = HTTPStatus(response.status_code).phrase
    lines = [f"{version} {response.status_code} {reason}", *head, "", ""]
    return "\r\n".join(lines).encode() + content


def _old(response: httpx.Response) -> bytes:
    return _message("HTTP/1.0", response, _head(response), response.content)


def _chunked(response: httpx.Response) -> bytes:
    parts = [response.content[:7], response.content[7:]] if response.content else []
    chunks = b"".join(b"%x;a=b\r\n%s\r\n" % (len(each), each) for each in parts if each)
    head = _head(response, "transfer-encoding: chunked")
    return _message("HTTP/1.1", response, head, chunks + b"0\r\nx-trailer: 1\r\n\r\n")


def _closing(response: httpx.Response) -> bytes:
    head = _head(response, "connection: close", f"Content-Length:{len(response.content)}")
    return _message("HTTP/1.1", response, head, response.content)


def _early(response: httpx.Response) -> bytes:
    hint = b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n"
    return hint + _closing(response)


WIRE = {
    "HTTP/1.0 without a length": _old,
    "chunks with extensions and a trailer": _chunked,
    "a connection for each request": _closing,
    "an interim response": _early,
}


@pytest.mark.parametrize("write", WIRE.values(), ids=WIRE)
def test_an_odd_connection_passes(write: Callable[[httpx.Response], bytes]) -> None:
    """No law is violated, and no connection is reported."""

    def respond(request: Request) -> bytes:
        url = f"{BOOKS.base_url}{request.target.removeprefix('/v2')}"
        return write(BOOKS.respond(httpx.Request(request.head.split(" ")[0], url)))

    with serving(Computed(respond), keeps_connections=write is _chunked) as server:
        _check(Odd(BOOKS), rollcall.Target(server.url))
