"""The commands that repeat a failing request."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from rollcall.http import as_curl, as_python, credential_of
from rollcall.spec import parse_text
from tests.support.wire import reply, serving

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
    desk: { type: http, scheme: SCHEME }
"""


@pytest.mark.parametrize("scheme", ["basic", "bearer"])
def test_each_credential_variant_is_reproduced(scheme: str) -> None:
    """The curl command and the Python code of a violation send the same request again."""
    spec = parse_text(Path("desk.yaml"), _SPEC.replace("SCHEME", scheme))
    credential = credential_of(spec, _TOKEN)
    assert credential is not None
    variables = {**os.environ, "ROLLCALL_TOKEN": _TOKEN}
    lines, programs, expected = [], [], []
    with serving(reply()) as server:
        for name, shown in credential.values().items():
            request = httpx.Request("GET", server.url, headers={credential.header: shown})
            curl = as_curl(request, credential)
            if name == "right" and scheme == "basic":
                assert '--user "$ROLLCALL_TOKEN"' in curl
            lines.append(curl.replace("curl ", "curl --silent --max-time 10 ", 1))
            programs.append(as_python(request, credential))
            expected.append(credential.forms[name].sent)
        told = "\n".join((*lines, *programs))
        assert _PASSWORD not in told
        assert base64.b64encode(_TOKEN.encode()).decode()[:12] not in told
        for command in (
            ["bash", "-c", "\n".join(lines)],
            [sys.executable, "-c", "\n".join(programs)],
        ):
            server.received.clear()
            done = subprocess.run(
                command, env=variables, capture_output=True, text=True, timeout=60, check=False
            )
            assert done.returncode == 0, done.stderr
            assert [each.headers.get("authorization") for each in server.received] == expected
