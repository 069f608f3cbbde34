"""``make audit`` and ``make sbom``, in their environment ``.venv-supply``."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.integration.packaging._wheel import ROOT

pytestmark = pytest.mark.xdist_group("packaging")

_LOCK = """
idna==3.10 --hash=sha256:{zeros}
sniffio==1.3.0 --hash=sha256:{zeros}
""".format(zeros="0" * 64)


def _make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        # These tests run in .venv, so make must not set it up again.
        ["make", "--no-print-directory", "--assume-old=.venv/.installed", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@contextmanager
def _osv(answer: Callable[[str], tuple[int, object]]) -> Iterator[str]:
    """Serve the database OSV, with an answer for each name; yield the address of its queries."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer a query."""
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, document = answer(query["package"]["name"])
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Write nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _vulnerability(name: str) -> dict[str, Any]:
    package = {"name": name, "ecosystem": "PyPI"}
    events = [{"introduced": "0"}, {"fixed": "9.9"}]
    affected = [{"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}]
    return {"vulns": [{"id": "TEST-2026-1", "summary": "", "details": "", "affected": affected}]}


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Write a small lock."""
    path = tmp_path / "small.lock"
    path.write_text(_LOCK, encoding="utf-8")
    return path


def _audit(lock: Path, url: str) -> subprocess.CompletedProcess[str]:
    return _make("audit", f"LOCKS={lock}", f"OSV_URL={url}")


def test_an_audit_without_findings_passes(lock: Path) -> None:
    """Each package of the lock is asked about."""
    asked: list[str] = []

    def answer(name: str) -> tuple[int, object]:
        asked.append(name)
        return 200, {}

    with _osv(answer) as url:
        done = _audit(lock, url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"idna", "sniffio"} <= set(asked)
    assert "No known vulnerabilities found" in done.stderr
    assert "skipped" not in done.stdout


def test_a_vulnerability_fails_the_audit(lock: Path) -> None:
    """The output names the package, the vulnerability and the version to take."""
    with _osv(lambda name: (200, _vulnerability(name) if name == "idna" else {})) as url:
        done = _audit(lock, url)
    assert done.returncode != 0
    assert "idna 3.10    TEST-2026-1 9.9" in done.stdout


def test_an_audit_that_breaks_off_fails(lock: Path) -> None:
    """A service that answers the first question only has not passed the lock."""
    with _osv(lambda name: (503 if name == "sniffio" else 200, {})) as url:
        done = _audit(lock, url)
    assert done.returncode != 0


@pytest.mark.parametrize(
    ("answer", "reason"),
    [((404, {}), "404 Not Found"), ((200, []), "its answer is no JSON object")],
)
def test_an_audit_without_the_service_says_why_it_is_skipped(
    lock: Path, answer: tuple[int, object], reason: str
) -> None:
    """An index that knows no advisories, or a portal that answers everything, is no service."""
    with _osv(lambda _: answer) as url:
        done = _audit(lock, url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"audit: skipped, nothing was checked: {url} cannot be reached: ")
    assert reason in done.stdout


def test_an_audit_without_a_network_says_why_it_is_skipped(lock: Path) -> None:
    """Nothing listens at the address."""
    with _osv(lambda _: (200, {})) as url:
        pass
    done = _audit(lock, url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "audit: skipped, nothing was checked" in done.stdout
    assert "refused" in done.stdout


def test_the_bills_of_materials(tmp_path: Path) -> None:
    """They name each package that a wheel installs, with its version, its licence and its needs."""
    done = _make("sbom", f"SBOM={tmp_path}")
    assert done.returncode == 0, done.stdout + done.stderr
    bills = {path.name.partition(".")[0]: path for path in tmp_path.iterdir()}
    assert bills.keys() == {"rollcall-contract", "rollcall-video"}
    for name, path in bills.items():
        bill = json.loads(path.read_text(encoding="utf-8"))
        assert bill["metadata"]["component"]["name"] == name
        assert all(each["purl"] for each in bill["components"])
        versions = {each["name"].lower(): each for each in bill["components"]}
        assert versions["httpx"]["licenses"][0]["license"]["id"] == "BSD-3-Clause"
        needs = {each["ref"]: each.get("dependsOn", []) for each in bill["dependencies"]}
        httpx = versions["httpx"]["bom-ref"]
        assert httpx in needs["root-component"]
        assert versions["httpcore"]["bom-ref"] in needs[httpx]
        assert ("schemathesis" in versions) == (name == "rollcall-contract")
        assert str(tmp_path) not in path.read_text(encoding="utf-8")
