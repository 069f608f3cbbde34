"""Many records, and many requests at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from socket import IPPROTO_TCP

import httpx

from contract_tests.sandbox import Sandbox, serve
from rollcall.http import bound_socket
from tests.support.sandbox._command import started
from tests.support.sandbox._http import Everything, client_of, get, walk
from tests.support.sandbox._oracle import expected

_MANY = 20_000


def test_many_participants() -> None:
    """Filtered pages of a large session, early and deep, are those of the oracle."""
    with serve(rooms=1, sessions=1, participants=_MANY) as sandbox, client_of(sandbox) as client:
        room = get(client, "/rooms")["data"][0]["id"]
        session = get(client, f"/rooms/{room}/sessions")["data"][0]["id"]
        path = f"/room_sessions/{session}/participants"
        items = walk(client, path)
        assert len({item["id"] for item in items}) == _MANY
        for filters in (
            {"filter[date_joined_at][gte]": "2020-12-31"},
            {"filter[date_updated_at][gte]": "2020-02-29", "filter[context]": "Alice"},
            {
                "filter[date_left_at][lte]": "2021-04-25",
                "filter[date_joined_at][gte]": "2020-03-01",
            },
        ):
            right = expected(items, path, filters)
            last = -(-len(right) // 20)
            for number in (1, 2, last // 2, last, last + 1):
                body = get(client, path, filters | {"page[number]": str(number)})
                assert body["data"] == right[(number - 1) * 20 : number * 20]
                assert body["meta"]["total_results"] == len(right)


def test_large_file(tmp_path: Path) -> None:
    """A file holds as many records as asked for."""
    many = ("--rooms", "5000", "--sessions", "1", "--participants", "5000")
    with (
        started(*many, "--database", tmp_path / "many.db") as command,
        client_of(command.sandbox) as client,
    ):
        assert len({room["id"] for room in walk(client, "/rooms")}) == 5000


def test_requests_at_once(sandbox: Sandbox, data: Everything) -> None:
    """Threads that ask for different things at once all get right answers."""
    lists = data.largest()

    def ask(number: int) -> None:
        random = Random(number)  # noqa: S311 - a choice of cases, no secret
        with client_of(sandbox) as client:
            for _ in range(30):
                path, items = random.choice(lists)
                day = f"20{random.choice((20, 21))}-{random.randint(1, 12):02}-01"
                filters = {f"filter[date_updated_at][{random.choice(('gte', 'lte'))}]": day}
                right = expected(items, path, filters)
                body = get(client, path, filters)
                assert body["data"] == right[:20]
                assert body["meta"]["total_results"] == len(right)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(8)))


def test_connection_is_kept(sandbox: Sandbox) -> None:
    """Requests share a connection, errors included."""
    with httpx.Client(headers={"authorization": f"Bearer {sandbox.token}"}) as client:
        streams = set()
        for target in ("/rooms", "/rooms?page[size]=0", "/nowhere", "/rooms"):
            response = client.get(sandbox.base_url + target)
            streams.add(response.extensions["network_stream"].get_extra_info("client_addr"))
        assert len(streams) == 1


def test_listening_socket_names_its_protocol() -> None:
    """Only then does asyncio turn Nagle's algorithm off, which costs 40 ms for each response."""
    with bound_socket("127.0.0.1", 0) as listener:
        assert listener.proto == IPPROTO_TCP
