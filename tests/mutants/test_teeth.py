"""The command that tries the faults of a server, as its user sees it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contract_tests.sandbox import serve
from tests.contract_tests._suite import ROOT

_COMMAND = [sys.executable, "-m", "rollcall.mutants", "server"]
_ONE = "listRooms filter.ignored filter[[]unique_name]"
_TOKEN = "tok-of-teeth-1"  # noqa: S105 - it guards made-up data on loopback
_SPEC = ("--spec", "openapi/telnyx-video.yaml")
_PATIENCE = 120.0


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "generated"), "ROLLCALL_TOKEN": "", **more}


def _teeth(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_COMMAND, *arguments],
        cwd=ROOT,
        env=_environment(**environment),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )


def _workers(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text("utf-8")
        except OSError:
            continue
        if re.search(rf"^PPid:\t{pid}$", text, re.MULTILINE):
            found.append(int(status.parent.name))
    return found


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text("utf-8").replace("\0", " ")


@contextmanager
def _started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start the command, until it has two workers; it is ended in the end."""
    process = subprocess.Popen(
        [*_COMMAND, *arguments],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + _PATIENCE
        while sum("spawn_main" in _name(each) for each in _workers(process.pid)) < 2:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module", name="told")
def _told(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[subprocess.CompletedProcess[str], Mapping[str, Any], str]:
    """One fault, tried through plain HTTP before a server that is named."""
    folder = tmp_path_factory.mktemp("teeth")
    with serve(rooms=30, sessions=3, participants=3, token=_TOKEN) as sandbox:
        done = _teeth(
            *("--base-url", sandbox.base_url, "--only", _ONE, "--channel", "http", *_SPEC),
            *("--json", str(folder / "f.json"), "--html", str(folder / "f.html")),
            ROLLCALL_TOKEN=sandbox.token,
        )
    return done, json.loads((folder / "f.json").read_text("utf-8")), (folder / "f.html").read_text()


def test_a_fault_is_killed(
    told: tuple[subprocess.CompletedProcess[str], Mapping[str, Any], str],
) -> None:
    """A filter that is ignored is noticed, and the exit code is 0: no law is broken without it."""
    done, report, _ = told
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    (mutant,) = report["faults"]
    assert mutant["trials"]["http"]["outcome"] == "killed"
    assert mutant["trials"]["http"]["law"].startswith("filter.")
    assert report["sound"] == {"http": []}
    assert "1 of 1 faults would have been caught here." in done.stdout


def test_the_report_is_what_its_schema_says(
    told: tuple[subprocess.CompletedProcess[str], Mapping[str, Any], str],
) -> None:
    """The JSON that the command writes is valid by the schema beside it."""
    schema = ROOT / "src" / "rollcall" / "mutants" / "report" / "mutants.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text("utf-8")))
    assert [each.message for each in validator.iter_errors(told[1])] == []


def test_the_token_is_shown_nowhere(
    told: tuple[subprocess.CompletedProcess[str], Mapping[str, Any], str],
) -> None:
    """Neither the terminal nor a file holds the token."""
    done, report, html = told
    assert _TOKEN not in done.stdout + done.stderr + json.dumps(report) + html


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--base-url", "example"], "--base-url: expected a URL such as"),
        (["--spec", "no-such.yaml"], "no-such.yaml"),
        (["--only", "no such fault"], "none is called so"),
        (["--parent", "room"], "--parent: expected NAME=VALUE"),
        (["--workers", "0"], "expected a whole number from 1 to 64, got 0"),
        (["--rate", "often"], "expected a number from 0.001"),
        (["--profile", "hard"], "invalid choice: 'hard'"),
        (["--base-url", "http://127.0.0.1:9/v2", "--only", _ONE], "--spec: say which contract"),
        (["--base-url", "http://127.0.0.1:9/v2", "--only", _ONE, *_SPEC], "no answer from"),
        (["--parent", "roomid=x"], "has roomid; its parameters: room_id"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], message: str) -> None:
    """What cannot be done is told in a line that says what is wrong; the exit code is 2."""
    done = _teeth(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refused_token_is_told() -> None:
    """A server that does not take the token ends the campaign before it begins."""
    with serve(rooms=3) as sandbox:
        done = _teeth(
            *("--base-url", sandbox.base_url, "--only", _ONE, *_SPEC), ROLLCALL_TOKEN=f"{_TOKEN}0"
        )
    assert done.returncode == 2
    assert "refuses the token (status 401)" in done.stderr


def test_the_budget_is_that_of_all_workers() -> None:
    """With --max-requests, both workers together send no more, and what is known is told."""
    done = _teeth("--only", "listRooms filter.*", "--max-requests", "60")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no more may be (--max-requests)" in " ".join(done.stdout.split())
    assert "not tried" in done.stdout


def test_an_interrupt_ends_all(tmp_path: Path) -> None:
    """After Ctrl-C there is no worker left, no traceback, and the report says what is known."""
    with _started("--json", str(tmp_path / "f.json")) as process:
        workers = [each for each in _workers(process.pid) if "spawn_main" in _name(each)]
        os.killpg(process.pid, signal.SIGINT)
        out, error = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 130
    assert error == ""
    assert "it was interrupted" in out
    assert json.loads((tmp_path / "f.json").read_text())["stopped"] == "it was interrupted"
    assert not [each for each in workers if Path(f"/proc/{each}").exists()]


def test_a_worker_that_dies_is_told() -> None:
    """A worker that is killed ends the campaign with an error that names its task."""
    with _started() as process:
        worker = next(each for each in _workers(process.pid) if "spawn_main" in _name(each))
        os.kill(worker, signal.SIGKILL)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "a worker was ended by signal 9 while it had no task" in " ".join(out.split())
