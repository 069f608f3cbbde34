"""What a run may cost a server, and what a server that stalls may cost a run."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.sandbox import serve
from tests.support.checks import check, sandboxed
from tests.support.faulty import TOKEN, Answer, Mutant, Request, faulty_server

_COVERAGE = ("--operation=listRooms", "--law=conformance.coverage")
_QUICK = ("--request-timeout", "1")
_BOUND = 60.0
"""Seconds in which everything here ends; none takes a tenth of it."""


def _sound(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    return ask(request)


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


def _never_answers(connection: socket.socket, over: threading.Event) -> None:
    del connection
    over.wait(15)


def _resets(connection: socket.socket, over: threading.Event) -> None:
    del over
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


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
    _drips_its_body: "it was not complete after 3 s",
    _never_answers: "it timed out",
    _resets: "the connection was closed",
}


def _name(stall: object) -> str:
    return getattr(stall, "__name__", "").strip("_")


@pytest.mark.parametrize("stall", _STALLS, ids=_name)
def test_a_stalled_request_ends(stall: Stall, tmp_path: Path) -> None:
    """However a server stalls, the request ends, a failure says how, and the run goes on."""
    with _stalling_server(stall, lambda target: "%5D=250" in target) as base_url:
        outcome = check(tmp_path, base_url, *_COVERAGE, *_QUICK)
    assert outcome.status == 1, outcome.output
    assert outcome.report["stopped"] is None, outcome.output
    details = [each["detail"] for each in outcome.report["violations"]]
    assert any(_STALLS[stall] in each for each in details), details


@pytest.mark.parametrize("stall", _STALLS, ids=_name)
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
    assert "it was not complete after 3 s" in line


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
    # The responses of status 429 lack the content type that the spec describes.
    assert outcome.status == 1, outcome.output
    assert "429 5 times to one request" in str(outcome.report["stopped"])
    assert len(server.targets) < 80
