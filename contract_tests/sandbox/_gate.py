"""What every request passes before its path is looked at."""

from collections.abc import Mapping

from attrs import define, field
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_tests.sandbox._auth import Known, Senders, Unknown
from contract_tests.sandbox._rate_limit import RateLimit, RateLimiter
from contract_tests.sandbox._refusal import Refusal
from contract_tests.sandbox._refusals import Refusals

# RFC 9110, section 4.1, recommends that at least 8000 bytes be read.
MAX_TARGET = 16_384


@define
class Gate:
    """ASGI middleware: the rate limit, then the credentials, then the length of the target.

    All requests without valid credentials share one window of the rate limit.
    """

    app: ASGIApp
    senders: Senders
    rate_limit: RateLimit | None
    refusals: Refusals
    _limiter: RateLimiter | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._limiter = None if self.rate_limit is None else RateLimiter(self.rate_limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sender = self.senders.identify(scope["headers"])
        refusal = self._refusal(sender, scope)
        if self._limiter is not None:
            allowance = self._limiter.spend(sender if isinstance(sender, Known) else None)
            send = _telling(self.refusals.rate_headers(allowance), send)
            if allowance.exceeded:
                refusal = self.refusals.too_many_requests(allowance.reset)
        app = (
            self.app
            if refusal is None
            else self.refusals.error_response(refusal, Headers(scope=scope))
        )
        await app(scope, receive, send)

    def _refusal(self, sender: Known | Unknown, scope: Scope) -> Refusal | None:
        if isinstance(sender, Unknown):
            return self.refusals.unauthorized(presented=sender.presented)
        if not sender.admitted:
            return self.refusals.forbidden()
        target = scope.get("raw_path") or scope["path"].encode()
        if len(target) + len(scope["query_string"]) > MAX_TARGET:
            return self.refusals.target_too_long(MAX_TARGET)
        return None


def _telling(headers: Mapping[str, str], send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return send_with_headers
