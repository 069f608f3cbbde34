"""A response that arrives after its call has ended belongs to this call."""

import threading
from collections.abc import Callable
from pathlib import Path

import attrs
import httpx
import pytest

from rollcall.channels import HttpChannel, PrefetchChannel, Query
from rollcall.fuzzing import Fuzzer
from rollcall.http import Transport, keyring_of
from rollcall.laws import Results
from rollcall.spec import Spec, parent_path, read_spec
from tests.support.rooms import rooms_body

_SPEC = Path(__file__).parents[3] / "openapi" / "telnyx-video.yaml"
_SECONDS = 30.0
_SIZE = 2
_ROOM = "7b61621f-62e0-4aad-ab11-000000000001"
_EMPTY = {"page_number": 1, "page_size": _SIZE, "total_pages": 0, "total_results": 0}


@attrs.define
class _Server:
    """Holds page 3 of the rooms back until the sessions are listed.

    Attributes:
        third: Changes a room of page 3.
        sent: The paths and page numbers of the requests.
        is_late: Set when page 3 was requested.
        is_next: Set when the sessions are listed.
    """

    third: Callable[[dict[str, object]], object] = lambda _: None
    sent: list[tuple[str, str]] = attrs.field(factory=list)
    is_late: threading.Event = attrs.field(factory=threading.Event)
    is_next: threading.Event = attrs.field(factory=threading.Event)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        kind = request.url.path.rpartition("/")[2]
        number = request.url.params.get("page[number]", "1")
        self.sent.append((kind, number))
        if kind == "sessions":
            self.is_next.set()
            return httpx.Response(200, json={"data": [], "meta": _EMPTY})
        first = (int(number) - 1) * _SIZE + 1
        body = rooms_body([first, first + 1], int(number), _SIZE, 20)
        if number == "2":
            assert self.is_late.wait(_SECONDS)
        if number == "3":
            self.is_late.set()
            assert self.is_next.wait(_SECONDS)
            room: dict[str, object] = body["data"][0]  # type: ignore[index]
            self.third(room)
        return httpx.Response(200, json=body)


@pytest.fixture(scope="module", name="spec")
def spec_of_two_lists() -> Spec:
    """Return a spec with several lists, whose client is generated."""
    return read_spec(_SPEC)


def _read_both(spec: Spec, server: _Server) -> tuple[Results, list[str]]:
    """Read two pages of the rooms, and then the sessions, in two units.

    Returns:
        The results, and the kinds of all responses.
    """
    credential = keyring_of(spec, "key")
    sending = httpx.MockTransport(server.respond)
    transport = Transport("http://api.test/v2", credential, transport=sending)
    results = Results()
    fuzzer = Fuzzer(
        spec=spec,
        transport=transport,
        results=results,
        seed=1,
        max_examples=1,
        probes_methods=False,
    )
    http = HttpChannel(spec, transport, fuzzer.validate)
    channel = PrefetchChannel(spec, transport, fuzzer.observer, http.ask)
    kinds: list[str] = []
    for unit, operation, most in (("first", "listRooms", 2), ("second", "listRoomSessions", 1)):
        fuzzer.begin(unit)
        listed = spec.list_operation(operation)
        query = Query(listed, parent_path(listed, _ROOM) if listed.parent else None).having(
            "page[size]", _SIZE
        )
        kinds += [each.kind for each in channel.walk(query, most)]
    channel.settle()
    return results, kinds


def test_a_late_response_is_checked_by_the_schema_of_its_own_list(spec: Spec) -> None:
    """A page of rooms that arrives during a call for sessions is counted and checked as rooms."""
    server = _Server()
    results, kinds = _read_both(spec, server)
    assert kinds == ["page", "page", "page"]
    assert ("rooms", "3") in server.sent
    assert not results.violations
    for name, kind in (("listRooms", "rooms"), ("listRoomSessions", "sessions")):
        sent = [path for path, _ in server.sent].count(kind)
        assert results.tally(name).requests == sent
        assert results.tally(name).statuses == {200: sent}


def test_a_violation_in_a_late_response_is_recorded_under_its_own_unit(spec: Spec) -> None:
    """The unit that runs when it arrives has no part in it."""
    server = _Server(third=lambda room: room.pop("id"))
    results, _ = _read_both(spec, server)
    (violation,) = results.violations.values()
    assert (violation.operation, violation.unit) == ("listRooms", "first")
    assert "page%5Bnumber%5D=3" in violation.curl
    assert results.by_unit == {"first": [(violation.key, violation.symptom)]}
