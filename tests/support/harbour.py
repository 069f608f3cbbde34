"""The harbour: an API of no provider, with a document and a server of its own."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import httpx

__all__ = ["KEY_HEADER", "ROOT", "SPEC", "Harbour", "generate_client", "serving"]

ROOT = Path(__file__).parents[2]
_FOLDER = ROOT / "docs" / "harbour"
SPEC = _FOLDER / "harbour.yaml"
KEY_HEADER = "X-Harbour-Key"
_SECONDS = 20


@attrs.frozen
class Harbour:
    """A running server."""

    base_url: str
    key: str
    process: subprocess.Popen[str] = attrs.field(repr=False)
    client: httpx.Client = attrs.field(repr=False)

    @property
    def port(self) -> int:
        """The port on loopback."""
        return httpx.URL(self.base_url).port or 0

    def ask(self, path: str, **query: str | int) -> httpx.Response:
        """Send a GET with the key."""
        address = httpx.URL(self.base_url).join(path if path[:4] == "/v1/" else f"/v1{path}")
        params = {name: str(value) for name, value in query.items()}
        url = address.copy_merge_params(params) if params else address
        return self.client.get(url, headers={KEY_HEADER: self.key})

    def get(self, path: str, **query: str | int) -> Any:  # noqa: ANN401 - JSON
        """Send a GET that is answered with a page, and give its body."""
        response = self.ask(path, **query)
        assert response.status_code == 200, response.text
        return response.json()

    def visits(self, berth: str, **query: str | int) -> list[dict[str, Any]]:
        """Return all visits to a berth, over all pages."""
        body = self.get(f"/berths/{berth}/visits", **{"limit": 50, **query})
        found: list[dict[str, Any]] = body["visits"]
        while body["more"]["onward"]:
            body = self.get(body["more"]["onward"])
            found += body["visits"]
        return found


@contextmanager
def serving(*arguments: str) -> Iterator[Harbour]:
    """Start the server as its users do, on a port that the system chooses."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", str(_FOLDER / "server.py"), "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        # A server that neither prints nor ends would hold up the reading.
        watchdog = threading.Timer(_SECONDS, process.kill)
        watchdog.start()
        try:
            lines = [process.stdout.readline().rstrip("\n") for _ in range(2)]
        finally:
            watchdog.cancel()
        assert lines[0], "the server printed no address"
        try:
            with httpx.Client(timeout=_SECONDS) as client:
                yield Harbour(lines[0], lines[1], process, client)
        finally:
            process.terminate()
            process.wait(_SECONDS)


def generate_client(folder: Path) -> Path:
    """Generate the client of the harbour into a folder, and give the folder."""
    done = subprocess.run(
        [sys.executable, "scripts/generate.py", "update", str(SPEC), "--output", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
