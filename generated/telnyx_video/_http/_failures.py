# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The errors of the package for the exceptions of httpx and of a caller's transport."""

import ssl
from collections.abc import Mapping
from typing import Final

import anyio
import httpx

from .._errors import ConnectionFailedError, Exchange, TimeoutExceededError, TransportError
from ._messages import Bounds, Request, exchange_without_response

__all__ = ["FAILURES", "closed", "too_late", "transport_error"]

# httpx parses the Location of a redirect that it does not follow; it may be invalid.
# A caller's transport or hook may raise exceptions that httpx itself does not.
FAILURES: Final = (
    httpx.HTTPError,
    httpx.StreamError,
    httpx.InvalidURL,
    httpx.CookieConflict,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    EOFError,
    OSError,
    RuntimeError,
    UnicodeError,
)


def closed(method: str, url: str) -> TransportError:
    """Return the error of a request after the client was closed; its address has no secrets."""
    return TransportError("the client is closed", Exchange(method, url, attempts=0))


def too_late(request: Request, bounds: Bounds) -> TimeoutExceededError:
    """Return the error of a response that is not complete at its deadline."""
    return bounds.exceeded(request, "the response was not complete in time (total_timeout)")


def transport_error(error: Exception, request: Request, bounds: Bounds) -> TransportError:
    """Return the error for an exception of httpx, or of a caller's transport."""
    failed = _translated(error, request, bounds)
    failed.cause = error
    if not isinstance(error, _OF_HTTPX):
        # A traceback leads to the caller's own code. The internals of httpx add nothing.
        failed.__cause__ = error
    return failed


def _translated(error: Exception, request: Request, bounds: Bounds) -> TransportError:
    problem = bounds.secrets.redact(str(error)) or type(error).__name__
    exchange = exchange_without_response(request, bounds.secrets)
    if bounds.remaining() <= 0:
        return too_late(request, bounds)
    if isinstance(error, httpx.TimeoutException):
        exceeded = TimeoutExceededError(_PHASES.get(type(error), problem), exchange)
        # Another attempt would wait for the same connections.
        exceeded.retryable = not isinstance(error, httpx.PoolTimeout)
        return exceeded
    if isinstance(error, OSError | EOFError | httpx.TransportError | anyio.BrokenResourceError):
        failed = ConnectionFailedError(problem, exchange)
        # Another attempt would fail in the same way.
        failed.retryable = not isinstance(error, _MISTAKES) and not _is_caused_by(
            error, ssl.SSLCertVerificationError
        )
        return failed
    if isinstance(error, httpx.InvalidURL | UnicodeError):
        problem = f"the response redirects to an invalid address: {problem}"
    elif isinstance(error, RuntimeError) and not isinstance(error, httpx.StreamError):
        problem = f"the transport raised {type(error).__name__}: {problem}"
        if "loop" in problem:
            problem += " (an httpx.AsyncClient of your own serves one event loop)"
    return TransportError(problem, exchange)


_OF_HTTPX = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict)
_PHASES: Mapping[type[Exception], str] = {
    httpx.ConnectTimeout: "no connection was made in time",
    httpx.ReadTimeout: "the server sent nothing in time",
    httpx.WriteTimeout: "the server did not take the request in time",
    httpx.PoolTimeout: (
        "no connection of the pool was free in time: raise the limits of the http_client, or lower "
        "the concurrency"
    ),
}
_MISTAKES = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)


def _is_caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error is not None
