"""A page that the client refuses is one cause, which names the side that is wrong."""

import json
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

import rollcall
from rollcall.runs import Cause
from rollcall.spec import read_spec
from tests.support.rooms import rooms_body

_SPEC = Path(__file__).parents[3] / "openapi" / "telnyx-video.yaml"
_LAWS = ("page.length", "page.partition", "page.identity", "page.totals")
_CHANNELS = ("client", "client-async", "client-ahead")


@pytest.fixture(scope="module", name="spec")
def spec_with_a_client() -> rollcall.Spec:
    """Return a spec whose client is generated."""
    return read_spec(_SPEC)


def _causes(spec: rollcall.Spec, fields: Mapping[str, object]) -> tuple[Cause, ...]:
    """Check the list of rooms, each of which has some fields, through the clients."""

    def respond(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page[number]", "1"))
        size = int(request.url.params.get("page[size]", "20"))
        shown = range(1, 26)[(number - 1) * size : number * size]
        body = rooms_body([*shown], number, size, 25)
        body["data"] = [{**each, **fields} for each in body["data"]]  # type: ignore[attr-defined]
        content = json.dumps(body).encode("ascii")
        return httpx.Response(200, content=content, headers={"content-type": "application/json"})

    target = rollcall.Target("http://api.test/v2", "key", transport=httpx.MockTransport(respond))
    config = rollcall.Config(seed=1, laws=_LAWS, channels=_CHANNELS, operations=("listRooms",))
    (report,) = (
        each.report
        for each in rollcall.run(spec, target, config)
        if isinstance(each, rollcall.RunFinished)
    )
    return report.causes


def test_a_client_that_is_stricter_than_the_spec_is_one_cause(spec: rollcall.Spec) -> None:
    """Python has no year 0, which RFC 3339 has: every law fails, for one reason."""
    (cause,) = _causes(spec, {"updated_at": "0000-01-01T00:00:00Z"})
    place = "/data/*/updated_at"
    assert cause.id == f"client listRooms {place}"
    assert cause.title.startswith(f"listRooms: the client is stricter than the spec at {place}: ")
    assert {each.channel for each in cause.violations} == {*_CHANNELS}
    assert len({each.law for each in cause.violations}) > 1


def test_a_page_that_breaks_its_schema_is_the_cause_of_all_refusals(spec: rollcall.Spec) -> None:
    """The conformance check and the clients name the same place."""
    (cause,) = _causes(spec, {"max_participants": 10.5})
    assert cause.id == "schema listRooms /data/*/max_participants"
    laws = {each.law for each in cause.violations}
    assert "conformance.response_schema_conformance" in laws
    assert {each.channel for each in cause.violations} >= {*_CHANNELS}


def test_a_text_that_is_not_unicode_is_the_cause_of_all_refusals(spec: rollcall.Spec) -> None:
    """A client and plain HTTP name the same place."""
    (cause,) = _causes(spec, {"unique_name": "\ud83d"})
    assert cause.id == "unreadable listRooms /data/*/unique_name"


def test_a_bug_in_a_check_of_the_client_is_an_incomplete_run(spec: rollcall.Spec) -> None:
    """The exception is reported with the check, and the run neither passes nor fails."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.headers["authorization"] == "Bearer keyx":  # the wrong key of the check
            raise ZeroDivisionError("a bug of the transport")
        content = json.dumps(rooms_body([1], 1, 20, 1)).encode("ascii")
        return httpx.Response(200, content=content, headers={"content-type": "application/json"})

    target = rollcall.Target("http://api.test/v2", "key", transport=httpx.MockTransport(respond))
    laws = ("conformance.wrong_key_is_an_error",)
    config = rollcall.Config(seed=1, laws=laws, operations=("listRooms",))
    *_, finished = rollcall.run(spec, target, config)
    assert isinstance(finished, rollcall.RunFinished)
    (error,) = finished.report.errors
    assert "ZeroDivisionError" in error.reason
    assert finished.report.exit_code == 3
    assert not finished.report.violations
