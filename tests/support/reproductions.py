"""Executes the curl lines and the Python code of violations against the server that shows them."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import attrs
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Recorder", "Sent", "assert_reproduced"]

_SECONDS = 60
_SHOWN = 4000
"""The length at which a report cuts a body."""


@attrs.frozen
class Sent:
    """A request that a server received, and its response.

    Attributes:
        method: The method.
        target: The path and the query, byte for byte.
        status: The status.
        body: The body, with a placeholder for the token.
    """

    method: str
    target: str
    status: int | None
    body: str

    @property
    def in_any_order(self) -> "Sent":
        """The same with its parameters decoded and sorted: a client sends them in its own order."""
        parts = urlsplit(self.target)
        pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
        return attrs.evolve(self, target=f"{parts.path} {pairs}")

    @property
    def without_body(self) -> "Sent":
        """The same without its body."""
        return attrs.evolve(self, body="")


@attrs.define
class Recorder:
    """An ASGI application that records the requests to another one, and the responses.

    Attributes:
        app: The application.
        token: The token, which a report does not show.
        sent: The requests and responses, in their order.
    """

    app: ASGIApp
    token: str
    sent: list[Sent] = attrs.field(factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond, and record the response when it is complete."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        target = (scope["raw_path"] + query).decode("ascii")
        status, body = None, b""

        async def note(message: Message) -> None:
            nonlocal status, body
            status = message.get("status", status)
            body += message.get("body", b"")
            if message["type"] == "http.response.body" and not message.get("more_body"):
                text = self.redacted(body)
                self.sent.append(Sent(scope["method"], target, status, text[:_SHOWN]))
            # The receiver may go on as soon as the last part was sent.
            await send(message)

        await self.app(scope, receive, note)

    def redacted(self, body: bytes) -> str:
        """Return a text as a report shows it: without the token, or all but its last character."""
        text = body.decode("utf-8", "replace")
        for secret in (self.token, self.token[:-1]):
            text = text.replace(secret, "[token]")
        return text

    @contextmanager
    def recording(self) -> Iterator[list[Sent]]:
        """Yield the list of what is sent within."""
        before = len(self.sent)
        found: list[Sent] = []
        yield found
        found += self.sent[before:]


def assert_reproduced(
    violation: Mapping[str, Any], recorder: Recorder, *, is_stable: bool = True
) -> None:
    """Run the curl lines and the Python code of a violation, and compare what the server saw.

    The curl lines send the requests of the exchanges, byte for byte and in their order, and nothing
    else. The Python code sends them too; a client that reads up to a page also sends those before.
    Each response is that of the exchange.

    Args:
        violation: The violation, as in the JSON report.
        recorder: The server.
        is_stable: Whether the same request gets the same body again.
    """
    about = (
        f"{violation['channel']} {violation['law']} {violation['subject']}: {violation['title']}"
    )
    expected = [_sent(each) for each in violation["exchanges"] if each["url"]]
    if not is_stable:
        expected = [each.without_body for each in expected]
    environment = {**os.environ, "ROLLCALL_TOKEN": recorder.token}
    with recorder.recording() as by_curl:
        ran = subprocess.run(
            ["sh", "-c", f"set -e\n{violation['curl']}"],
            env=environment,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    assert ran.returncode == 0, (about, violation["curl"], ran.stderr.decode())
    seen = by_curl if is_stable else [each.without_body for each in by_curl]
    assert seen == expected, (about, violation["curl"], seen, expected)
    printed = recorder.redacted(ran.stdout)
    for each in expected:
        assert f" {each.status} " in printed, (about, printed)
        assert each.method == "HEAD" or each.body in printed, (about, printed)
    output = StringIO()
    with (
        recorder.recording() as by_python,
        mock.patch.dict(os.environ, ROLLCALL_TOKEN=recorder.token),
        redirect_stdout(output),
        # In a thread of its own: a browser test of the same worker leaves an event loop running.
        ThreadPoolExecutor(1) as pool,
    ):
        pool.submit(exec, violation["python"], {}).result()
    if "import Client" in violation["python"] or "import AsyncClient" in violation["python"]:
        seen = [each.in_any_order for each in by_python]
        missing = [each for each in expected if each.in_any_order not in seen]
        assert not missing, (about, violation["python"], by_python)
    else:
        seen = by_python if is_stable else [each.without_body for each in by_python]
        assert seen == expected, (about, violation["python"])
    assert output.getvalue().strip(), (about, violation["python"])


def _sent(exchange: Mapping[str, Any]) -> Sent:
    """Return the request and the response of an exchange in a report."""
    parts = urlsplit(exchange["url"])
    target = exchange["url"].removeprefix(f"{parts.scheme}://{parts.netloc}").partition("#")[0]
    body = exchange["body"][:_SHOWN]
    return Sent(exchange["method"], target, exchange["status"], body)
