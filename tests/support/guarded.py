"""Example APIs whose list is guarded by one or several security schemes, at any place."""

from collections.abc import Callable, Mapping, Sequence
from http.cookies import SimpleCookie
from typing import Any

import httpx
from attrs import frozen

from tests.support.api import Api

__all__ = ["SCHEMES", "Guarded", "given_at", "guarded"]

SCHEMES: Mapping[str, Mapping[str, object]] = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "oauth": {"type": "oauth2", "flows": {}},
    "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://id.test/"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "api key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "digest": {"type": "http", "scheme": "digest"},
}
"""A security scheme of each kind, by its name."""


def given_at(scheme: str, request: httpx.Request) -> str | None:
    """Return the value at the place of a scheme; None if there is none."""
    if scheme == "query":
        return dict(request.url.params).get("api key")
    if scheme == "cookie":
        cookies = SimpleCookie(request.headers.get("cookie", ""))
        return cookies["session"].value if "session" in cookies else None
    return dict(request.headers).get("x-api-key" if scheme == "header" else "authorization")


@frozen
class Guarded(Api):
    """An API that refuses some requests with the status 401.

    Attributes:
        security: The security of the document.
        is_open: Returns whether a request is admitted.
    """

    security: Sequence[Mapping[str, Sequence[str]]] = ()
    is_open: Callable[[httpx.Request], bool] = lambda _: True

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        document = super().document
        document["security"] = [*self.security]
        document["components"] = {"securitySchemes": SCHEMES}
        return document

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        if not self.is_open(request):
            return httpx.Response(401, json={"problem": "token"})
        return super().respond(request)


def guarded(scheme: str, accepts: Callable[[str | None], bool]) -> Guarded:
    """Return an API with one scheme, which admits some values at its place."""
    return Guarded(
        security=[{scheme: []}], is_open=lambda request: accepts(given_at(scheme, request))
    )
