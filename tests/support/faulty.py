"""A server that breaks one thing: a proxy before the sandbox, written with the standard library."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import attrs

from contract_tests.sandbox import RateLimit, serve

__all__ = ["TOKEN", "Answer", "Mutant", "Request", "Server", "faulty_server", "page"]

TOKEN = "s3cret/+token="  # noqa: S105 - of a sandbox that holds made-up data


@attrs.frozen
class Request:
    """A request as it came in."""

    method: str
    target: str
    authorization: str | None

    @property
    def path(self) -> str:
        """The path without the query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        """The query."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)


@attrs.frozen
class Answer:
    """A response as the sandbox gives it, or as the fault makes it."""

    status: int
    headers: dict[str, str]
    body: bytes

    def changed(self, change: Callable[[Any], object]) -> "Answer":
        """Return the answer with its JSON body changed."""
        body = json.loads(self.body)
        change(body)
        return attrs.evolve(self, body=json.dumps(body).encode())


Mutant = Callable[[Request, Callable[[Request], Answer]], Answer]
"""Answers a request; the second argument gives the sandbox's own answer to one."""


@attrs.frozen
class Server:
    """A running server, and the targets that it was sent."""

    base_url: str
    targets: list[str]


def page(items: list[object]) -> Answer:
    """Build the answer that holds these items and is documented in all else."""
    meta = {"page_number": 1, "page_size": 20, "total_pages": 1, "total_results": len(items)}
    body = json.dumps({"data": items, "meta": meta}).encode()
    return Answer(200, {"content-type": "application/json"}, body)


@contextmanager
def faulty_server(mutant: Mutant, rate_limit: RateLimit | None = None) -> Iterator[Server]:
    """Serve the sandbox with a fault, on a loopback port that the system chooses."""
    with serve(rooms=30, sessions=30, participants=30, token=TOKEN, rate_limit=rate_limit) as good:
        targets: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def parse_request(self) -> bool:
                is_read = super().parse_request()
                if is_read:
                    setattr(self, f"do_{self.command}", self.answer)
                return is_read

            def answer(self) -> None:
                targets.append(self.path)
                self.rfile.read(int(self.headers.get("content-length", 0)))
                request = Request(self.command, self.path, self.headers.get("authorization"))
                try:
                    answer = mutant(request, lambda each: _ask(good.base_url, each))
                except ConnectionAbortedError:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        class QuietServer(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_arguments: object) -> None:
                """Ignore a mutant that ends the connection."""

        with QuietServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            try:
                yield Server(f"http://127.0.0.1:{server.server_port}/v2", targets)
            finally:
                server.shutdown()
                thread.join(5)


def _ask(base_url: str, request: Request) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10)
    headers = {"authorization": request.authorization} if request.authorization else {}
    try:
        connection.request(request.method, request.target, headers=headers)
        response = connection.getresponse()
        kept = {
            name: value
            for name, value in response.getheaders()
            if name.lower() not in {"content-length", "date", "connection", "transfer-encoding"}
        }
        return Answer(response.status, kept, response.read())
    finally:
        connection.close()
