# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Requests and responses: the names of httpx, and what is read of them."""

import time

import attrs
import httpx

from .._errors import Exchange, TimeoutExceededError
from .._redaction import Secrets

__all__ = [
    "AsyncHTTPClient",
    "Bounds",
    "HTTPClient",
    "Request",
    "Response",
    "Timeout",
    "absolute",
    "exchange_of",
    "exchange_without_response",
    "header_boolean",
    "header_link",
    "header_number",
    "header_text",
    "is_address",
    "reason_phrase",
    "received",
    "same_origin",
    "with_scheme_of",
]

HTTPClient = httpx.Client
AsyncHTTPClient = httpx.AsyncClient
Request = httpx.Request
Response = httpx.Response
Timeout = httpx.Timeout

_PORTS = range(1, 65536)
_ATTEMPTS = f"{__package__}.attempts"


@attrs.frozen(eq=False, repr=False)
class Bounds:
    """The bounds of a response in time and size.

    Attributes:
        timeout: How long each part of the exchange may take.
        deadline: When the exchange ends at the latest, by the monotonic clock.
        max_body: The largest body, in bytes after decompression.
        secrets: The secrets, which no exception shows.
    """

    timeout: Timeout
    deadline: float
    max_body: int
    secrets: Secrets

    def remaining(self) -> float:
        """Return the seconds until the deadline."""
        return self.deadline - time.monotonic()

    def exceeded(self, request: Request, problem: str) -> TimeoutExceededError:
        """Return the error of a deadline that has passed."""
        return TimeoutExceededError(problem, exchange_without_response(request, self.secrets))


def is_address(value: object) -> bool:
    """Return whether a value is an absolute http or https address."""
    if not isinstance(value, str) or any(character.isspace() for character in value):
        return False
    try:
        url = httpx.URL(value)
        url.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError):
        return False
    has_port = url.port is None or url.port in _PORTS
    return url.scheme in {"http", "https"} and bool(url.host) and has_port


def absolute(base: str, reference: str) -> str | None:
    """Resolve a link against the address it was found at; None where it is not an address."""
    try:
        return str(httpx.URL(base).join(reference))
    except httpx.InvalidURL:
        return None


def same_origin(one: str, other: str) -> bool:
    """Return whether two addresses have the same scheme, host and port."""
    left, right = httpx.URL(one), httpx.URL(other)
    return (left.scheme, left.host, _port(left)) == (right.scheme, right.host, _port(right))


def with_scheme_of(base: str, url: str) -> str:
    """Return an address with https in place of http, if a base address of the same host has it."""
    secure, plain = httpx.URL(base), httpx.URL(url)
    is_behind = (secure.scheme, plain.scheme) == ("https", "http") and secure.host == plain.host
    return str(plain.copy_with(scheme="https", port=secure.port)) if is_behind else url


def header_boolean(response: Response, name: str) -> bool | None:
    """Return the boolean in a header; None if there is none."""
    return {"true": True, "false": False}.get(response.headers.get(name, "").lower())


def header_link(response: Response, relation: str) -> str | None:
    """Return the URL of the first link of a relation type in the header Link (RFC 8288)."""
    for relations, link in response.links.items():
        if relation in str(relations).lower().split():
            return link.get("url")
    return None


def header_number(response: Response, name: str) -> int | None:
    """Return the decimal number in a header; None if there is none."""
    text = response.headers.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else None


def header_text(response: Response, name: str) -> str | None:
    """Return the text of a header; None if there is none."""
    text: str | None = response.headers.get(name)
    return text


def received(response: Response, attempts: int) -> Response:
    """Record the number of attempts with a response."""
    response.extensions[_ATTEMPTS] = attempts
    return response


def reason_phrase(status: int) -> str:
    """Return the reason phrase of a status."""
    return httpx.codes.get_reason_phrase(status)


def exchange_of(response: Response, secrets: Secrets, content: bytes | None = None) -> Exchange:
    """Return the data of a response for an exception.

    Args:
        response: The response.
        secrets: The secrets, which no exception shows.
        content: The received part of the body, if it was not received whole.
    """
    request = response.request
    return Exchange(
        request.method,
        secrets.redact(str(request.url)),
        response.status_code,
        dict(response.headers.items()),
        response.content if content is None else content,
        response.extensions.get(_ATTEMPTS, 1),
    )


def exchange_without_response(request: Request, secrets: Secrets) -> Exchange:
    """Return the data of a request without a response for an exception."""
    return Exchange(request.method, secrets.redact(str(request.url)))


def _port(url: httpx.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)
