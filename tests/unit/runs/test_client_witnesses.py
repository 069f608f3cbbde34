"""A law that passes through the client has seen a response of the server."""

import json
from pathlib import Path

import httpx
import pytest

import rollcall
from rollcall.spec import read_spec
from tests.support.rooms import rooms_body

_SPEC = Path(__file__).parents[3] / "openapi" / "telnyx-video.yaml"


def _takes_anything(request: httpx.Request) -> httpx.Response:
    """Return a page to every request, whatever its token and its parameters."""
    number = request.url.params.get("page[number]", "1")
    size = request.url.params.get("page[size]", "20")
    start, count = (int(each) if each.isdecimal() else 1 for each in (number, size))
    shown = [*range(1, 26)][(start - 1) * count : start * count]
    content = json.dumps(rooms_body(shown, start, count, 25)).encode("ascii")
    return httpx.Response(200, content=content, headers={"content-type": "application/json"})


@pytest.mark.parametrize("channel", ["client", "client-async"])
def test_what_a_client_refuses_itself_is_no_witness(channel: str) -> None:
    """No law of tokens or values passes on a server that takes any of them."""
    laws = ("auth.*", "value.*", "*.refused", "page.oversized")
    target = rollcall.Target(
        "http://api.test/v2", "s3cret-key", transport=httpx.MockTransport(_takes_anything)
    )
    config = rollcall.Config(seed=1, laws=laws, channels=(channel,), operations=("listRooms",))
    *_, last = rollcall.run(read_spec(_SPEC), target, config)
    assert isinstance(last, rollcall.RunFinished)
    verdicts = [each for each in last.report.verdicts if not each.law.startswith("conformance.")]
    assert verdicts
    assert {(each.law, each.subject) for each in verdicts if each.outcome == "pass"} == set()
