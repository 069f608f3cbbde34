"""A contract test of three lines, in each of its forms, and with the workers of pytest-xdist."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rollcall.http import serving
from tests.support.api import Api
from tests.support.checks import ROOT

_APP = """
from tests.support.api import Api

app = Api({api}).app
"""
_WSGI = """
import httpx
from tests.support.api import Api

api = Api()

def app(environ, start_response):
    query = environ["QUERY_STRING"]
    url = f"http://localhost{environ['PATH_INFO']}{'?' if query else ''}{query}"
    response = api.respond(httpx.Request(environ["REQUEST_METHOD"], url))
    start_response(f"{response.status_code} status", [*response.headers.items()])
    return [response.content]
"""
_LIVE_SERVER = """
import pytest
from rollcall.http import serving
from tests.support.api import Api

class LiveServer:
    def __init__(self, address):
        self.address = address

    @property
    def url(self):
        return self.address

class FlaskServer(LiveServer):
    def url(self, path=""):
        return self.address + path

@pytest.fixture(scope="session")
def live_server():
    with serving(Api().app) as origin:
        yield {kind}(origin)
"""
_IN_PROCESS = """\
import rollcall
from my_app import app
test_contract = rollcall.contract("/openapi.json", app).test()
"""
_BY_URL = """\
import rollcall

test_contract = rollcall.contract("/openapi.json", "{origin}").test()
"""
_BY_FIXTURE = """\
import rollcall

test_contract = rollcall.contract("books.json").test("live_server")
"""
_LAWS = "page.length,page.partition,filter.sound,filter.complete"
_FORMS = {
    "ASGI": (_IN_PROCESS, {"my_app.py": _APP.format(api="")}),
    "WSGI": (_IN_PROCESS, {"my_app.py": _WSGI}),
    "URL": (_BY_URL, {}),
    "pytest-django": (_BY_FIXTURE, {"conftest.py": _LIVE_SERVER.format(kind="LiveServer")}),
    "pytest-flask": (_BY_FIXTURE, {"conftest.py": _LIVE_SERVER.format(kind="FlaskServer")}),
}


@pytest.fixture(scope="module", name="origin")
def running_api() -> Iterator[str]:
    """Serve the example API."""
    with serving(Api().app) as origin:
        yield origin


def _pytest(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT), str(ROOT / "src"), str(folder)])
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "HYPOTHESIS"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={
            **inherited,
            "PYTHONPATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "ROLLCALL_TOKEN": "",
            **variables,
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _files(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


@pytest.mark.parametrize("form", _FORMS)
def test_each_form_has_three_lines(form: str, origin: str, tmp_path: Path) -> None:
    """Each law is a test case, two workers share them, and one report joins what they found."""
    text, others = _FORMS[form]
    (tmp_path / "books.json").write_text(json.dumps(Api().document), "utf-8")
    for name, content in others.items():
        (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "test_books.py").write_text(text.format(origin=origin), "utf-8")
    assert len(text.splitlines()) == 3
    before = _files(tmp_path)
    done = _pytest(tmp_path, "-n2", "-v", ROLLCALL_LAWS=_LAWS)
    assert done.returncode == 0, done.stdout + done.stderr
    cases = set(re.findall(r"test_contract\[http-listBooks-([a-z.]+)\]", done.stdout))
    assert cases == {*_LAWS.split(",")}
    assert {*re.findall(r"^\[(gw[01])\]", done.stdout, flags=re.MULTILINE)} == {"gw0", "gw1"}
    assert done.stdout.count(" rollcall ===") == 1
    assert re.search("^pass: [0-9]+ pass; ", done.stdout, flags=re.MULTILINE), done.stdout
    assert _files(tmp_path) == before


def test_workers_find_what_one_process_finds(tmp_path: Path) -> None:
    """The cause is told once, and the baseline file is written once, with the same seed."""
    (tmp_path / "my_app.py").write_text(_APP.format(api="keeps=lambda *_: True"), "utf-8")
    (tmp_path / "test_books.py").write_text(_IN_PROCESS, "utf-8")
    laws = "page.length,filter.sound,filter.complete,filter.none"
    settings = {"ROLLCALL_LAWS": laws, "ROLLCALL_BASELINE": "known.toml"}
    told = []
    for workers in ("-n0", "-n2"):
        (tmp_path / "known.toml").unlink(missing_ok=True)
        done = _pytest(tmp_path, workers, ROLLCALL_UPDATE_BASELINE="1", **settings)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "baseline: known.toml: 1 cause added, 0 removed, 1 known" in done.stdout
        (result,) = re.findall(r"^pass: (.*) requests in", done.stdout, flags=re.MULTILINE)
        told.append((result.rpartition("; ")[0], (tmp_path / "known.toml").read_text("utf-8")))
    assert told[0] == told[1]
    again = _pytest(tmp_path, "-n2", **settings)
    assert again.returncode == 0, again.stdout
    assert "pass: 1 known cause; " in again.stdout


def test_the_test_function_of_the_guide(origin: str, tmp_path: Path) -> None:
    """A test function of one's own takes the case, and names the server."""
    guide = (ROOT / "docs" / "howto" / "check.md").read_text("utf-8")
    (sample,) = re.findall(r"^```python\n(.*?)^```", guide, flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "openapi.yaml").write_text(json.dumps(Api().document), "utf-8")
    (tmp_path / "test_books.py").write_text(f"import rollcall\n\n{sample}", "utf-8")
    fixture = f"import pytest\n\n@pytest.fixture\ndef my_server():\n    return {origin!r}\n"
    (tmp_path / "conftest.py").write_text(fixture, "utf-8")
    done = _pytest(tmp_path, ROLLCALL_LAWS="page.length")
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout


def test_a_server_that_is_none_is_refused(tmp_path: Path) -> None:
    """The message says what a fixture may return."""
    (tmp_path / "books.json").write_text(json.dumps(Api().document), "utf-8")
    (tmp_path / "test_books.py").write_text(_BY_FIXTURE, "utf-8")
    fixture = "import pytest\n\n@pytest.fixture\ndef live_server():\n    return 7\n"
    (tmp_path / "conftest.py").write_text(fixture, "utf-8")
    done = _pytest(tmp_path, ROLLCALL_LAWS="page.length")
    assert done.returncode == 1
    assert "expected a URL, a Target, or an object with url, got int" in done.stdout
