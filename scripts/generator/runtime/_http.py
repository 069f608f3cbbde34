"""The only module that touches httpx: requests out, responses in."""

import json
from typing import Any

import attrs
import httpx

from ._decoding import Decoder
from ._errors import (
    ArgumentError,
    ConnectionFailedError,
    StatusError,
    TimeoutExceededError,
    TransportError,
)

__all__ = [
    "AsyncConnection",
    "AsyncHTTPClient",
    "Connection",
    "HTTPClient",
    "Response",
    "Settings",
]

HTTPClient = httpx.Client
AsyncHTTPClient = httpx.AsyncClient
Response = httpx.Response

_OK = 200
_LONGEST_TIMEOUT = 86_400
_PORTS = range(1, 65536)


def _check_base_url(_settings: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    text = str(value)
    if "@" in text.partition("//")[2].partition("/")[0] or "?" in text or "#" in text:
        problem = "expected an address without credentials, query or fragment"
        raise ArgumentError("base_url", problem)
    try:
        url = httpx.URL(value)
        url.host.encode("idna")
        is_address = (
            isinstance(value, str)
            and url.scheme in {"http", "https"}
            and bool(url.host)
            and url.port in {None, *_PORTS}
            and not any(character.isspace() for character in value)
        )
    except (httpx.InvalidURL, TypeError, UnicodeError):
        is_address = False
    if not is_address:
        problem = f"expected an address such as https://api.example.com/v2, got {value!r}"
        raise ArgumentError("base_url", problem)


def _check_api_key(_settings: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    if not isinstance(value, str):
        raise ArgumentError("api_key", f"expected a str, got {type(value).__name__}")
    if not value:
        raise ArgumentError("api_key", "expected the API key, got the empty string")
    if not value.isascii() or not value.isprintable() or " " in value:
        problem = "the key holds a blank, a line break or another character that no key has"
        raise ArgumentError("api_key", problem)


def _check_timeout(_settings: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 < value <= _LONGEST_TIMEOUT:
        problem = f"expected seconds, more than 0 and at most a day, got {value!r}"
        raise ArgumentError("timeout", problem)


def _check_http_client(value: object, kind: type[object]) -> None:
    if value is not None and not isinstance(value, kind):
        raise ArgumentError("http_client", f"expected an httpx.{kind.__name__}, got {value!r}")


@attrs.frozen
class Settings:
    """What every request of a client has in common.

    Attributes:
        base_url: The address that paths are appended to.
        api_key: The secret that is sent as a Bearer token. It is not shown in the repr.
        timeout: How long to wait to connect, and for each part of the response, in seconds.
        user_agent: How the client names itself to the server.
        error_bodies: Decode the documented error bodies.
        status_errors: The exceptions by status code, or by its class, such as ``5XX``.
        fallback_error: The exception for every other status.
    """

    base_url: str = attrs.field(validator=_check_base_url)
    api_key: str = attrs.field(validator=_check_api_key, repr=False)
    timeout: float = attrs.field(validator=_check_timeout)
    user_agent: str
    error_bodies: tuple[Decoder[object], ...]
    status_errors: dict[str, type[StatusError]]
    fallback_error: type[StatusError]


class Connection:
    """Sends requests and waits for their responses."""

    def __init__(self, settings: Settings, http_client: HTTPClient | None) -> None:
        self._settings = settings
        _check_http_client(http_client, httpx.Client)
        self._owned = http_client is None
        self._http = http_client or httpx.Client()

    def close(self) -> None:
        """Close the connections, unless the HTTP client is the caller's own."""
        if self._owned:
            self._http.close()

    def get(self, path: str, query: str) -> Response:
        """Send a GET request.

        Raises:
            TransportError: No complete response was received.
            StatusError: The status is not 200.
        """
        request = _build_get(self._http, self._settings, path, query)
        try:
            response = self._http.send(request, auth=_NO_AUTH, follow_redirects=False)
        except httpx.RequestError as error:
            raise _transport_error(error, request) from error
        return _check_status(response, self._settings)


class AsyncConnection:
    """Sends requests and awaits their responses."""

    def __init__(self, settings: Settings, http_client: AsyncHTTPClient | None) -> None:
        self._settings = settings
        _check_http_client(http_client, httpx.AsyncClient)
        self._owned = http_client is None
        self._http = http_client or httpx.AsyncClient()

    async def aclose(self) -> None:
        """Close the connections, unless the HTTP client is the caller's own."""
        if self._owned:
            await self._http.aclose()

    async def get(self, path: str, query: str) -> Response:
        """Send a GET request.

        Raises:
            TransportError: No complete response was received.
            StatusError: The status is not 200.
        """
        request = _build_get(self._http, self._settings, path, query)
        try:
            response = await self._http.send(request, auth=_NO_AUTH, follow_redirects=False)
        except httpx.RequestError as error:
            raise _transport_error(error, request) from error
        return _check_status(response, self._settings)


_EXCERPT_LENGTH = 300

# Credentials that a caller's own HTTP client holds would otherwise replace the API key.
_NO_AUTH = httpx.Auth()


def _build_get(
    http: HTTPClient | AsyncHTTPClient, settings: Settings, path: str, query: str
) -> httpx.Request:
    # httpx would put the parameters of a caller's own HTTP client in place of the query.
    query = "&".join(filter(None, [query, str(http.params)]))
    url = settings.base_url.rstrip("/") + path + (f"?{query}" if query else "")
    headers = {
        "Accept": "application/json",
        "Authorization": f"Bearer {settings.api_key}",
        "User-Agent": settings.user_agent,
    }
    try:
        request = http.build_request("GET", url, headers=headers, timeout=settings.timeout)
        request.url = httpx.URL(url)
    except httpx.InvalidURL as error:
        problem = f"together they make an address of {len(url)} characters: {error}"
        raise ArgumentError("arguments", problem) from None
    return request


def _transport_error(error: httpx.RequestError, request: httpx.Request) -> TransportError:
    kind = TransportError
    if isinstance(error, httpx.TimeoutException):
        kind = TimeoutExceededError
    elif isinstance(error, httpx.TransportError):
        kind = ConnectionFailedError
    problem = str(error) or type(error).__name__
    return kind(problem, method=request.method, url=str(request.url))


def _check_status(response: Response, settings: Settings) -> Response:
    status = response.status_code
    if status == _OK:
        return response
    errors = settings.status_errors
    kind = errors.get(str(status)) or errors.get(f"{status // 100}XX") or settings.fallback_error
    reason = httpx.codes.get_reason_phrase(status)
    text = _redact(response.content.decode(errors="replace"), settings.api_key)
    excerpt = text[:_EXCERPT_LENGTH].strip()
    bodies = (decoder.decode_or_none(response.content) for decoder in settings.error_bodies)
    raise kind(
        f"{status} {reason}".rstrip() + (f": {excerpt}" if excerpt else ""),
        status=status,
        method=response.request.method,
        url=str(response.request.url),
        headers=dict(response.headers.items()),
        content=response.content,
        body=next(filter(None, bodies), None),
    )


def _redact(text: str, api_key: str) -> str:
    """Replace the key in what a server sent back, as it is and as JSON writes it."""
    for spelling in (api_key, json.dumps(api_key)[1:-1]):
        text = text.replace(spelling, "[redacted]")
    return text
