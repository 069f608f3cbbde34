"""The example projects are green and quiet, checked as their READMEs say."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.projects import LIBRARY, SHOP, STATIONS, running

_PORT = "http://127.0.0.1:8000"
_CHECK = [sys.executable, "-m", "rollcall", "check", "--seed", "1"]


@pytest.fixture(scope="module", autouse=True)
def _database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Make the database of the shop once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOP_DATABASE", str(tmp_path_factory.mktemp("shop") / "db.sqlite3"))
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=SHOP, check=True)
        yield


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
    told = ("FAIL", "ERROR", "note", "known", "gone")
    return [re.split(r"[?]| leads", each)[0] for each in lines if each.startswith(told)]


def test_the_library_is_sound() -> None:
    """``rollcall check`` fetches the document of FastAPI, and finds the known bug alone."""
    with running(LIBRARY, "uvicorn", "library.main:app", "--port", "0") as url:
        assert _told(_check(LIBRARY, url, "/openapi.json")) == ["known: listLoans: GET /loans"]


def test_the_shop_is_sound() -> None:
    """``rollcall check`` fetches the document of drf-spectacular, and finds the known bugs."""
    command = [sys.executable, "manage.py", "makemigrations", "--check"]
    changes = subprocess.run(command, cwd=SHOP, check=False)
    assert changes.returncode == 0
    with running(SHOP, "uvicorn", "project.asgi:application", "--port", "0") as url:
        told = {*_told(_check(SHOP, url, "/schema/"))}
        # Whether an altered cursor has a position depends on the cursor that is altered.
        assert told - {"known: products_reviews_list: GET /products/3/reviews/"} == {
            "known: products_list: GET /products/",
            "known: products_reviews_list: the previous link of page 2",
        }


def _test(project: Path, *arguments: str) -> str:
    """Run the contract tests of a project, those of a few laws, and return the output."""
    few = ["-q", "-p", "no:cacheprovider", "-k", "page.totals", *arguments]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *few],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "passed" in ran.stdout
    return ran.stdout


def _lines(project: Path) -> list[str]:
    """Return the lines of the test file of a project."""
    return [*filter(None, (project / "test_contract.py").read_text("utf-8").splitlines())]


@pytest.mark.parametrize("project", [LIBRARY, SHOP], ids=["fastapi", "django-rest-framework"])
def test_the_contract_tests_run(project: Path) -> None:
    """The test file of a project has three lines, and cases of each list."""
    assert len(_lines(project)) == 3
    # A few laws cannot tell that a known bug is gone.
    assert "gone" not in _test(project)


def test_the_stations_are_sound(tmp_path: Path) -> None:
    """The test file names the address of the server, and two workers share its cases."""
    project = shutil.copytree(STATIONS, tmp_path / "stations")
    assert len(_lines(project)) == 2
    with running(project, "server", "0") as url:
        test = project / "test_contract.py"
        text = test.read_text("utf-8")
        assert text.count(_PORT) == 1
        test.write_text(text.replace(_PORT, url), "utf-8")
        assert _test(project, "-n2").count(" rollcall ===") == 1
        ran = subprocess.run(
            [*_CHECK, "openapi.yaml", url],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert _told(ran.stdout.splitlines()) == []


@pytest.mark.parametrize(
    ("right", "wrong", "law"),
    [
        ('"total": len(found)', '"total": len(READINGS)', "page.totals"),
        ('each["taken_on"] < end', 'each["taken_on"] <= end', "filter.sound until"),
    ],
)
def test_bugs_of_the_stations_are_found(right: str, wrong: str, law: str, tmp_path: Path) -> None:
    """The commands of the README find the bugs that it proposes, in two parts, too."""
    project = shutil.copytree(STATIONS, tmp_path / "stations")
    source = (project / "server.py").read_text("utf-8")
    assert source.count(right) == 1
    (project / "server.py").write_text(source.replace(right, wrong), "utf-8")
    readme = (project / "README.md").read_text("utf-8")
    commands = re.findall("^rollcall (?:check .*--shard|report) .*", readme, flags=re.MULTILINE)
    with running(project, "server", "0") as url:
        statuses = []
        for each in commands:
            words = each.replace(_PORT, url).split()
            few = [] if "report" in words[:2] else ["--law=page.*", "--law=filter.*"]
            ran = subprocess.run(
                [sys.executable, "-m", *words, *few],
                cwd=project,
                capture_output=True,
                text=True,
                check=False,
            )
            statuses.append(ran.returncode)
    assert len(statuses) == 3
    assert statuses[2] == 1, ran.stdout + ran.stderr
    assert f"violates {law}" in ran.stdout
    assert (project / "report" / "report.html").is_file()
