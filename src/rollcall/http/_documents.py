"""Fetches an OpenAPI document: over HTTP, or from an ASGI application in this process."""

import asyncio
from typing import Any

import httpx

from rollcall.spec import SpecError

__all__ = ["fetch", "fetch_from_app"]

_SECONDS = 30.0
_OK = 200


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


def fetch_from_app(path: str, app: Any) -> str:  # noqa: ANN401 - an ASGI application
    """Return the document that an ASGI application serves at a path.

    Raises:
        SpecError: The application serves no document there.
    """
    return _text(path, asyncio.run(_ask(path, app)))


async def _ask(path: str, app: Any) -> httpx.Response:  # noqa: ANN401
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get(path)


def _text(place: str, response: httpx.Response) -> str:
    if response.status_code != _OK:
        status = response.status_code
        raise SpecError(f"{place}: the spec cannot be fetched: the response has status {status}")
    return response.text
