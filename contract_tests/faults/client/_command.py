"""The command: tries the faults of a client, and writes down what noticed them."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from contract_tests._credential import secrets_of
from contract_tests._options import TOKEN_VARIABLE, base_url_of, given_token, implied_spec
from contract_tests._preflight import given_parents
from contract_tests._redact import Redactor
from contract_tests.contract import SpecError, read_document
from contract_tests.faults._arguments import add_parent, number, whole, writable
from contract_tests.faults._started import served_apart
from contract_tests.faults.report import Campaign as Report
from contract_tests.faults.report import Entry, Result, build_report, summarize, write

from ._campaign import ROOT, Plan, open_campaign
from ._copies import UnfoundError, applies
from ._fault import ClientFault
from ._laws import Server
from ._verdict import COLUMNS, Column, Verdict
from .catalogue import FAULTS, GROUPS

__all__ = ["add_arguments", "run"]

PROFILE = "smoke"

_NOTES = (
    "A column is not applicable to a fault that nothing in it is about.",
    "A column ends with the first that notices the fault.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add = parser.add_argument
    add(
        "--spec",
        type=Path,
        metavar="FILE",
        help="the contract; default: the one in openapi/, and of "
        "several, against the sandbox, the first",
    )
    add(
        "--package",
        type=Path,
        metavar="FOLDER",
        help="the package that was generated from it; default: the one in generated/. With "
        "another, the project's tests of its client are left out",
    )
    add(
        "--base-url",
        metavar="URL",
        help=f"the server that the laws ask, with its token in {TOKEN_VARIABLE}; default: the "
        "sandbox",
    )
    add_parent(parser)
    add("--only", metavar="PATTERN", action="append", default=[], help="faults to try, by id")
    add(
        "--columns",
        metavar="NAMES",
        default=",".join(COLUMNS),
        help="what looks at them, with commas between (default: %(default)s)",
    )
    add("--json", type=writable, metavar="FILE", help="write a JSON report")
    add("--html", type=writable, metavar="FILE", help="write a report to be read in a browser")
    add(
        "--seed",
        type=whole(0, 2**63),
        default=1,
        help="what everything drawn follows from (default: 1)",
    )
    add("--workers", type=whole(1, 64), default=2, help="trials at once (default: 2)")
    add("--limit", type=number(0.1, 86_400), default=30.0, help="seconds for a trial (default: 30)")
    add("--list", action="store_true", help="list the faults, and try none")
    add(
        "--thorough",
        action="store_true",
        help="try every column in full where a fault names nothing of it, too",
    )


def run(arguments: argparse.Namespace) -> int:
    """Try the faults of a client.

    Returns:
        The exit code: 0 where each was noticed in a column at least, 1 where one was not or the
        sound client is broken, 2 where they could not be tried.
    """
    patterns = [*arguments.only] or ["*"]
    faults = [each for each in FAULTS if any(fnmatchcase(each.kind, one) for one in patterns)]
    if arguments.list:
        for each in faults:
            _say(f"{each.kind:40} {each.sentence}")
        return 0
    try:
        return _try(arguments, faults)
    except (pytest.UsageError, SpecError, UnfoundError, RuntimeError) as error:
        sys.stderr.write(f"faults client: {error}\n")
        return 2


def _try(arguments: argparse.Namespace, faults: Sequence[ClientFault]) -> int:
    if not faults:
        raise pytest.UsageError(f"--only: no fault is called {' or '.join(arguments.only)}")
    document = read_document(arguments.spec or implied_spec(arguments.base_url))
    parents = given_parents(arguments.parent, document)
    package = arguments.package or ROOT / "generated" / document.package
    if not (package / "__init__.py").is_file():
        raise pytest.UsageError(f"--package: {package} is no package")
    if package.name != document.package:
        raise pytest.UsageError(f"--package: the client of {document.path} is {document.package}")
    lacking = [each for each in faults if not applies(each, package)]
    faults = [each for each in faults if each not in lacking]
    if not faults:
        needed = ", ".join(dict.fromkeys(each.needs for each in lacking))
        raise pytest.UsageError(f"--only: {package.name} lacks what that needs: {needed}")
    columns = _columns(arguments)
    base_url = None if arguments.base_url is None else base_url_of(arguments.base_url)
    started = time.monotonic()
    with (
        served_apart(Path(document.path), base_url, given_token(), parents) as served,
        tempfile.TemporaryDirectory(prefix="faulty-clients-") as folder,
    ):
        server = Server(
            document,
            served.base_url,
            served.token,
            PROFILE,
            arguments.seed,
            {**served.parents},
        )
        plan = Plan(
            faults=faults,
            packages=[package, *_others(package)],
            server=server,
            columns=columns,
            folder=Path(folder),
            seconds=arguments.limit,
            workers=arguments.workers,
            is_thorough=arguments.thorough,
        )
        campaign = open_campaign(plan)
        _say(f"{len(faults)} faults; the sound client first")
        sound: dict[str, list[str]] = {each: [] for each in columns}
        for column, verdict in campaign.try_sound():
            sound[column] = [*verdict.broken]
            _say(f"  {column}: {_described(verdict)}, {verdict.seconds:.1f} s")
        trials: dict[str, dict[str, Result]] = {each.kind: {} for each in faults}
        for fault, column, verdict in campaign.try_faults():
            trials[fault.kind][column] = _result(verdict)
            _tell(fault, column, verdict)
    groups = {each.group for each in faults}
    report = build_report(
        Report(
            side="client",
            title=document.title,
            version=document.version,
            server=arguments.base_url or "the sandbox",
            profile=PROFILE,
            seed=arguments.seed,
            seconds=time.monotonic() - started,
            channels={each: COLUMNS[each] for each in columns},
            groups={name: title for name, title in GROUPS.items() if name in groups},
            entries=[_entry(each, trials[each.kind]) for each in faults],
            sound=sound,
            notes=[
                *_NOTES,
                *(f"{each.kind} was not tried: it needs {each.needs}" for each in lacking),
            ],
        )
    )
    write(report, Redactor.of(*secrets_of(document, server.token)), arguments.json, arguments.html)
    for line in summarize(report):
        _say(line)
    unnoticed = [
        each.kind
        for each in faults
        if all(one.outcome != "killed" for one in trials[each.kind].values())
    ]
    for name in unnoticed:
        _say(f"not noticed: {name}")
    return int(bool(unnoticed) or any(sound.values()))


def _described(verdict: Verdict) -> str:
    return f"{len(verdict.broken)} broken: {', '.join(verdict.broken)}" if verdict.broken else "ok"


def _tell(fault: ClientFault, column: Column, verdict: Verdict) -> None:
    if verdict.outcome != "not applicable":
        words = (fault.kind, column, verdict.outcome, verdict.law, verdict.subject, verdict.title)
        _say(f"  {' | '.join(filter(None, words))} | {verdict.seconds:.1f} s")


def _result(verdict: Verdict) -> Result:
    return Result(
        outcome=verdict.outcome,
        law=verdict.law,
        subject=verdict.subject,
        title=verdict.title,
        requests=verdict.requests,
        seconds=verdict.seconds,
    )


def _entry(fault: ClientFault, trials: dict[str, Result]) -> Entry:
    return Entry(
        id=fault.kind, kind=fault.kind, sentence=fault.sentence, needs=fault.needs, trials=trials
    )


def _others(package: Path) -> list[Path]:
    """Give the packages beside one, which have their runtime from the same source."""
    found = sorted(package.parent.glob("*/_connection.py"))
    return [each.parent for each in found if each.parent != package]


def _columns(arguments: argparse.Namespace) -> list[Column]:
    names = arguments.columns.split(",")
    for each in names:
        if each not in COLUMNS:
            msg = f"--columns: there is no {each}; there are {', '.join(COLUMNS)}"
            raise pytest.UsageError(msg)
    own = arguments.package is None
    return [each for each in COLUMNS if each in names and (own or each != "tests")]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
