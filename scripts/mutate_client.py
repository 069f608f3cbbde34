"""Mutate modules of a generated client with mutmut, and list the mutants that its tests miss.

The runtime of a client is tested where it is generated: a copy of a package in ``generated/`` is
mutated, and tests are run against it in a temporary folder: the checks of ``rollcall.clients``, and
files in ``tests``. mutmut runs, for each mutant, the tests that reach the mutated function,
the fastest first.
"""

import argparse
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

_ROOT = Path(__file__).parents[1]
_PACKAGES = ("telnyx_video", "twilio_video")
_CENTRAL = ("_parameters", "_retries", "_routes")
_TESTS: Mapping[tuple[str, str], Sequence[str]] = {
    ("telnyx_video", "_parameters"): ("integration/client/test_arguments.py",),
    ("telnyx_video", "_retries"): ("unit/client/test_retries.py",),
    ("telnyx_video", "_routes"): ("unit/client/test_shifts.py",),
    ("twilio_video", "_parameters"): ("unit/client/twilio/test_requests.py",),
    ("twilio_video", "_routes"): ("unit/client/twilio/test_links.py",),
}
"""The files in tests/ that test a module of a package; for others, the checks alone."""

_STATES = ("killed", "survived", "timeout", "no tests", "not tried")
_CONFIG = """\
[tool.pytest.ini_options]
pythonpath = [".", "{root}", "{root}/src"]
addopts = ["-p", "no:cacheprovider"]

[tool.mutmut]
source_paths = ["{package}"]
only_mutate = ["{package}/{module}.py"]
pytest_add_cli_args_test_selection = [{tests}]
timeout_constant = 2.0
timeout_multiplier = 4.0
"""

_MEMORY = 2 * 2**30
"""The bytes of address space of a mutant: one that retries for ever also records for ever."""

_CHECKS = """\
from pathlib import Path

import pytest

from rollcall.clients import CheckContext, checks
from rollcall.laws import Results
from rollcall.spec import read_spec

SPEC = read_spec(Path("{spec}"))
CHECKS = [check for check in checks(SPEC) if not check.needs_target]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_check(check):
    results = Results()
    check.run(CheckContext(SPEC, results, seed=0, examples=5))
    assert not results.violations
"""


def main() -> int:
    """Mutate the chosen modules, one after the other, and print what the tests killed.

    Returns:
        0; mutants that survive are for a person to judge, since some are equivalent.
    """
    arguments = _parser().parse_args()
    if find_spec("mutmut") is None:
        sys.exit("mutmut is not installed: run .venv/bin/pip install --group mutation")
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    table = Table("module", *_STATES, "seconds", title=f"Mutants of {arguments.package}")
    console, survivors = Console(), []
    for module in arguments.modules:
        with tempfile.TemporaryDirectory(prefix="mutate-client-") as name:
            folder = Path(name)
            tests = arguments.tests or _TESTS.get((arguments.package, module), ())
            _prepare(folder, arguments.package, module, tests)
            started = time.monotonic()
            _run(folder, arguments.children, arguments.max_time)
            states = _states(folder)
            seconds = time.monotonic() - started
            counts = Counter(states.values())
            table.add_row(module, *(str(counts[each]) for each in _STATES), f"{seconds:.0f}")
            missed = [mutant for mutant, state in states.items() if state == "survived"]
            survivors += [_output(folder, "show", mutant) for mutant in missed]
    for each in survivors:
        console.print(each, markup=False, highlight=False, soft_wrap=True)
    console.print(table)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    known = sorted(each.stem for each in (_ROOT / "generated" / _PACKAGES[0]).glob("_*.py"))
    parser.add_argument(
        "modules",
        nargs="*",
        choices=[*known, []],
        default=_CENTRAL,
        metavar="MODULE",
        help=f"a module of the runtime, such as _retries (default: {' '.join(_CENTRAL)})",
    )
    parser.add_argument("--package", choices=_PACKAGES, default=_PACKAGES[0])
    parser.add_argument(
        "--tests",
        nargs="+",
        metavar="FILE",
        help="files in tests/, such as unit/client/test_retries.py, to run besides the checks",
    )
    parser.add_argument("--children", type=int, default=2, help="how many mutants run at a time")
    parser.add_argument(
        "--max-time", type=float, default=300.0, help="how many seconds a module may take"
    )
    return parser


def _prepare(folder: Path, package: str, module: str, tests: Sequence[str]) -> None:
    """Write a project of its own: the package, its tests, and the configuration of mutmut."""
    shutil.copytree(_ROOT / "generated" / package, folder / package)
    shutil.copytree(_ROOT / "tests", folder / "tests")
    spec = _ROOT / "openapi" / f"{package.replace('_', '-')}.yaml"
    (folder / "tests" / "test_checks.py").write_text(_CHECKS.format(spec=spec))
    files = ["test_checks.py", *(each for each in tests)]
    selected = ", ".join(f'"tests/{each}"' for each in files)
    values = {"package": package, "module": module, "tests": selected, "root": _ROOT}
    (folder / "pyproject.toml").write_text(_CONFIG.format(**values))


def _run(folder: Path, children: int, max_time: float) -> None:
    """Run mutmut until it is done or its time is over; its progress goes to standard error."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children)]
    # A session of its own, so that its workers end with it.
    process = subprocess.Popen(  # noqa: S603 - our own arguments
        command, cwd=folder, stdout=sys.stderr, start_new_session=True
    )
    try:
        if process.wait(max_time):
            sys.exit(f"mutmut failed with status {process.returncode}: see above")
    except subprocess.TimeoutExpired:
        print(f"\nstopped after {max_time:g} s", file=sys.stderr)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _states(folder: Path) -> Mapping[str, str]:
    """Return the state of each mutant by its name."""
    lines = _output(folder, "results", "--all", "true")
    found = re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", lines, flags=re.MULTILINE)
    return {name: "not tried" if state == "not checked" else state for name, state in found}


def _output(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "mutmut", *words]
    return subprocess.run(  # noqa: S603 - our own arguments
        command, cwd=folder, check=True, capture_output=True, text=True
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
