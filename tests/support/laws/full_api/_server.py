"""The API as a function from a request to its response, and as a server on a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import httpx
from attrs import field, frozen

from rollcall.http import serving
from rollcall.spec import Spec, read_spec
from tests.support.api import asgi
from tests.support.laws.full_api._churn import Churn
from tests.support.laws.full_api._lists import Lists
from tests.support.laws.full_api._messages import Request
from tests.support.laws.full_api._rows import Data, hard
from tests.support.laws.full_api._steps import Steps

SPEC = Path(__file__).parent.with_suffix(".yaml")
"""The document of the API."""

_BASE = "/v1"
_TOKEN = "Depot/s3cret+Token="  # noqa: S105 - it guards made-up rows on loopback


@frozen
class FullApi:
    """The API in this process.

    Attributes:
        lists: The lists, which respond by their steps.
        token: The token that it admits.
        base_url: Its base URL.
    """

    lists: Lists = field(repr=False)
    token: str = _TOKEN
    base_url: str = f"http://api.test{_BASE}"

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return _spec()

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        self.lists.count += 1
        url = request.url
        received = Request(
            method=request.method,
            path=url.path.removeprefix(_BASE) if url.path.startswith(f"{_BASE}/") else "",
            query=url.query,
            authorizations=tuple(request.headers.get_list("authorization")),
            base_url=f"{url.scheme}://{url.netloc.decode()}{_BASE}",
            count=self.lists.count,
            token=self.token,
        )
        sent = self.lists.response(received)
        return httpx.Response(sent.status, headers=sent.headers, content=sent.body)


@cache
def _spec() -> Spec:
    return read_spec(SPEC)


def full_api(
    steps: Steps | None = None, data: Data | None = None, churn: Churn | None = None
) -> FullApi:
    """Build the API.

    Args:
        steps: The steps to the responses; the correct ones unless given.
        data: The rows; the hard ones unless given.
        churn: What changes the rows before every request.
    """
    return FullApi(Lists(hard() if data is None else data, steps or Steps(), churn))


@contextmanager
def serve(api: FullApi) -> Iterator[str]:
    """Serve the API on a loopback port that the system chooses, and yield its base URL."""
    with serving(asgi(api.respond)) as origin:
        yield f"{origin}{_BASE}"
