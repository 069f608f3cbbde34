"""Lists of a parent: found parents, and given parents."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.checks import check
from tests.support.faulty import TOKEN, Ask, Request, Response, Server, faulty_server

pytestmark = pytest.mark.xdist_group("runs")


@pytest.fixture(scope="module", name="server")
def running_sandbox() -> Iterator[Server]:
    """Serve one sandbox for the tests of this module."""
    with faulty_server() as server:
        yield server


@pytest.fixture(scope="module", name="rooms")
def rooms_with_a_session(server: Server) -> list[str]:
    """Return the ids of the rooms that have a session."""
    headers = {"authorization": f"Bearer {TOKEN}"}
    response = httpx.get(f"{server.base_url}/rooms", headers=headers, trust_env=False)
    return [each["id"] for each in response.json()["data"] if each["active_session_id"]]


def test_laws_are_checked_on_the_parent_that_is_given(
    server: Server, rooms: list[str], tmp_path: Path
) -> None:
    """With --parent, no other parent is listed."""
    server.breaks()
    parent = rooms[-1]
    laws = ("--operation=listRoomSessions", "--law=page.echo", "--channel=http")
    outcome = check(tmp_path, server.base_url, "--parent", f"room_id={parent}", *laws)
    assert outcome.status == 0, outcome.output
    assert outcome.verdicts("page.echo")
    assert {each["parent"] for each in outcome.report["baselines"]} <= {parent}
    assert {each.split("/")[3] for each in server.targets if "/sessions" in each} == {parent}


def test_generated_requests_use_the_parent_that_is_given(
    server: Server, rooms: list[str], tmp_path: Path
) -> None:
    """Four in five valid requests name it."""
    server.breaks()
    options = ("--operation=listRoomSessions", "--law=conformance.coverage", "--max-requests=150")
    check(tmp_path, server.base_url, "--parent", f"room_id={rooms[-1]}", *options)
    asked = [each for each in server.targets if re.fullmatch(r"/v2/rooms/[^/]+/sessions.*", each)]
    assert len([each for each in asked if rooms[-1] in each]) > len(asked) / 3


def test_a_parent_that_the_server_does_not_know_is_a_usage_error(
    server: Server, rooms: list[str], tmp_path: Path
) -> None:
    """The message names it, at any position among the given ones."""
    server.breaks()
    parents = (f"--parent=room_id={each}" for each in (rooms[0], "mistyped"))
    outcome = check(tmp_path, server.base_url, *parents)
    assert outcome.status == 2, outcome.output
    assert f"--parent: {server.base_url} does not know room_id=mistyped" in outcome.output


def test_a_parent_given_by_an_alias_is_a_usage_error(
    server: Server, rooms: list[str], tmp_path: Path
) -> None:
    """The message names the value that the items have as their parent."""

    async def knows_an_alias(request: Request, ask: Ask) -> Response:
        path = request.url.raw_path.decode().replace("/front-desk/", f"/{rooms[0]}/")
        url = request.url.copy_with(raw_path=path.encode())
        return await ask(Request(request.method, url, headers=request.headers))

    server.breaks(knows_an_alias)
    outcome = check(tmp_path, server.base_url, "--parent", "room_id=front-desk")
    assert outcome.status == 2, outcome.output
    message = f"of front-desk have {rooms[0]} as their /room_id; pass room_id={rooms[0]}"
    assert message in outcome.output


def test_the_client_ignores_the_environment_of_its_users(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package reads its address and token from the environment; a run passes its own."""
    server.breaks()
    monkeypatch.setenv("TELNYX_BASE_URL", "http://127.0.0.1:9/v2")
    monkeypatch.setenv("TELNYX_API_KEY", "another")
    laws = (f"--law=conformance.{each}" for each in ("limit_is_kept", "key_is_kept"))
    options = ("--operation=listRooms", "--channel=client")
    outcome = check(tmp_path, server.base_url, *laws, *options)
    assert outcome.status == 0, outcome.output
