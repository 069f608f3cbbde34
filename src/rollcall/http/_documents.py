"""Fetches an OpenAPI document: over HTTP, or from an application in this process."""

import asyncio
import inspect
from typing import Any

import httpx

from rollcall.spec import SpecError

__all__ = ["fetch", "fetch_from_app", "is_wsgi"]

_SECONDS = 30.0
_OK = 200
_WSGI_ARGUMENTS = 2
_ORIGIN = "http://localhost"


def fetch(url: str) -> str:
    """Fetch the document at an address.

    Raises:
        SpecError: The document cannot be fetched.
    """
    try:
        response = httpx.get(url, timeout=_SECONDS, follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SpecError(f"{url}: the spec cannot be fetched: {error}") from None
    return _text(url, response)


def is_wsgi(app: Any) -> bool:  # noqa: ANN401 - an application
    """Return whether an application is one of WSGI, whose calls take two arguments."""
    try:
        parameters = inspect.signature(app).parameters.values()
    except (TypeError, ValueError):
        return False
    needed = [each for each in parameters if each.default is each.empty]
    return len([each for each in needed if each.kind is not each.VAR_KEYWORD]) == _WSGI_ARGUMENTS


def fetch_from_app(path: str, app: Any) -> str:  # noqa: ANN401 - an application
    """Return the document that an ASGI or a WSGI application serves at a path.

    Raises:
        SpecError: The application serves no document there.
    """
    if is_wsgi(app):
        with httpx.Client(transport=httpx.WSGITransport(app), base_url=_ORIGIN) as client:
            return _text(path, client.get(path))
    return _text(path, asyncio.run(_ask(path, app)))


async def _ask(path: str, app: Any) -> httpx.Response:  # noqa: ANN401
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=_ORIGIN) as client:
        return await client.get(path)


def _text(place: str, response: httpx.Response) -> str:
    problem = None
    if response.status_code != _OK:
        problem = f"the response has status {response.status_code}"
    elif "html" in response.headers.get("content-type", ""):
        problem = "the response is an HTML page"
    if problem is not None:
        hint = "give the address of the OpenAPI document, such as /openapi.json or /api/schema/"
        raise SpecError(f"{place}: the spec cannot be fetched: {problem}; {hint}")
    return response.text
