"""What a run may cost a server, and what a server that stalls may cost a run."""

import asyncio
import contextlib
import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.sandbox import serve
from rollcall.http import Budget, Halted, Transport

from ._servers import TOKEN, Answer, Mutant, Request, faulty_server
from ._suite import check, sandboxed

_COVERAGE = ("--operation=listRooms", "--law=conformance.coverage")
_QUICK = ("--request-timeout", "0.3")
_BOUND = 60.0
"""Seconds in which everything here ends; none takes a tenth of it."""


def _sound(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    return ask(request)


class _Clock:
    """A clock that goes when it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_requests_are_counted() -> None:
    """As many requests as are allowed pass, and the next one ends the run, naming the option."""
    budget = Budget(max_requests=3)
    assert [budget.reserve() for _ in range(3)] == [0, 0, 0]
    with pytest.raises(Halted, match=r"3 requests were sent, .* \(--max-requests\)"):
        budget.reserve()
    assert budget.spent == 3


def test_requests_are_evenly_spaced() -> None:
    """Each request waits for its turn; a pause is not made up for with a burst."""
    clock = _Clock()
    budget = Budget(rate=4, clock=clock)
    assert [budget.reserve() for _ in range(3)] == [0, 0.25, 0.5]
    clock.now += 10
    assert [budget.reserve() for _ in range(3)] == [0, 0.25, 0.5]


def test_time_begins_with_the_first_request() -> None:
    """The time is over so long after the first request, in the middle of a wait too."""
    clock = _Clock()
    budget = Budget(max_time=10, rate=0.2, clock=clock)
    clock.now += 1000
    assert [budget.reserve() for _ in range(3)] == [0, 5, 10]
    with pytest.raises(Halted, match=r"the 10 s that the run may take are over \(--max-time\)"):
        budget.reserve()
    budget.allow(10)
    clock.now += 4
    with pytest.raises(Halted, match=r"asks to wait 7 s; 6 s are left of the 10 s .*--max-time"):
        budget.allow(7)


def test_threads_share_a_budget() -> None:
    """However many threads send, no more requests pass than are allowed, each with its turn."""
    budget = Budget(max_requests=400, rate=1000, clock=_Clock())
    waits: list[float] = []

    def spend() -> None:
        with contextlib.suppress(Halted):
            while True:
                waits.append(budget.reserve())

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(_BOUND)
    assert sorted(waits) == pytest.approx([number / 1000 for number in range(400)])


@pytest.mark.parametrize(
    "selected",
    [
        _COVERAGE,
        ("--operation=listRooms", "--law=filter.s*", "--channel=client"),
        ("--operation=listRooms", "--channel=client-ahead"),
    ],
    ids=["generated", "client", "prefetch"],
)
def test_a_run_sends_no_more_than_it_may(selected: tuple[str, ...], tmp_path: Path) -> None:
    """With --max-requests the run ends when they are sent, and says so: that is no failure."""
    with faulty_server(_sound) as server:
        outcome = check(tmp_path, server.base_url, *selected, "--max-requests", "100")
    assert outcome.status == 0, outcome.output
    assert len(server.targets) == 100
    assert "100 requests were sent" in str(outcome.report["stopped"])
    assert "--max-requests" in outcome.output
    assert "the run ended early: 100 requests were sent" in outcome.output


def test_a_budget_too_small_to_begin_with(tmp_path: Path) -> None:
    """A budget that is used up before the tests is a usage error, in one line."""
    with faulty_server(_sound) as server:
        outcome = check(tmp_path, server.base_url, "--max-requests", "1")
    assert outcome.status == 2, outcome.output
    (line,) = outcome.output.splitlines()
    assert "1 requests were sent" in line
    assert len(server.targets) == 1


def test_a_run_keeps_to_its_rate_and_time(tmp_path: Path) -> None:
    """With --rate the requests are spaced; with --max-time the run ends, and says so."""
    moments: list[float] = []

    def note(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        moments.append(time.monotonic())
        return ask(request)

    with faulty_server(note) as server:
        outcome = check(
            tmp_path,
            server.base_url,
            *(*_COVERAGE, "--rate", "20", "--max-time", "8"),
        )
    assert outcome.status == 0, outcome.output
    assert "the 8 s that the run may take are over (--max-time)" in str(outcome.report["stopped"])
    assert 5 < len(moments) <= 161
    # Bursts would be shorter: a request may come late, and none comes early.
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert sum(gaps) > 0.05 * len(gaps) - 0.1


def test_other_methods_can_be_left_alone(tmp_path: Path) -> None:
    """With --no-method-probe nothing but GET is sent."""
    seen: set[str] = set()

    def record(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        seen.add(request.method)
        return ask(request)

    with faulty_server(record) as server:
        outcome = check(tmp_path, server.base_url, *_COVERAGE, "--no-method-probe")
    assert outcome.status == 0, outcome.output
    assert seen == {"GET"}


def test_a_profile_says_what_it_includes(tmp_path: Path) -> None:
    """--profile ci is named in the output, with its fixed seed; smoke draws another each time."""
    examples = ("--operation=listRooms", "--law=conformance.examples")
    with sandboxed() as base_url:
        ci = check(tmp_path, base_url, "--profile", "ci", *examples)
        smoke = [check(tmp_path, base_url, *examples) for _ in range(2)]
    assert ci.status == 0, ci.output
    assert "profile: ci" in ci.output
    assert ci.report["seed"] == 20210425
    assert all("profile: smoke" in each.output for each in smoke)
    assert smoke[0].report["seed"] != smoke[1].report["seed"]


# Servers that stall.

Stall = Callable[[socket.socket, threading.Event], None]
"""Answers on a connection, until it breaks or the event is set."""

_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
_MIB = b" " * 2**20


def _drip(connection: socket.socket, over: threading.Event) -> None:
    for _ in range(300):
        if over.wait(0.05):
            return
        connection.sendall(b" ")


def _drips_its_body(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"content-length: 100000\r\n\r\n")
    _drip(connection, over)


def _drips_its_headers(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"x-slow: ")
    _drip(connection, over)


def _drips_a_chunk_size(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"transfer-encoding: chunked\r\n\r\n5")
    _drip(connection, over)


def _never_ends(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"connection: close\r\n\r\n")
    for _ in range(200):
        if over.is_set():
            return
        connection.sendall(_MIB)


def _is_a_bomb(connection: socket.socket, over: threading.Event) -> None:
    del over
    body = gzip.compress(_MIB * 200)
    length = f"content-length: {len(body)}\r\n\r\n".encode()
    connection.sendall(_HEAD + b"content-encoding: gzip\r\n" + length + body)


def _never_answers(connection: socket.socket, over: threading.Event) -> None:
    del connection
    over.wait(15)


def _breaks_off(connection: socket.socket, over: threading.Event) -> None:
    del over
    connection.sendall(_HEAD + b'content-length: 1000\r\n\r\n{"data":')


def _resets(connection: socket.socket, over: threading.Event) -> None:
    del over
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _speaks_no_http(connection: socket.socket, over: threading.Event) -> None:
    del over
    connection.sendall(b"220 ready when you are\r\n\r\n")


@contextmanager
def _stalling_server(stall: Stall, stalls: Callable[[str], bool]) -> Iterator[str]:
    """Serve the sandbox, but for the targets at which the server stalls; give the base URL."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def parse_request(self) -> bool:
            is_read = super().parse_request()
            if is_read:
                setattr(self, f"do_{self.command}", self.answer)
            return is_read

        def answer(self) -> None:
            if stalls(self.path):
                self.close_connection = True
                with contextlib.suppress(OSError):
                    stall(self.connection, over)
                return
            kept = {"authorization": self.headers.get("authorization", "")}
            answer = http.request(self.command, f"{origin}{self.path}", headers=kept)
            self.send_response(answer.status_code)
            for name in ("content-type", "content-length", "allow"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - it is so in the standard library
            # A reset is a close without the shutdown that comes before it.
            if stall is _resets:
                request.close()
            else:
                super().shutdown_request(request)

    with (
        serve(rooms=30, sessions=30, participants=30, token=TOKEN) as good,
        httpx.Client(trust_env=False) as http,
        Server(("127.0.0.1", 0), Handler) as server,
    ):
        origin = good.base_url.removesuffix("/v2")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v2"
        finally:
            over.set()
            server.shutdown()
            thread.join(5)


_STALLS: dict[Stall, str] = {
    _drips_its_body: "it was not complete after 0.9 s",
    _drips_its_headers: "it was not complete after 0.9 s",
    _drips_a_chunk_size: "it was not complete after 0.9 s",
    _never_ends: "its body is longer than 64 MiB",
    _is_a_bomb: "its body is longer than 64 MiB",
    _never_answers: "it timed out",
    _breaks_off: "the response broke off",
    _resets: "the connection was closed",
    _speaks_no_http: "what came is not HTTP",
}


def _name(stall: object) -> str:
    return getattr(stall, "__name__", "").strip("_")


@pytest.mark.parametrize("stall", _STALLS, ids=_name)
def test_a_stalled_request_ends(stall: Stall, tmp_path: Path) -> None:
    """However a server stalls, the request ends, a failure says how, and the run goes on."""
    # A body of endless blanks needs some time on a busy machine, but has it.
    quick = ("--request-timeout", "10") if "64 MiB" in _STALLS[stall] else _QUICK
    with _stalling_server(stall, lambda target: "%5D=250" in target) as base_url:
        outcome = check(tmp_path, base_url, *_COVERAGE, *quick)
    assert outcome.status == 1, outcome.output
    assert outcome.report["stopped"] is None, outcome.output
    details = [each["detail"] for each in outcome.report["violations"]]
    assert any(_STALLS[stall] in each for each in details), details


@pytest.mark.parametrize("stall", [_drips_its_body, _never_answers, _resets], ids=_name)
def test_a_server_that_stalls_for_good_ends_the_run(stall: Stall, tmp_path: Path) -> None:
    """When each request stalls, the run does not try them all: it ends, and says why."""
    seen: list[str] = []

    def stalls(target: str) -> bool:
        seen.append(target)
        return len(seen) > 60

    with _stalling_server(stall, stalls) as base_url:
        outcome = check(tmp_path, base_url, "--channel=http", *_QUICK)
    assert outcome.status == 1, outcome.output
    assert "the server no longer answers" in str(outcome.report["stopped"])
    assert len(seen) < 80


def test_a_server_that_stalls_from_the_start(tmp_path: Path) -> None:
    """A server that drips before the tests is a usage error, in one line."""
    with _stalling_server(_drips_its_headers, lambda _: True) as base_url:
        outcome = check(tmp_path, base_url, *_QUICK)
    assert outcome.status == 2, outcome.output
    (line,) = outcome.output.splitlines()
    assert "it was not complete after 0.9 s" in line


def _throttled(headers: dict[str, str], after: int) -> Mutant:
    seen: list[Request] = []

    def mutant(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        seen.append(request)
        return Answer(429, headers, b"{}") if len(seen) > after else ask(request)

    return mutant


@pytest.mark.parametrize(
    ("headers", "options", "message"),
    [
        ({"retry-after": "0"}, (), "429 5 times to one request"),
        ({"retry-after": "30"}, ("--max-time", "20"), "s are left of the 20 s that the run may"),
        ({"retry-after": "30"}, ("--max-wait", "20"), "is waited is 20 s (--max-wait)"),
        ({"retry-after": "9" * 400}, (), "(--max-wait)"),
        ({"retry-after": "Fri, 31 Dec 99999999999999 23:59:59 GMT"}, ("--max-wait", "0"), "(--max"),
    ],
)
def test_a_storm_of_429s_ends_the_run(
    headers: dict[str, str], options: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    """Waits that are too long, too many, or that the time does not allow, end the run."""
    with faulty_server(_throttled(headers, after=60)) as server:
        outcome = check(tmp_path, server.base_url, *_COVERAGE, *options)
    # What the server does leaves the run incomplete; what the user allows ends it.
    assert outcome.status == (0 if "--max-time" in options else 3), outcome.output
    assert message in str(outcome.report["stopped"])
    assert len(server.targets) < 80


def test_a_storm_of_429s_ends_the_run_of_the_client(tmp_path: Path) -> None:
    """What carries the client repeats a request as often as plain HTTP is, and no more."""
    with faulty_server(_throttled({"retry-after": "0"}, after=60)) as server:
        outcome = check(tmp_path, server.base_url, "--operation=listRooms", "--channel=client")
    assert outcome.status == 3, outcome.output
    assert "429 5 times to one request" in str(outcome.report["stopped"])
    assert len(server.targets) < 80


# What carries the client.


def _get(base_url: str, seconds: float = 0.3) -> httpx.Response:
    transport = Transport(base_url, timeout=seconds)
    with (
        closing(transport),
        httpx.Client(transport=transport.client_transport(lambda _: None)) as http,
    ):
        return http.get(f"{base_url}/rooms", timeout=seconds, headers=_AUTHORIZATION)


def _get_async(base_url: str, seconds: float = 0.3) -> httpx.Response:
    async def get() -> httpx.Response:
        transport = Transport(base_url, timeout=seconds)
        sending = transport.async_client_transport(lambda _: None)
        async with httpx.AsyncClient(transport=sending) as http:
            return await http.get(f"{base_url}/rooms", timeout=seconds, headers=_AUTHORIZATION)

    return asyncio.run(get())


_Get = Callable[..., httpx.Response]
_AUTHORIZATION = {"authorization": f"Bearer {TOKEN}"}
_BROKEN: dict[Stall, type[httpx.TransportError]] = {
    _drips_its_body: httpx.ReadTimeout,
    _drips_its_headers: httpx.ReadTimeout,
    _never_answers: httpx.ReadTimeout,
    _breaks_off: httpx.RemoteProtocolError,
    _resets: httpx.ReadError,
}


@pytest.mark.parametrize("get", [_get, _get_async], ids=["sync", "async"])
@pytest.mark.parametrize("stall", _BROKEN, ids=_name)
def test_a_stalled_request_of_the_client_ends(stall: Stall, get: _Get) -> None:
    """What carries the client ends a stalled request with the error that httpx has for it."""
    with _stalling_server(stall, lambda _: True) as base_url, pytest.raises(_BROKEN[stall]):
        get(base_url)


@pytest.mark.parametrize("get", [_get, _get_async], ids=["sync", "async"])
def test_an_endless_body_of_the_client_ends(get: _Get) -> None:
    """What carries the client reads no more of a body than it may."""
    with (
        _stalling_server(_never_ends, lambda _: True) as base_url,
        pytest.raises(httpx.ReadError, match="the body is longer than 64 MiB"),
    ):
        get(base_url, 10)


@pytest.mark.parametrize("get", [_get, _get_async], ids=["sync", "async"])
def test_what_carries_the_client_changes_nothing(get: _Get) -> None:
    """A response comes through as the server sent it, with its status, headers and body."""
    with _stalling_server(_never_answers, lambda _: False) as base_url:
        response = get(base_url)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert len(response.json()["data"]) == 20
