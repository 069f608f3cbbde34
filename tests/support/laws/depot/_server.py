"""The server on a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import field, frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rollcall.http import serving
from tests.support.laws.depot._ask import Ask
from tests.support.laws.depot._churn import Churn
from tests.support.laws.depot._lists import Lists
from tests.support.laws.depot._rows import Data, hard
from tests.support.laws.depot._steps import Steps

SPEC = Path(__file__).parent.with_name("_depot.yaml")
"""The document that the server keeps to."""

TOKEN = "Depot/s3cret+Token="  # noqa: S105 - it guards made-up rows on loopback
_BASE = "/v1"


@frozen
class Target:
    """A running server.

    Attributes:
        base_url: Its base URL.
        token: The token that it admits.
        lists: What answers; its steps can be exchanged between two requests.
    """

    base_url: str
    token: str = field(repr=False)
    lists: Lists = field(repr=False)


@contextmanager
def serve(
    steps: Steps | None = None, data: Data | None = None, churn: Churn | None = None
) -> Iterator[Target]:
    """Serve the lists on a loopback port that the system chooses, until the context ends.

    Requests are answered one at a time, in the server's thread, so that no change of the rows
    falls into an answer.

    Args:
        steps: The steps to the answers; the right ones unless given.
        data: The rows; the hard ones unless given.
        churn: What changes the rows before every request.

    """
    lists = Lists(hard() if data is None else data, steps or Steps(), churn)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        lists.count += 1
        path = scope["path"]
        ask = Ask(
            method=request.method,
            path=path.removeprefix(_BASE) if path.startswith(f"{_BASE}/") else "",
            query=scope["query_string"],
            authorizations=tuple(request.headers.getlist("authorization")),
            base_url=f"{str(request.base_url).rstrip('/')}{_BASE}",
            count=lists.count,
            token=TOKEN,
        )
        answer = lists.answer(ask)
        response = Response(answer.body, answer.status, dict(answer.headers))
        await response(scope, receive, send)

    with serving(app) as origin:
        yield Target(f"{origin}{_BASE}", TOKEN, lists)
