"""The commands that repeat a failing request."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rollcall.http import as_curl, as_python, build_request, keyring_of
from rollcall.spec import parse_text
from tests.support.wire import Request, reply, serving

_TOKEN = "Al 1ce:pa$$ 'W0rd*"  # noqa: S105 - it opens nothing
_PASSWORD = _TOKEN.partition(":")[2]
_SPEC = """
openapi: 3.1.1
info: { title: Desk, version: 1.0.0 }
servers: [{ url: "http://127.0.0.1/v1" }]
paths:
  /books:
    get: { operationId: listBooks, security: [{ desk: [] }] }
components:
  securitySchemes:
    desk: { SCHEME }
"""
_SCHEMES = {
    "basic": "type: http, scheme: basic",
    "bearer": "type: http, scheme: bearer",
    "header": "type: apiKey, in: header, name: X-Key",
    "query": "type: apiKey, in: query, name: the key",
    "cookie": "type: apiKey, in: cookie, name: session",
}


def _received(scheme: str, request: Request) -> str | None:
    if scheme == "query":
        return request.query.get("the key")
    if scheme == "cookie":
        return request.headers["cookie"].partition("; session=")[2]
    if scheme == "header":
        # An empty value has no blank before it.
        return request.headers.get("x-key", request.headers.get("x-key:"))
    return request.headers.get("authorization")


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_each_credential_variant_is_reproduced(scheme: str) -> None:
    """The curl command and the Python code of a violation send the same request again."""
    spec = parse_text(Path("desk.yaml"), _SPEC.replace("SCHEME", _SCHEMES[scheme]))
    credentials = keyring_of(spec, _TOKEN).credentials(spec.operations[0])
    credential = credentials.first
    assert credential is not None
    variables = {**os.environ, "ROLLCALL_TOKEN": _TOKEN}
    lines, programs, expected = [], [], []
    with serving(reply()) as server:
        for name in credential.variants:
            headers = [("Cookie", 'a="$b"`')]
            request = build_request("GET", f"{server.url}/books?x=%2B&y", headers)
            credentials.add(request, name)
            curl = as_curl(request, credentials)
            if name == "right" and scheme == "basic":
                assert '--user "$ROLLCALL_TOKEN"' in curl
            lines.append(curl.replace("curl ", "curl --silent --max-time 10 ", 1))
            programs.append(as_python(request, credentials))
            expected.append(credential.variants[name].sent)
        told = "\n".join((*lines, *programs))
        assert _PASSWORD not in told
        assert base64.b64encode(_TOKEN.encode()).decode()[:12] not in told
        for command in (
            ["sh", "-c", "\n".join(lines)],
            [sys.executable, "-c", "\n".join(programs)],
        ):
            server.received.clear()
            done = subprocess.run(
                command, env=variables, capture_output=True, text=True, timeout=60, check=False
            )
            assert done.returncode == 0, done.stderr
            assert [_received(scheme, each) for each in server.received] == expected
            assert {each.headers["cookie"].partition(";")[0] for each in server.received} == {
                'a="$b"`'
            }
            assert {each.query["x"] for each in server.received} == {"+"}


_REQUESTS: tuple[tuple[str, str, list[tuple[str, str]]], ...] = (
    ("HEAD", "/books", []),
    ("OPTIONS", "/books?x=1", []),
    ("GET", "/shelves/../books?x=%zz&y=[1]&z=%2F+'", []),
    ("GET", f"/books?x={'a' * 70_000}", []),
    ("GET", "/books", [("X-Name", 'Jos\u00e9 "x" $HOME `id`'), ("X-Empty", "")]),
)


@pytest.mark.parametrize(("method", "target", "headers"), _REQUESTS)
def test_a_request_is_reproduced_byte_for_byte(
    method: str, target: str, headers: list[tuple[str, str]]
) -> None:
    """Neither a shell nor httpx changes the method, the address or a header."""
    length = "7" if method == "HEAD" else "0"
    with serving(reply(content_length=length)) as server:
        request = build_request(method, server.url + target, headers)
        curl = as_curl(request).replace("curl ", "curl --silent --max-time 10 ", 1)
        for command in (["sh", "-c", curl], [sys.executable, "-c", as_python(request)]):
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, done.stderr
            assert "200 OK" in done.stdout
    for received in server.received:
        assert received.head.startswith(f"{method} /v2{target} HTTP/1.1\r\n")
        # The server reads a header as Latin-1, in which HTTP defines it.
        sent = {name.lower(): value for name, value in headers}
        shown = {
            each: received.headers.get(each, received.headers.get(f"{each}:")) for each in sent
        }
        assert shown == sent
    assert len(server.received) == 2
