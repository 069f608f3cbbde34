"""The parts of an application that both APIs share: rate limit, credentials, errors."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from attrs import define, field, frozen
from attrs.converters import optional
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_tests.sandbox._auth import KNOWN, Credentials, Sender, checked_token
from contract_tests.sandbox._http import Errors, Refusal

# RFC 9110, section 4.1, recommends that at least 8000 bytes be read.
_MAX_TARGET = 16_384


@frozen
class RateLimit:
    """A number of requests in a window of seconds, for each sender.

    `clock` returns the time in seconds.
    """

    requests: int
    window: float
    clock: Callable[[], float] = time.monotonic


@frozen
class Access:
    """The credentials and the rate limit of a sandbox.

    `token` is the bearer token of Telnyx, and the auth token of the Twilio account, whose SID
    follows from the seed. A request with `forbidden_token` instead is 403. Raises `ValueError` for
    a token that no header can carry.
    """

    seed: int
    token: str = field(repr=False, converter=checked_token)
    forbidden_token: str | None = field(repr=False, converter=optional(checked_token))
    rate_limit: RateLimit | None


@frozen
class Api:
    """One of the APIs of a running sandbox, such as that at `http://127.0.0.1:8000/v2`.

    It admits `token` and `other_tokens`: bearer tokens, or `user:password` for Basic
    authentication. `parents` has the values of path parameters that no list of this API contains;
    the room with most participants comes first, empty rooms come last.
    """

    base_url: str
    token: str = field(repr=False)
    parents: Mapping[str, tuple[str, ...]] = field(factory=dict)
    other_tokens: tuple[str, ...] = field(default=(), repr=False)


def application(
    routes: Sequence[Route],
    methods: Sequence[str],
    credentials: Credentials,
    rate_limit: RateLimit | None,
    errors: Errors,
) -> Starlette:
    """Build an ASGI application from its routes, which all have these methods."""

    async def refused(request: Request, error: Exception) -> Response:
        if isinstance(error, Refusal):
            refusal = error
        elif not isinstance(error, HTTPException):
            refusal = errors.refusal(500, "The sandbox failed; see its log.")
        elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = ", ".join(methods)
            refusal = errors.refusal(405, f"This path allows {allowed} only.", allow=allowed)
        else:
            refusal = errors.refusal(404, errors.paths)
        return errors.render(refusal, request.headers)

    for route in routes:
        # Starlette adds HEAD by itself.
        route.methods = set(methods)
    app = Starlette(
        routes=routes,
        middleware=[Middleware(_Gate, credentials, rate_limit, errors)],
        exception_handlers=dict.fromkeys((Refusal, HTTPException, Exception), refused),
    )
    # A path with a slash too many is another path, not a reason to redirect.
    app.router.redirect_slashes = False
    return app


@define
class _Gate:
    """ASGI middleware: the rate limit, then the credentials, then the length of the target."""

    app: ASGIApp
    credentials: Credentials
    rate_limit: RateLimit | None
    errors: Errors
    # The end of a sender's window, and the requests so far. Unknown senders share one window.
    _windows: dict[Sender | None, tuple[float, int]] = field(factory=dict, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sender = self.credentials.identify(scope["headers"])
        refusal = self._refusal(sender, scope)
        if self.rate_limit is not None:
            left, reset = self._spend(self.rate_limit, sender if sender in KNOWN else None)
            send = _with_headers(self._rate_headers(self.rate_limit, left, reset), send)
            if left < 0:
                detail = "This window has no requests left; the next one starts in"
                refusal = self.errors.refusal(429, f"{detail} {reset} s.")
        app = self.app if refusal is None else self.errors.render(refusal, Headers(scope=scope))
        await app(scope, receive, send)

    def _refusal(self, sender: Sender, scope: Scope) -> Refusal | None:
        errors = self.errors
        if sender not in KNOWN:
            presented = sender is Sender.UNKNOWN
            challenge = errors.challenges[presented]
            return errors.refusal(401, errors.unauthorized[presented], www_authenticate=challenge)
        if sender is Sender.FORBIDDEN:
            return errors.refusal(403, errors.forbidden)
        target = scope.get("raw_path") or scope["path"].encode()
        if len(target) + len(scope["query_string"]) > _MAX_TARGET:
            # RFC 9110, section 15.5.15.
            return errors.refusal(414, f"Path and query together may be {_MAX_TARGET} bytes long.")
        return None

    def _spend(self, rate: RateLimit, sender: Sender | None) -> tuple[int, int]:
        """Count a request; return the number left, and the seconds to the end of the window."""
        now = rate.clock()
        ends, spent = self._windows.get(sender, (now, 0))
        if now >= ends:
            ends, spent = now + rate.window, 0
        self._windows[sender] = ends, spent + 1
        return rate.requests - spent - 1, math.ceil(ends - now)

    def _rate_headers(self, rate: RateLimit, left: int, reset: int) -> dict[str, str]:
        counts = {"limit": rate.requests, "remaining": max(0, left), "reset": reset}
        headers = {f"x-ratelimit-{name}": str(count) for name, count in counts.items()}
        after = {"retry-after": str(reset)} if left < 0 else {}
        return headers | after if self.errors.counts_down else after


def _with_headers(headers: Mapping[str, str], send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return send_with_headers
