"""The example API of docs/tutorials/annotations.md, within the process or served by its command."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import attrs
import httpx

__all__ = ["KEY", "KEY_HEADER", "ROOT", "SPEC", "ExampleApi", "RunningExample", "local", "serving"]

ROOT = Path(__file__).parents[2]
_SERVER = ROOT / "docs" / "example_api" / "server.py"
SPEC = _SERVER.with_name("example_api.yaml")
KEY_HEADER = "X-Example-Key"
KEY = "demo-4711"
_SECONDS = 60


@attrs.frozen
class ExampleApi:
    """A client of the example API."""

    base_url: str
    key: str
    client: httpx.Client = attrs.field(repr=False)

    def send(self, path: str, **query: str | int) -> httpx.Response:
        """Send a GET with the key."""
        url = httpx.URL(self.base_url).join(path if path[:4] == "/v1/" else f"/v1{path}")
        params = {name: str(value) for name, value in query.items()}
        url = url.copy_merge_params(params) if params else url
        return self.client.get(url, headers={KEY_HEADER: self.key})

    def get(self, path: str, **query: str | int) -> Any:  # noqa: ANN401 - JSON
        """Send a GET that succeeds, and return the body of the response."""
        response = self.send(path, **query)
        assert response.status_code == 200, response.text
        return response.json()

    def visits(self, berth: str, **query: str | int) -> list[dict[str, Any]]:
        """Return all visits to a berth, from all pages."""
        body = self.get(f"/berths/{berth}/visits", **{"limit": 50, **query})
        found: list[dict[str, Any]] = body["visits"]
        while body["more"]["onward"]:
            body = self.get(body["more"]["onward"])
            found += body["visits"]
        return found


@attrs.frozen
class RunningExample(ExampleApi):
    """The process of ``server.py``."""

    process: subprocess.Popen[str] = attrs.field(repr=False)

    @property
    def port(self) -> int:
        """The port on loopback."""
        return httpx.URL(self.base_url).port or 0


@cache
def _module() -> Any:  # noqa: ANN401 - a module that mypy does not see
    spec = spec_from_file_location("example_api_server", _SERVER)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def local(seed: int = 1) -> ExampleApi:
    """Return a client whose requests the server's code handles within the process."""
    server = _module()
    api = server.seeded(seed, KEY)

    def respond(request: httpx.Request) -> httpx.Response:
        keys = request.headers.get_list(KEY_HEADER)
        # httpx encodes more characters than a target must; a test sends its own bytes as it likes.
        target = request.extensions.get("target", request.url.raw_path)
        try:
            return httpx.Response(200, json=api.respond(request.method, target, keys))
        except server.Refusal as refusal:
            problem = {"reason": refusal.reason, "parameter": refusal.parameter}
            headers = {"allow": "GET"} if refusal.status == 405 else {}
            return httpx.Response(refusal.status, headers=headers, json={"problem": problem})

    client = httpx.Client(transport=httpx.MockTransport(respond))
    return ExampleApi("http://localhost/v1", KEY, client)


@contextmanager
def serving(*arguments: str) -> Iterator[RunningExample]:
    """Start ``server.py`` on a free port, and yield it."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", str(_SERVER), "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        # readline would wait forever for a server that neither prints nor ends.
        watchdog = threading.Timer(_SECONDS, process.kill)
        watchdog.start()
        try:
            lines = [process.stdout.readline().rstrip("\n") for _ in range(2)]
        finally:
            watchdog.cancel()
        assert lines[0], "the server printed no base URL"
        try:
            with httpx.Client(timeout=_SECONDS) as client:
                yield RunningExample(lines[0], lines[1], client, process)
        finally:
            process.terminate()
            process.wait(_SECONDS)
