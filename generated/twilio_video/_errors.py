# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The exceptions of the package, which have one base."""

from collections.abc import Mapping
from typing import Any

import attrs

__all__ = [
    "ArgumentError",
    "ConnectionFailedError",
    "DecodingError",
    "Error",
    "Exchange",
    "InexactError",
    "ListChangedError",
    "PagingError",
    "RequestError",
    "SchemaError",
    "StatusError",
    "TimeoutExceededError",
    "TransportError",
    "shown",
]

_LONGEST_VALUE = 200


@attrs.frozen(eq=False, repr=False)
class Exchange:
    """The data of a request and its response, for an exception.

    Attributes:
        method: The request's method.
        url: The request's address, without secrets.
        status: The status code of the response; None without a response.
        headers: The response's headers, their names in lower case.
        content: The received part of the response's body.
        attempts: The number of times that the request was sent.
    """

    method: str
    url: str
    status: int | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    content: bytes = b""
    attempts: int = 1


class Error(Exception):
    """The base of all exceptions of this package.

    Attributes:
        retryable: Whether the same request may succeed later.
    """

    retryable: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        # Exception rebuilds itself from its text alone, which the classes below do not admit.
        # The cause may hold a request with its credentials.
        attributes = {name: each for name, each in self.__dict__.items() if name != "cause"}
        return _rebuild, (type(self), self.args, attributes)


class ArgumentError(Error, ValueError):
    """An argument is not admitted; no request was sent.

    Attributes:
        argument: The name of the argument.
        problem: What is wrong with it.
    """

    def __init__(self, argument: str, problem: str) -> None:
        super().__init__(f"{argument}: {problem}")
        self.argument = argument
        self.problem = problem


class InexactError(Error, ValueError):
    """Python's types cannot hold JSON that was sent; the text says which part of it."""


class RequestError(Error):
    """A request failed.

    Attributes:
        method: The request's method.
        url: The request's address, without secrets.
        status: The status code of the response; None without a response.
        headers: The response's headers, their names in lower case.
        content: The received part of the response's body.
        request_id: The ``X-Request-Id`` of the response, if it has one.
        attempts: The number of times that the request was sent.
        retry_after: The seconds that the server asks to wait before the next request, if any.
    """

    def __init__(self, problem: str, exchange: Exchange) -> None:
        super().__init__(f"{exchange.method} {exchange.url}: {problem}")
        self.method = exchange.method
        self.url = exchange.url
        self.status = exchange.status
        self.headers = dict(exchange.headers)
        self.content = exchange.content
        self.request_id = exchange.headers.get("x-request-id")
        self.attempts = exchange.attempts
        self.retry_after: float | None = None

    @property
    def failure(self) -> str:
        """The status, or the name of the exception, in a word."""
        return str(self.status or type(self).__name__)


class TransportError(RequestError):
    """No complete response was received.

    Attributes:
        cause: The exception of httpx, or of a transport or hook of your own, if there is one.
    """

    cause: Exception | None = None

    @property
    def failure(self) -> str:
        """The name of the exception."""
        return type(self.cause or self).__name__


class ConnectionFailedError(TransportError):
    """The connection could not be made, or broke before the response was complete."""

    retryable = True


class TimeoutExceededError(TransportError):
    """The server took longer than one of the client's timeouts."""

    retryable = True


class StatusError(RequestError):
    """The status of the response is not one of success.

    Attributes:
        status: The response's status code.
        body: The decoded body; None if it is not a documented one.
    """

    status: int

    def __init__(
        self,
        problem: str,
        exchange: Exchange,
        *,
        body: Any,  # noqa: ANN401 - each subclass declares its type
        retryable: bool,
    ) -> None:
        super().__init__(problem, exchange)
        self.body = body
        self.retryable = retryable


class DecodingError(RequestError):
    """The response's body cannot be read: it is too large, or not JSON."""


class SchemaError(DecodingError):
    """The response's body is JSON, but violates the documented schema.

    Attributes:
        path: The place in the body, as a JSON path such as ``$.data[0].id``.
        expected: The value that the schema admits there.
        got: The value in the body.
    """

    def __init__(self, exchange: Exchange, *, path: str, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}, at {path}", exchange)
        self.path = path
        self.expected = expected
        self.got = got


class PagingError(RequestError):
    """A page contradicts itself, the pages before it, or the request.

    Attributes:
        page: The number of the page; if pages are linked, the number of pages read so far.
    """

    def __init__(self, problem: str, exchange: Exchange, *, page: int) -> None:
        super().__init__(problem, exchange)
        self.page = page


class ListChangedError(PagingError):
    """Items were added to the list, or removed, between one page and the next."""

    retryable = True


def shown(value: object) -> str:
    """Return a value for an error's text, whatever it is."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - such as that of an int with too many digits
        return f"a value of type {type(value).__name__} that cannot be shown"
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


def _rebuild(kind: type[Error], args: tuple[object, ...], attributes: dict[str, object]) -> Error:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error
