"""The proxy: it responds as the server behind it does, but for one mutant."""

import json
import re
import traceback
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import anyio.to_thread
import attrs

from rollcall.http import Halted, serving
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants._origin import Unreachable
from rollcall.mutants._upstream import Upstream
from rollcall.spec import ListOperation, Operation, PagePlace, ParentPath, Pointer, Spec

__all__ = ["SILENT", "Proxy", "proxied"]

SILENT = "the server behind the proxy did not respond"
"""The beginning of a proxy's problem that the server causes."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_BAD_GATEWAY = 502
_BROKEN = 500


@attrs.define
class Proxy:
    """An ASGI application that responds as the server behind it does, but for its mutant.

    Attributes:
        upstream: The server behind it.
        base_url: The base URL of the proxy, without a slash at its end; empty until it serves.
        mutant: The current mutant; None: no mutant.
        requests: The number of requests since the mutant was set.
        changed: The number of responses known to differ from the original ones; after the first
            one, no others are compared.
        problem: Why it could not respond; None if it could.
        halted: Why no more requests may be sent; None if they may.
    """

    upstream: Upstream
    base_url: str = ""
    mutant: ServerMutant | None = None
    requests: int = 0
    changed: int = 0
    problem: str | None = None
    halted: Halted | None = None
    _episode: int = attrs.field(default=0, init=False, repr=False)
    _routes: list[tuple[re.Pattern[str], Operation]] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Build the patterns of the paths."""
        self._routes = _routes(self.upstream.spec)

    def take(self, mutant: ServerMutant | None) -> None:
        """Set the mutant; None: respond as the server behind the proxy does."""
        self.mutant, self.requests, self.changed, self.problem = mutant, 0, 0, None
        self._episode += 1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request (ASGI)."""
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        response = await anyio.to_thread.run_sync(self.respond, self._request(scope, body))
        headers = [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers
        ]
        if not any(name == b"content-length" for name, _ in headers):
            headers.append((b"content-length", str(len(response.body)).encode()))
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body})

    def respond(self, request: Request) -> Response:
        """Respond to a request as the current mutant does."""
        self.requests += 1
        mutant, episode = self.mutant, self._episode
        try:
            touches = mutant is not None and (
                request.operation is not None and request.operation.id == mutant.operation
            )
            if mutant is None or not touches:
                return self._own(request, self.upstream.send(request))
            mutated = mutant.respond(attrs.evolve(request, number=self.requests), self.upstream)
            # A client that prefetches may still wait for a response of the previous mutant.
            is_open = episode == self._episode and not self.changed
            if is_open and not is_equal(mutated, self.upstream.send(request)):
                self.changed += 1
            return self._own(request, mutated)
        except Halted as problem:
            self.halted = problem
            return _failed(_BAD_GATEWAY, str(problem))
        except Unreachable as problem:
            self.problem = f"{SILENT}: {problem}"
            return _failed(_BAD_GATEWAY, self.problem)
        except Exception:  # noqa: BLE001 - what a mutant does wrong in its own code must be known
            self.problem = f"{mutant.id if mutant else 'no mutant'}: {traceback.format_exc()}"
            return _failed(_BROKEN, "the proxy failed")

    def route(self, path: str) -> tuple[Operation | None, ParentPath | None]:
        """Return the operation of a path below the base URL, and the parent in the path."""
        for pattern, each in self._routes:
            if (match := pattern.fullmatch(path)) is not None:
                parent = each.parent if isinstance(each, ListOperation) else None
                if parent is None:
                    return each, None
                pairs = zip(_NAME.findall(each.path), map(unquote, match.groups()), strict=True)
                return each, ParentPath(tuple(pairs), parent.parameter)
        return None, None

    def _request(self, scope: Scope, body: bytes) -> Request:
        path = scope["raw_path"].decode("latin-1").partition("?")[0]
        below = path.removeprefix(self.upstream.base_path)
        operation, parent = self.route(below)
        return Request(
            method=scope["method"],
            path=below,
            query=scope["query_string"].decode("latin-1"),
            headers=tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in scope["headers"]
            ),
            body=body,
            operation=operation,
            parent=parent,
        )

    def _own(self, request: Request, response: Response) -> Response:
        """Replace the origin of the server in the links of a page by that of the proxy."""
        operation = request.operation
        if not isinstance(operation, ListOperation) or not self.base_url:
            return response
        theirs, own = _origin(self.upstream.base_url), _origin(self.base_url)
        changed: dict[PagePlace | Pointer | None, object] = {}
        for place in operation.paging.links:
            link = response.read(place)
            rest = str(link).removeprefix(theirs)
            if str(link).startswith(theirs) and rest[:1] in {"", "/", "?", "#"}:
                changed[place] = own + rest
        return response.with_values(changed) if changed else response


_NAME = re.compile(r"\{([^{}]*)\}")


def is_equal(one: Response, other: Response) -> bool:
    """Return whether two responses are equal, but for their dates and the form of their JSON."""
    if (one.status, _telling(one)) != (other.status, _telling(other)):
        return False
    if one.body == other.body:
        return True
    mine, others = one.json(), other.json()
    # In Python, 1, 1.0 and true are equal.
    return mine is not None and _canonical(mine) == _canonical(others)


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _telling(response: Response) -> list[tuple[str, str]]:
    return sorted(each for each in response.headers if each[0] != "date")


def _failed(status: int, reason: str) -> Response:
    return Response(status, (("content-type", "text/plain; charset=utf-8"),), reason.encode())


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _routes(spec: Spec) -> list[tuple[re.Pattern[str], Operation]]:
    """Return a pattern of the path of each operation; it captures the values in the path."""
    found = []
    for operation in spec.operations:
        texts = map(re.escape, _NAME.split(operation.path)[::2])
        found.append((re.compile("([^/]*)".join(texts)), operation))
    return found


@contextmanager
def proxied(upstream: Upstream) -> Iterator[Proxy]:
    """Serve a proxy on a free loopback port until the context ends.

    Raises:
        TimeoutError: It does not start or stop within ten seconds.
    """
    proxy = Proxy(upstream)
    with closing(upstream), serving(proxy) as origin:
        proxy.base_url = f"{origin}{upstream.base_path}"
        yield proxy
