"""Mutate modules with mutmut, and list the mutants that the tests miss.

A subject is a module or a folder of modules, such as ``src/rollcall/laws/_runner.py``. The runtime
of a client is mutated in a generated package: ``generated/telnyx_video/_retries.py``. The tests run
in a copy of the repository in a temporary folder. For each mutant, mutmut runs the tests that reach
the mutated function; ``mutation_plugin.py`` sets their order and their limit.
"""

import argparse
import ast
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import ndiff
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import attrs
from rich.console import Console
from rich.table import Table

_ROOT = Path(__file__).parents[1]
_CLIENT = tuple(
    f"generated/telnyx_video/{each}.py" for each in ("_parameters", "_retries", "_routes")
)
_TESTS: Mapping[str, Sequence[str]] = {
    "src/rollcall/laws": ("tests/unit/laws", "tests/integration/laws"),
    "src/rollcall/runs": ("tests/unit/runs", "tests/integration/runs", "tests/integration/laws"),
    "generated/telnyx_video/_parameters.py": ("tests/integration/client/test_arguments.py",),
    "generated/telnyx_video/_retries.py": ("tests/unit/client/test_retries.py",),
    "generated/telnyx_video/_routes.py": ("tests/unit/client/test_list_changes.py",),
    "generated/twilio_video/_parameters.py": ("tests/unit/client/twilio/test_requests.py",),
    "generated/twilio_video/_routes.py": ("tests/unit/client/twilio/test_links.py",),
}
"""The tests of a module or a folder; to those of a client, its checks are added."""

_STATES = ("killed", "survived", "timeout", "no tests", "not tried")
_CONFIG = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = {modules}
also_copy = {others}
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "mutation_plugin"]
pytest_add_cli_args_test_selection = {tests}
# With "fork", a mutant would find what the tests cached when the statistics were collected.
process_isolation = "forkserver"
track_dependencies = false
use_git_change_detection = false
timeout_constant = {limit}.0
timeout_multiplier = 10.0
"""

_MEMORY = 4 * 2**30
"""The bytes of address space of a mutant: an endless loop may also use endless memory."""

_CHECKS = """\
from pathlib import Path

import pytest

from rollcall.clients import CheckContext, checks
from rollcall.laws import Results
from rollcall.spec import read_spec

SPEC = read_spec(Path("openapi/{spec}.yaml"))
CHECKS = [check for check in checks(SPEC) if not check.needs_target]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_check(check):
    results = Results()
    check.run(CheckContext(SPEC, results, seed=0, examples=5))
    assert not results.violations
"""


@attrs.frozen
class _Mutant:
    """A mutant.

    Attributes:
        name: The name that mutmut gives it.
        module: The path of its module.
        function: The function that is mutated, with its class.
        change: The removed and the added lines, with their marks.
    """

    name: str
    module: str
    function: str
    change: tuple[str, ...]


def main() -> int:
    """Mutate the chosen modules, and print the results.

    Returns:
        0, even if mutants survive, because some are equivalent.
    """
    arguments = _parser().parse_args()
    if find_spec("mutmut") is None:
        sys.exit("mutmut is not installed: run .venv/bin/pip install -r requirements/mutation.lock")
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.environ["MUTATION_CPU_LIMIT"] = str(arguments.cpu_limit)
    modules = _modules(arguments.subjects)
    tests = arguments.tests or _tests(arguments.subjects)
    with tempfile.TemporaryDirectory(prefix="mutate-code-") as name:
        folder = Path(name)
        _prepare(folder, modules, tests, arguments.cpu_limit)
        mutants = [each for module in modules for each in _mutants(folder, module)]
        missing = 0
        if arguments.again:
            earlier = json.loads(arguments.again.read_text("utf-8"))
            mutants, missing = _again(mutants, earlier)
        elif arguments.sample:
            shuffled = random.Random(arguments.seed).sample(mutants, len(mutants))  # noqa: S311
            mutants = shuffled[: arguments.sample]
        names = [each.name for each in mutants] if arguments.again or arguments.sample else []
        _run(folder, names, arguments.children, arguments.max_time)
        states = _states(folder)
        left_out = (folder / "mutants" / "left-out.txt").read_text("utf-8").splitlines()
    found = [(each, states.get(each.name, "not tried")) for each in mutants]
    if arguments.output:
        written = [attrs.asdict(mutant) | {"state": state} for mutant, state in found]
        arguments.output.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    _print(found)
    print(f"{len(left_out)} tests are left out: they start a process, or fail in the copy")
    if missing:
        print(f"{missing} mutants of the earlier run no longer exist: their code changed")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument(
        "subjects",
        nargs="*",
        default=_CLIENT,
        metavar="PATH",
        help=f"a module or a folder in src/ or generated/ (default: {' '.join(_CLIENT)})",
    )
    parser.add_argument("--tests", nargs="+", metavar="PATH", help="the tests to run, in tests/")
    parser.add_argument("--sample", type=int, help="how many mutants to run (default: all)")
    parser.add_argument("--seed", type=int, default=1, help="choose another sample")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write each mutant's state")
    parser.add_argument(
        "--again", type=Path, metavar="FILE", help="run the mutants of an earlier --output"
    )
    parser.add_argument("--children", type=int, default=2, help="how many mutants run at a time")
    parser.add_argument("--cpu-limit", type=int, default=60, help="CPU seconds of a mutant")
    parser.add_argument("--max-time", type=float, default=900.0, help="seconds in all")
    return parser


def _modules(subjects: Iterable[str]) -> list[str]:
    """Return the paths of the modules, in the project that is mutated."""
    found = []
    for each in subjects:
        path = _ROOT / each
        if not path.exists():
            sys.exit(f"{each}: no such module or folder in {_ROOT}")
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        found += [file.relative_to(_ROOT).as_posix() for file in files]
    return [each.replace("generated/", "src/") for each in dict.fromkeys(found)]


def _tests(subjects: Iterable[str]) -> list[str]:
    """Return the tests of the subjects."""
    found = []
    for each in subjects:
        found += [
            path
            for place, paths in _TESTS.items()
            if f"{each}/".startswith(f"{place}/")
            for path in paths
        ]
        if each.startswith("generated/"):
            found.append(f"tests/test_checks_of_{each.split('/')[1]}.py")
    if not found:
        sys.exit("no tests are known for these modules: name some with --tests")
    return list(dict.fromkeys(found))


def _prepare(folder: Path, modules: Sequence[str], tests: Sequence[str], limit: int) -> None:
    """Copy the repository, with the packages of the clients beside rollcall."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - wherever git is
        cwd=_ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for each in listed.split("\0"):
        if (_ROOT / each).is_file():
            (folder / each).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(_ROOT / each, folder / each)
    for package in ("telnyx_video", "twilio_video"):
        shutil.copytree(folder / "generated" / package, folder / "src" / package)
        spec = package.replace("_", "-")
        checks = folder / "tests" / f"test_checks_of_{package}.py"
        checks.write_text(_CHECKS.format(spec=spec), "utf-8")
    shutil.copy2(Path(__file__).with_name("mutation_plugin.py"), folder)
    for each in modules:
        path = folder / each
        path.write_text(_undecorated(path.read_text("utf-8")), "utf-8")
    others = sorted(each.name for each in folder.iterdir() if each.name != "src")
    values = {"modules": modules, "others": others, "tests": tests}
    config = _CONFIG.format(
        **{key: json.dumps([*each]) for key, each in values.items()}, limit=limit
    )
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(config)


def _undecorated(source: str) -> str:
    """Apply the decorators of functions below them: mutmut mutates no decorated function.

    ``@law(...) def sound(): ...`` becomes ``def sound(): ...; sound = law(...)(sound)``.
    """
    lines = source.splitlines(keepends=True)
    tree = ast.parse(source)
    classes = [each for each in tree.body if isinstance(each, ast.ClassDef)]
    functions = [
        each
        for each in [*tree.body, *(inner for outer in classes for inner in outer.body)]
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.decorator_list
    ]
    for function in reversed(functions):
        texts = [ast.unparse(each) for each in function.decorator_list]
        kept = re.compile(rf"(staticmethod|classmethod|overload)$|{function.name}\.")
        if any(kept.match(each) for each in texts):
            continue
        value = function.name
        for each in reversed(texts):
            value = f"{each}({value})"
        indent = " " * function.col_offset
        lines.insert(function.end_lineno or 0, f"{indent}{function.name} = {value}\n")
        first = function.decorator_list[0].lineno
        del lines[first - 1 : function.lineno - 1]
    return "".join(lines)


def _mutants(folder: Path, module: str) -> list[_Mutant]:
    """Return the mutants of a module."""
    source = (folder / module).read_text("utf-8")
    mutated = import_module("mutmut.mutation.file_mutation").mutate_file_contents(module, source)
    lines = mutated.code.splitlines()
    bodies = {
        each.name: lines[each.lineno - 1 : each.end_lineno]
        for each in ast.walk(ast.parse(mutated.code))
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    @cache
    def body(name: str) -> list[str]:
        mangled = name.partition("__mutmut_")[0]
        return [re.sub(rf"{mangled}__mutmut_\w+", mangled, line) for line in bodies[name]]

    package = module.removeprefix("src/").removesuffix(".py").removesuffix("/__init__")
    found = []
    for name in mutated.mutant_names:
        mangled = name.partition("__mutmut_")[0]
        compared = ndiff(body(f"{mangled}__mutmut_orig"), body(name))
        change = tuple(line for line in compared if line[0] in "+-")
        function = mangled.removeprefix("x").strip("ǁ").replace("ǁ", ".").removeprefix("_")
        found.append(_Mutant(f"{package.replace('/', '.')}.{name}", module, function, change))
    return found


def _again(
    mutants: Sequence[_Mutant], earlier: Sequence[Mapping[str, object]]
) -> tuple[list[_Mutant], int]:
    """Find the mutants of an earlier run by their changed lines.

    The file or the function may be renamed meanwhile, but not both.

    Returns:
        The mutants, and the number of earlier mutants that no longer exist.
    """
    left, found = list(mutants), []
    for old in earlier:
        file, function = Path(str(old["module"])).name, old["function"]
        places = [(Path(each.module).name == file, each.function == function) for each in left]
        same = [
            each
            for each, place in zip(left, places, strict=True)
            if any(place) and [*each.change] == old["change"]
        ]
        same.sort(key=lambda each: (each.function != function, Path(each.module).name != file))
        if same:
            found.append(same[0])
            left.remove(same[0])
    return found, len(earlier) - len(found)


def _run(folder: Path, names: Sequence[str], children: int, max_time: float) -> None:
    """Run mutmut until it is done or its time is over; its progress goes to standard error."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children), *names]
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
    lines = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", lines, flags=re.MULTILINE)
    return {name: "not tried" if state == "not checked" else state for name, state in found}


def _print(found: Sequence[tuple[_Mutant, str]]) -> None:
    """Print the mutants that survived, and how many there are in each state."""
    console = Console(width=None if sys.stdout.isatty() else 120)
    for mutant, state in found:
        if state == "survived":
            text = "\n".join((f"{mutant.module}: {mutant.function}", *mutant.change, ""))
            console.print(text, markup=False, highlight=False, soft_wrap=True)
    states = [*_STATES, *sorted({state for _, state in found} - {*_STATES})]
    modules = list(dict.fromkeys(mutant.module for mutant, _ in found))
    table = Table(title="Mutants")
    table.add_column("module", min_width=max(map(len, modules), default=0))
    for state in states:
        table.add_column(state, justify="right")
    for module in modules:
        counts = Counter(state for mutant, state in found if mutant.module == module)
        table.add_row(module, *(str(counts[each]) for each in states))
    counts = Counter(state for _, state in found)
    table.add_section()
    table.add_row("all", *(str(counts[each]) for each in states))
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
