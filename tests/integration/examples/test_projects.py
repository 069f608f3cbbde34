"""The example projects are green and quiet, checked as their READMEs say."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.projects import LIBRARY, SHOP

_SECONDS = 60
_CHECK = [sys.executable, "-m", "rollcall", "check", "--seed", "1"]


@contextmanager
def _serving(project: Path, *command: str) -> Iterator[str]:
    """Start a server in a project, and yield the address that it prints."""
    with subprocess.Popen(
        [sys.executable, "-u", "-m", *command],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        # A server that neither prints its address nor ends is killed.
        watchdog = threading.Timer(_SECONDS, process.kill)
        watchdog.start()
        try:
            printed = (re.search(r"http://127\.0\.0\.1:[0-9]+", line) for line in process.stdout)
            found = next(filter(None, printed), None)
        finally:
            watchdog.cancel()
        assert found is not None, "the server printed no address"
        # What it prints is read, for the pipe has a limit.
        reader = threading.Thread(target=process.stdout.read)
        reader.start()
        try:
            yield found[0]
        finally:
            process.terminate()
            reader.join(_SECONDS)


def _check(project: Path, url: str, document: str) -> list[str]:
    """Check a project over HTTP with its own settings, and return the lines of the output."""
    ran = subprocess.run(
        [*_CHECK, f"{url}{document}", url],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    return ran.stdout.splitlines()


def _told(lines: Sequence[str]) -> list[str]:
    """Return what a person would have to read: violations, choices not made, known bugs."""
    told = ("FAIL", "ERROR", "note", "known")
    return [re.split(r"[?]| leads", each)[0] for each in lines if each.startswith(told)]


def test_the_library_is_sound() -> None:
    """``rollcall check`` fetches the document of FastAPI, and finds the known bug alone."""
    with _serving(LIBRARY, "uvicorn", "library.main:app", "--port", "0") as url:
        assert _told(_check(LIBRARY, url, "/openapi.json")) == ["known: listLoans: GET /loans"]


def test_the_shop_is_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``rollcall check`` fetches the document of drf-spectacular, and finds the known bugs."""
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "db.sqlite3"))
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "migrate", "--verbosity", "0"], cwd=SHOP, check=True)
    changes = subprocess.run([*command, "makemigrations", "--check"], cwd=SHOP, check=False)
    assert changes.returncode == 0
    with _serving(SHOP, "uvicorn", "project.asgi:application", "--port", "0") as url:
        told = {*_told(_check(SHOP, url, "/schema/"))}
        # Whether an altered cursor has a position depends on the cursor that is altered.
        assert told - {"known: products_reviews_list: GET /products/3/reviews/"} == {
            "known: products_list: GET /products/",
            "known: products_reviews_list: the previous link of page 2",
        }


@pytest.mark.parametrize("project", [LIBRARY, SHOP], ids=["fastapi", "django-rest-framework"])
def test_the_contract_tests_run(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test file of a project has cases of each list; those of a few laws pass."""
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "db.sqlite3"))
    if project == SHOP:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=SHOP, check=True)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "page.totals"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "passed" in ran.stdout
