"""Run the checks of a generated client for each OpenAPI document of a folder, without a server.

A document without annotations gets those that ``rollcall annotate`` proposes. Prints the number of
operations, lists and checks of each document, and a line for each violation. With --serve, runs
all laws over HTTP and through the client, too, against a server in the style of the annotations.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import attrs

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rollcall import Config, RunFinished, run
from rollcall.clients import CheckContext, checks
from rollcall.codegen import SpecError, ToolError, update
from rollcall.laws import Results
from rollcall.spec import Spec, package_name, read_spec
from scripts.try_documents import documents, proposed_overlays
from tests.support.served import served

_STATUSES = ("conformance.status_code_conformance",)
_ROW = "| {} | {} | {} | {} | {} | {} | {} | {} |"


@attrs.define
class Checked:
    """What the checks of a document's client found.

    Attributes:
        name: The name of the document's package.
        operations: The number of its operations.
        lists: The number of its lists.
        checks: The number of checks that ran.
        passed: The number of those that passed.
        violations: A line for each violation.
        undecided: A line for each check that says why it cannot decide.
        errors: A line for each check that raised an error, and for the document.
    """

    name: str
    operations: int = 0
    lists: int = 0
    checks: int = 0
    passed: int = 0
    violations: list[str] = attrs.field(factory=list)
    undecided: list[str] = attrs.field(factory=list)
    errors: list[str] = attrs.field(factory=list)


def main() -> int:
    """Check the documents of the folders on the command line.

    Returns:
        1 if a check was violated or raised an error.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, help="documents, or folders with documents")
    parser.add_argument("--serve", action="store_true", help="run the laws against a server")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1], help="seeds of drawn values")
    parser.add_argument("--examples", type=int, default=2, help="drawn values of each check")
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for path in [each for given in options.paths for each in documents(given)]:
            take = served_laws if options.serve else client_checks
            found.append(checked(path, Path(folder), partial(take, options=options)))
            print(f"{found[-1].name}: {found[-1].passed} of {found[-1].checks}", file=sys.stderr)
    heads = ("document", "operations", "lists", "checks", "passed", "violations")
    print(_ROW.format(*heads, "undecided", "errors"))
    print(_ROW.format(*["---"] * 8))
    for each in found:
        lines = (each.violations, each.undecided, each.errors)
        counts = (each.operations, each.lists, each.checks, each.passed, *map(len, lines))
        print(_ROW.format(each.name, *counts))
    for each in found:
        for line in [*each.violations, *each.undecided, *each.errors]:
            print(f"{each.name}: {line}")
    return int(any(each.violations or each.errors for each in found))


def checked(path: Path, folder: Path, take: Callable[[Spec, Checked], None]) -> Checked:
    """Generate the client of a document in an own folder, and check it.

    Args:
        path: The document.
        folder: Where the folder is made.
        take: Checks the client of a spec, which can be imported, and adds what it found.
    """
    name = package_name(path)
    result, packages = Checked(name), folder / str(len([*folder.iterdir()]))
    try:
        spec = read_spec(path)
        overlays = proposed_overlays(spec)
        spec = read_spec(path, overlays)
        result.operations, result.lists = len(spec.operations), len(spec.lists)
        update([path], packages, lambda _note: None, overlays=overlays)
    except (SpecError, ToolError) as error:
        result.errors.append(str(error))
        return result
    sys.path.insert(0, str(packages))
    if spec.lists:
        take(spec, result)
    # Another document may have the same name.
    sys.path.remove(str(packages))
    for module in [each for each in sys.modules if each.partition(".")[0] == name]:
        del sys.modules[module]
    return result


def client_checks(spec: Spec, result: Checked, options: argparse.Namespace) -> None:
    """Run each check of a client that needs no server with each seed."""
    for check in checks(spec):
        for seed in options.seeds if not check.needs_target else ():
            results = Results()
            result.checks += 1
            context = CheckContext(spec, results, seed=seed, examples=options.examples)
            try:
                reason = check.run(context)
            except Exception as error:  # noqa: BLE001 - each is reported
                result.errors.append(f"{check.id} ({seed}): {error!r}")
                continue
            found = [f"{each.title}: {each.detail}" for each in results.violations.values()]
            if not found and not results.ran:
                reason = reason or "no case was tried"
            result.violations += [f"{check.id} ({seed}): {each}" for each in found]
            result.undecided += [f"{check.id} ({seed}): {reason}"] if reason else []
            result.passed += not (found or reason)


def served_laws(spec: Spec, result: Checked, options: argparse.Namespace) -> None:
    """Run the laws in all channels against a server in the style of the annotations."""
    for seed in options.seeds:
        lists = tuple(each.id for each in spec.lists)
        # Vendors describe few refusals.
        config = Config(seed=seed, operations=lists, exclude_laws=_STATUSES)
        events = run(spec, served(spec).target, config)
        (report,) = (each.report for each in events if isinstance(each, RunFinished))
        result.checks += len(report.verdicts)
        result.errors += [f"({seed}): {each}" for each in report.errors]
        for found in report.violations:
            detail = " ".join(found.detail.split())
            result.violations.append(f"{found.law} {found.title} ({seed}): {detail}")
        for each in report.verdicts:
            result.passed += each.outcome == "pass"
            if each.outcome not in {"pass", "fail"}:
                told = f"{each.law} {each.subject} ({seed}): {each.outcome}: {each.reason}"
                result.undecided.append(told)


if __name__ == "__main__":
    sys.exit(main())
