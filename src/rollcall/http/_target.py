"""The server that is tested."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import attrs
import httpx

from rollcall.http._keyring import Token
from rollcall.http._token_source import TokenSource, checked_token
from rollcall.http._variable import TOKEN_VARIABLE
from rollcall.spec import UsageError

__all__ = ["Target"]


def _base_url(text: str) -> str:
    """Check the address of a server, and return it without a slash at its end."""
    if not text:
        return text
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"URL: expected an address such as https://api.example.com/v2, got {text}")
    if parts.username or parts.password:
        raise UsageError(f"URL: leave user and password out; pass --token or set {TOKEN_VARIABLE}")
    if parts.query or parts.fragment:
        raise UsageError(f"URL: expected neither a query nor a fragment, got {text}")
    return text.rstrip("/")


_Given = str | TokenSource | Callable[[], str]


def _token(token: _Given | Mapping[str, _Given]) -> Token:
    if isinstance(token, str):
        return checked_token(token)
    if isinstance(token, Mapping):
        return {name: _one(each) for name, each in token.items()}
    return _one(token)


def _one(token: _Given) -> str | TokenSource:
    if isinstance(token, str):
        return checked_token(token)
    return token if isinstance(token, TokenSource) else TokenSource(token)


@attrs.frozen
class Target:
    """The server that is tested.

    Attributes:
        base_url: Its address, without a slash at the end, such as ``https://api.example.com/v2``.
            Empty: the application that the spec comes from, see ``from_asgi``.
        token: The token that authenticates a request; ``user:password`` for HTTP Basic. Or the
            tokens by the names of their security schemes, the empty name being for all others. A
            function without arguments returns a token, and a new one when the server refuses it.
        parents: The given values of path parameters, by their names; a run finds the others itself.
        headers: The headers that every request carries. Values of headers such as ``X-Api-Key``
            are secret.
        params: The query parameters that every request carries.
        transport: Sends the requests in place of sockets, such as ``httpx.WSGITransport(app)``.
            Several threads use it, and no run closes it. No limit applies to the time of a complete
            response.

    Raises:
        UsageError: The address, the token or the transport cannot be used.
    """

    base_url: str = attrs.field(default="", converter=_base_url)
    token: Token = attrs.field(default="", converter=_token, repr=False)
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    headers: Mapping[str, str] = attrs.field(default=MappingProxyType({}), repr=False, kw_only=True)
    params: Mapping[str, str] = attrs.field(default=MappingProxyType({}), repr=False, kw_only=True)
    transport: httpx.BaseTransport | None = attrs.field(default=None, repr=False, kw_only=True)

    def within(self, app: Any, path: str) -> "Target":  # noqa: ANN401 - a WSGI application
        """Return this target with the address of a WSGI application in this process.

        Args:
            app: The application.
            path: The base path.
        """
        base_url = f"http://localhost{path}"
        return attrs.evolve(self, base_url=base_url, transport=httpx.WSGITransport(app))

    @transport.validator
    def _check_transport(self, _attribute: object, value: object) -> None:
        if value is None:
            return
        if not isinstance(value, httpx.BaseTransport):
            kind = type(value).__name__
            raise UsageError(f"transport: expected an httpx.BaseTransport, got {kind}")
        if not self.base_url:
            raise UsageError("transport: expected a base URL too, such as http://app.test")
