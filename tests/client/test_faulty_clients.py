"""The client's side of the contract is seen to fail: on clients with one fault each."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "t0ken-of-the-sandbox"  # noqa: S105 - of no server but our own


@attrs.frozen
class Fault:
    """A fault in the client.

    Attributes:
        module: The module of the package that has it.
        sound: What stands there.
        faulty: What is put in its place.
        tests: The tests that run, as pytest selects them.
        law: The law that is broken.
    """

    module: str
    sound: str
    faulty: str
    tests: str
    law: str


FAULTS = {
    "a filter is lost on page 2": Fault(
        "_requests.py",
        "{**self.query, **changed}",
        "changed or self.query",
        "client and test_requests and listRooms]",
        "conformance.later_page_keeps_arguments",
    ),
    "the asynchronous client drops the query": Fault(
        "_pagers.py",
        "get = partial(self._connection.get, step.target, settings)\n",
        "get = partial(self._connection.get, self._request.path, settings)\n",
        "client and test_sync_equals_async and listRooms]",
        "conformance.sync_equals_async",
    ),
    "the time zone of a moment is dropped": Fault(
        "_types.py",
        "Annotated[datetime, Meta(tz=True)]",
        "datetime",
        "client and test_invalid_responses and listRooms]",
        "conformance.breach_is_reported",
    ),
    "null is admitted nowhere": Fault(
        "_models.py",
        " | None = UNSET",
        " = UNSET",
        "client and test_valid_responses and listRooms]",
        "conformance.response_is_given_back",
    ),
    "the last page is not loaded": Fault(
        "_routes.py",
        "else number <= self._last",
        "else number < self._last",
        "test_law and client-listRooms-page.partition",
        "page.partition",
    ),
    "a broken body escapes as it is": Fault(
        "_decoding.py",
        "except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:",
        "except ZeroDivisionError as error:",
        "client and test_no_json and listRooms]",
        "conformance.no_json_is_reported",
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_fault_is_found(fault: Fault, tmp_path: Path) -> None:
    """A faulty client breaks the law that is about its fault, with a call that shows it."""
    package = tmp_path / "telnyx_video"
    shutil.copytree(ROOT / "generated" / "telnyx_video", package)
    module = package / fault.module
    source = module.read_text("utf-8")
    assert fault.sound in source
    module.write_text(source.replace(fault.sound, fault.faulty), encoding="utf-8")
    report = tmp_path / "report.json"
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "contract_tests", "-p", "no:cacheprovider"),
            *("-o", f"pythonpath={tmp_path} . scripts", "--contract-json", str(report)),
            *("--hypothesis-seed", "1", "-k", fault.tests),
        ],
        cwd=ROOT,
        env={**os.environ, "ROLLCALL_TOKEN": TOKEN, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    output = run.stdout + run.stderr
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, output
    failures = json.loads(report.read_text("utf-8"))["failures"]
    assert {each["law"] for each in failures} == {fault.law}, output
    assert {each["channel"] for each in failures} == {"client"}
    for each in failures:
        compile(each["python"], "the call", "exec")
        assert "with Client(" in each["python"]
    assert TOKEN not in output + json.dumps(failures)
