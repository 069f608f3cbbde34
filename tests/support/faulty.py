"""Serves an application with one defect: a function changes its requests and its responses.

async def fails(request: Request, ask: Ask) -> Response:
    return changed(await ask(request), status=500)

with faulty_server(fails) as server:
    check(folder, server.base_url)
"""

import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import attrs
from httpx import URL, ASGITransport, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.sandbox import build_app
from rollcall.http import serving

__all__ = [
    "TOKEN",
    "AbortedError",
    "Ask",
    "Change",
    "Request",
    "Response",
    "Server",
    "SilentError",
    "after",
    "changed",
    "faulty",
    "faulty_server",
    "unchanged",
]

TOKEN = "s3cret/+token="  # noqa: S105 - of a sandbox that holds made-up data

Ask = Callable[[Request], Awaitable[Response]]
"""Returns the response of the correct application."""
Change = Callable[[Request, Ask], Awaitable[Response]]
"""Returns the response to a request, or raises one of the errors below."""


class AbortedError(Exception):
    """Raised by a change: the connection ends in the middle of the response."""


class SilentError(Exception):
    """Raised by a change: no response is sent until the sender closes the connection."""


async def unchanged(request: Request, ask: Ask) -> Response:
    """Return the correct response."""
    return await ask(request)


def after(count: int, change: Change) -> Change:
    """Return a change that applies after a number of requests."""
    left = [None] * count

    async def counted(request: Request, ask: Ask) -> Response:
        if left:
            left.pop()
            return await ask(request)
        return await change(request, ask)

    return counted


def changed(
    response: Response,
    change: Callable[[Any], object] = lambda _: None,
    *,
    status: int | None = None,
    **headers: str | None,
) -> Response:
    """Return a response with another status, other headers, or its JSON body changed in place.

    Args:
        response: The response.
        change: Changes the body.
        status: The status; None leaves it as it is.
        headers: The headers to replace, with ``_`` for ``-``; None removes one.
    """
    body = json.loads(response.content)
    change(body)
    replaced = {name.replace("_", "-"): value for name, value in headers.items()}
    dropped = {*replaced, "content-length"}
    kept = {name: value for name, value in response.headers.items() if name not in dropped}
    added = {name: value for name, value in replaced.items() if value is not None}
    content = json.dumps(body).encode()
    return Response(status or response.status_code, headers={**kept, **added}, content=content)


def faulty(app: ASGIApp, change: Change) -> ASGIApp:
    """Return an application with a defect."""

    async def ask(request: Request) -> Response:
        response = await ASGITransport(app).handle_async_request(request)
        await response.aread()
        return response

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        target = (scope["raw_path"] + query).decode("ascii")
        url = URL(scheme="http", host="127.0.0.1", raw_path=target.encode())
        start: dict[str, Any] = {"type": "http.response.start", "status": 200}
        try:
            response = await change(Request(scope["method"], url, headers=scope["headers"]), ask)
        except SilentError:
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        except AbortedError:
            # uvicorn closes a connection whose response is not complete.
            await send({**start, "headers": [(b"content-length", b"1")]})
            return
        headers = [(name.lower(), value) for name, value in response.headers.raw]
        await send({**start, "status": response.status_code, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else response.content
        await send({"type": "http.response.body", "body": body})

    return answer


@attrs.define
class Server:
    """A running sandbox whose defect a test chooses.

    Attributes:
        base_url: The base URL of the Telnyx API.
        change: The defect.
        requests: The requests that were sent since the change was chosen.
    """

    base_url: str
    change: Change = unchanged
    requests: list[Request] = attrs.field(factory=list)

    def breaks(self, change: Change = unchanged) -> None:
        """Choose the defect of the following responses, and forget earlier requests."""
        self.change = change
        self.requests.clear()

    @property
    def targets(self) -> list[str]:
        """The path and query of each request."""
        return [each.url.raw_path.decode() for each in self.requests]


@contextmanager
def faulty_server(change: Change = unchanged, **options: Any) -> Iterator[Server]:  # noqa: ANN401
    """Serve a small sandbox with a defect, on a loopback port that the system chooses.

    Args:
        change: What is wrong.
        options: Further arguments of ``build_app``.
    """
    server = Server("", change)

    async def record(request: Request, ask: Ask) -> Response:
        server.requests.append(request)
        return await server.change(request, ask)

    shape = {"rooms": 30, "sessions": 30, "participants": 30, **options}
    with build_app(token=TOKEN, **shape) as app, serving(faulty(app, record)) as origin:
        server.base_url = app.apis(origin)["telnyx-video"].base_url
        yield server
