"""What every request passes before its path is looked at."""

from attrs import define, field
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_tests.sandbox._auth import Known, Tokens, Unknown
from contract_tests.sandbox._rate_limit import Allowance, RateLimit, RateLimiter
from contract_tests.sandbox._refusal import Refusal
from contract_tests.sandbox.telnyx import _errors

# RFC 9110, section 4.1, recommends that at least 8000 bytes be read.
MAX_TARGET = 16_384


@define
class Gate:
    """ASGI middleware: the rate limit, then the token, then the length of the target.

    All requests without a valid token share one window of the rate limit.
    """

    app: ASGIApp
    tokens: Tokens
    rate_limit: RateLimit | None
    _limiter: RateLimiter | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._limiter = None if self.rate_limit is None else RateLimiter(self.rate_limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sender = self.tokens.identify(scope["headers"])
        refusal = _refusal(sender, scope)
        if self._limiter is not None:
            allowance = self._limiter.spend(sender if isinstance(sender, Known) else None)
            send = _telling(allowance, send)
            if allowance.exceeded:
                refusal = _errors.too_many_requests(allowance.reset)
        app = self.app if refusal is None else _errors.error_response(refusal)
        await app(scope, receive, send)


def _refusal(sender: Known | Unknown, scope: Scope) -> Refusal | None:
    if isinstance(sender, Unknown):
        return _errors.unauthorized(presented=sender.presented)
    if not sender.admitted:
        return _errors.forbidden()
    target = scope.get("raw_path") or scope["path"].encode()
    if len(target) + len(scope["query_string"]) > MAX_TARGET:
        return _errors.target_too_long(MAX_TARGET)
    return None


def _telling(allowance: Allowance, send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(allowance.headers())
        await send(message)

    return send_with_headers
