"""Requests to a depot server, and the lists that come back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

import httpx
from attrs import frozen

from tests.support.laws.depot import Row, Target

SIZES = {"depots": "size", "parcels": "size", "scans": "per"}
"""The parameter that says how many rows a page holds, by list."""


@frozen
class Reader:
    """Reads from a server, with its token."""

    client: httpx.Client
    served: Target

    def get(self, target: str, **parameters: str | int) -> httpx.Response:
        """Send a GET for a path below the base URL."""
        return self.client.get(f"{self.served.base_url}{target}", params=parameters or None)

    def page(self, target: str, **parameters: str | int) -> dict[str, Any]:
        """Read one page."""
        response = self.get(target, **parameters)
        assert response.status_code == 200, (target, parameters, response.text)
        body: dict[str, Any] = response.json()
        return body

    def listed(self, target: str, **parameters: str | int) -> list[Row]:
        """Read a whole list, page by page: by the numbers of the pages, or by their links."""
        kind = target.rpartition("/")[2]
        body = self.page(target, **parameters)
        rows: list[Row] = body[kind]
        if kind == "scans":
            while body["links"]["next"]:
                body = self.follow(body["links"]["next"])
                rows += body[kind]
            return rows
        for number in range(2, body["page"]["pages"] + 1):
            rows += self.page(target, **{**parameters, "number": number})[kind]
        return rows

    def follow(self, link: str) -> dict[str, Any]:
        """Read the page that a link leads to."""
        body: dict[str, Any] = self.client.get(urljoin(self.served.base_url, link)).json()
        return body


@contextmanager
def reading(served: Target) -> Iterator[Reader]:
    """Read from a server until the context ends."""
    headers = {"authorization": f"Bearer {served.token}"}
    with httpx.Client(headers=headers, trust_env=False) as client:
        yield Reader(client, served)
