"""The errors of an address that has no document."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

import rollcall


async def _page(_: Request) -> Response:
    return HTMLResponse("<!doctype html><title>Documentation</title>")


_APP = Starlette(routes=[Route("/docs", _page)])


@pytest.mark.parametrize(
    ("path", "problem"),
    [("/docs", "the response is an HTML page"), ("/openapi.jsn", "the response has status 404")],
)
def test_the_message_names_the_usual_address(path: str, problem: str) -> None:
    """A page for people, or a misspelled path, is a common slip."""
    with pytest.raises(rollcall.SpecError) as raised:
        rollcall.from_asgi(path, _APP)
    hint = "give the address of the OpenAPI document, such as /openapi.json or /api/schema/"
    assert str(raised.value) == f"{path}: the spec cannot be fetched: {problem}; {hint}"
