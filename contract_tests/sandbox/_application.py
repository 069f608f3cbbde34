"""Applications: what every request passes, whichever API it is sent to."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from attrs import define, field
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_tests.sandbox._auth import Credentials, Sender
from contract_tests.sandbox._errors import Errors, Refusal
from contract_tests.sandbox._rate_limit import Allowance, RateLimit, RateLimiter

# RFC 9110, section 4.1, recommends that at least 8000 bytes be read.
_MAX_TARGET = 16_384


def application(
    routes: Sequence[Route],
    methods: Sequence[str],
    credentials: Credentials,
    rate_limit: RateLimit | None,
    errors: Errors,
) -> Starlette:
    """Build an ASGI application: the gate first, then the routes, which have these methods."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        return errors.render(error, request.headers)

    async def not_routed(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = ", ".join(methods)
            detail = f"This path answers {allowed} only."
            refusal = errors.refusal(405, detail, headers={"allow": allowed})
        else:
            refusal = errors.refusal(404, errors.paths)
        return errors.render(refusal, request.headers)

    async def failed(request: Request, _error: Exception) -> Response:
        refusal = errors.refusal(500, "The sandbox failed; its log says how.")
        return errors.render(refusal, request.headers)

    for route in routes:
        # Starlette adds HEAD by itself.
        route.methods = set(methods)
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Gate, credentials, rate_limit, errors)],
        exception_handlers={Refusal: refused, HTTPException: not_routed, Exception: failed},
    )
    # A path with a slash too many is another path, not a reason to redirect.
    app.router.redirect_slashes = False
    return app


@define
class Gate:
    """ASGI middleware: the rate limit, then the credentials, then the length of the target.

    All requests without valid credentials share one window of the rate limit.
    """

    app: ASGIApp
    credentials: Credentials
    rate_limit: RateLimit | None
    errors: Errors
    _limiter: RateLimiter | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._limiter = None if self.rate_limit is None else RateLimiter(self.rate_limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sender = self.credentials.identify(scope["headers"])
        refusal = self._refusal(sender, scope)
        if self._limiter is not None:
            allowance = self._limiter.spend(sender if sender.is_known else None)
            send = _with_headers(self._rate_headers(allowance), send)
            if allowance.exceeded:
                detail = (
                    "The requests of this window are spent; the next one starts in "
                    f"{allowance.reset} s."
                )
                refusal = self.errors.refusal(429, detail)
        app = self.app if refusal is None else self.errors.render(refusal, Headers(scope=scope))
        await app(scope, receive, send)

    def _refusal(self, sender: Sender, scope: Scope) -> Refusal | None:
        if not sender.is_known:
            presented = sender is Sender.UNKNOWN
            challenge = {"www-authenticate": self.errors.challenges[presented]}
            return self.errors.refusal(401, self.errors.unauthorized[presented], headers=challenge)
        if sender is Sender.FORBIDDEN:
            return self.errors.refusal(403, self.errors.forbidden)
        target = scope.get("raw_path") or scope["path"].encode()
        if len(target) + len(scope["query_string"]) > _MAX_TARGET:
            # RFC 9110, section 15.5.15.
            detail = f"Path and query together may be {_MAX_TARGET} bytes long."
            return self.errors.refusal(414, detail)
        return None

    def _rate_headers(self, allowance: Allowance) -> Mapping[str, str]:
        headers = {}
        if self.errors.counts_down:
            headers = {
                "x-ratelimit-limit": str(allowance.limit),
                "x-ratelimit-remaining": str(allowance.remaining),
                "x-ratelimit-reset": str(allowance.reset),
            }
        return headers | {"retry-after": str(allowance.reset)} if allowance.exceeded else headers


def _with_headers(headers: Mapping[str, str], send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return send_with_headers
