"""The subcommand ``server``: every fault of a server, tried before any server."""

import argparse
import signal
import sys
import time
from contextlib import ExitStack
from fnmatch import fnmatchcase
from pathlib import Path
from types import FrameType
from typing import NoReturn, TextIO, cast

import attrs
import pytest

from contract_tests._credential import secrets_of
from contract_tests._options import TOKEN_VARIABLE, base_url_of, given_token, implied_spec
from contract_tests._preflight import given_parents
from contract_tests._profiles import PROFILES
from contract_tests._redact import RedactingStream, Redactor
from contract_tests._served import Served, served
from contract_tests.contract import Document, SpecError, read_document
from contract_tests.report import CHANNELS

from ._arguments import add_parent, number, whole, writable
from ._campaign import CampaignError, Findings, Plan, conduct
from ._fault import Fault
from ._gauge import Gauge
from ._look import look
from ._worker import Assignment
from .report import Campaign, Entry, Result, build_report, exit_code, summarize, write
from .server import GROUPS, catalogue

__all__ = ["add_arguments", "run"]

_FAILED, _MISUSED, _INTERRUPTED = 1, 2, 130
_CHANNELS = ("http", "client")
_MOST_WORKERS = 64
_DAY = 86_400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add(
        "--base-url",
        metavar="URL",
        help="the server that is put behind the faults; left out, the sandbox is started on a "
        f"free loopback port. Its token is read from the environment variable {TOKEN_VARIABLE}",
    )
    add(
        "--spec",
        metavar="FILE",
        type=Path,
        help="the contract, an annotated OpenAPI document; default: the one in openapi/, and of "
        "several, against the sandbox, the first",
    )
    add(
        "--profile",
        choices=[*PROFILES],
        default="smoke",
        help="how hard the laws try: more is slower, and reaches more (default: %(default)s)",
    )
    add(
        "--seed",
        type=whole(0, 2**63),
        metavar="N",
        help="what everything that is drawn follows from (default: the profile's, or 1)",
    )
    add_parent(parser)
    add(
        "--rate",
        type=number(0.001, 1_000_000),
        metavar="PER_SECOND",
        help="send so many requests a second to the server, at most (default: the profile's)",
    )
    add(
        "--max-requests",
        type=whole(1, 999_999_999),
        metavar="N",
        help="end when so many requests were sent to the server (default: the profile's)",
    )
    add(
        "--request-timeout",
        type=number(0.001, _DAY),
        default=10.0,
        metavar="SECONDS",
        help="how long to wait for an answer (default: 10)",
    )
    add(
        "--workers",
        type=whole(1, _MOST_WORKERS),
        default=2,
        metavar="N",
        help="processes; what may be sent is divided among them (default: %(default)s)",
    )
    add(
        "--channel",
        choices=_CHANNELS,
        action="append",
        help="what the laws ask through; may be repeated (default: http, and client where there "
        "is a generated package)",
    )
    add(
        "--only",
        metavar="PATTERN",
        action="append",
        help="try only the faults with such an id, as in '*filter.*'; may be repeated",
    )
    add(
        "--thorough",
        action="store_true",
        dest="is_thorough",
        help="where no answer differed, try the laws that the fault does not concern, too; this "
        "takes seconds for each",
    )
    add(
        "--no-method-probe",
        dest="probes_methods",
        action="store_false",
        help="send no OPTIONS and no TRACE, to see methods refused that the contract lacks",
    )
    add("--list", action="store_true", dest="is_list", help="list the faults, and try none")
    add("--json", type=writable, metavar="FILE", help="write a JSON report")
    add("--html", type=writable, metavar="FILE", help="write a report to be read in a browser")


def run(arguments: argparse.Namespace) -> int:
    """Conduct a campaign, and give the exit code."""
    try:
        token = given_token()
        base_url = None if arguments.base_url is None else base_url_of(arguments.base_url)
        spec = arguments.spec or implied_spec(base_url)
        document = read_document(spec)
        parents = given_parents(arguments.parent, document)
        faults = _chosen(document, arguments.only)
    except (pytest.UsageError, SpecError) as problem:
        return _complain(str(problem))
    if arguments.is_list:
        for fault in faults:
            sys.stdout.write(f"{fault.id}: {fault.sentence}\n")
        return 0
    profile = PROFILES[arguments.profile]
    with ExitStack() as stack:
        try:
            server = stack.enter_context(served(spec, base_url, token, parents))
        except pytest.UsageError as problem:
            return _complain(str(problem))
        redactor = Redactor.of(*secrets_of(document, server.token))
        out, error = sys.stdout, sys.stderr
        is_live = out.isatty()
        sys.stdout = cast("TextIO", RedactingStream(out, redactor))
        sys.stderr = cast("TextIO", RedactingStream(error, redactor))
        try:
            assignment = Assignment(
                spec=spec,
                base_url=server.base_url,
                token=server.token,
                profile=profile.name,
                seed=_seed(arguments.seed, profile.seed),
                parents={**server.parents},
                max_requests=arguments.max_requests or profile.max_requests,
                rate=arguments.rate or profile.rate,
                timeout=arguments.request_timeout,
                is_thorough=arguments.is_thorough,
                # The data of the sandbox does not change.
                is_confirming=not server.is_sandbox,
                probes_methods=arguments.probes_methods,
            )
            plan = Plan(faults, arguments.channel or _CHANNELS, assignment, arguments.workers)
            return _Show(document, server, plan, arguments, redactor).conduct(is_live=is_live)
        finally:
            sys.stdout, sys.stderr = out, error


def _seed(given: int | None, profile: int | None) -> int:
    if given is not None:
        return given
    return profile if profile is not None else 1


def _chosen(document: Document, patterns: list[str] | None) -> tuple[Fault, ...]:
    """Give the faults that are asked for.

    Raises:
        pytest.UsageError: There is none.
    """
    every = catalogue(document)
    chosen = tuple(
        each
        for each in every
        if patterns is None or any(fnmatchcase(each.id, pattern) for pattern in patterns)
    )
    if not chosen:
        what = (
            f"of {len(every)} faults, none is called so; --list names them"
            if patterns
            else (f"{document.path} annotates no list, so that there is nothing to break")
        )
        raise pytest.UsageError(f"--only: {what}" if patterns else f"--spec: {what}")
    return chosen


@attrs.frozen
class _Show:
    """A campaign, before those who asked for it."""

    document: Document
    server: Served
    plan: Plan
    arguments: argparse.Namespace
    redactor: Redactor

    def conduct(self, *, is_live: bool) -> int:
        """Tell what is done, do it, and tell what came of it."""
        started = time.monotonic()
        for line in self._head():
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        gauge = Gauge(sys.stdout, is_live=is_live)
        findings = Findings()
        signal.signal(signal.SIGTERM, _leave)
        code = None
        try:
            spent = look(self.document, self.plan.assignment)
            conduct(_less(self.plan, spent), gauge, findings)
        except (CampaignError, pytest.UsageError) as problem:
            gauge.end()
            return _complain(str(problem))
        except KeyboardInterrupt:
            gauge.end()
            findings.stopped = "it was interrupted"
            code = _INTERRUPTED
        report = build_report(self._campaign(findings, time.monotonic() - started))
        try:
            write(report, self.redactor, self.arguments.json, self.arguments.html)
        except OSError as problem:
            return _complain(f"the reports cannot be written: {problem}")
        sys.stdout.write("\n")
        for line in summarize(report):
            sys.stdout.write(f"{line}\n")
        reports = [str(each) for each in (self.arguments.json, self.arguments.html) if each]
        if reports:
            sys.stdout.write(f"reports: {', '.join(reports)}\n")
        if code is not None:
            return code
        has_failed = findings.is_failed or bool(findings.broken)
        return _FAILED if has_failed else exit_code(report)

    def _head(self) -> list[str]:
        plan, assignment = self.plan, self.plan.assignment
        where = " (the sandbox)" if self.server.is_sandbox else ""
        through = " and ".join(CHANNELS[each] for each in plan.channels)
        return [
            (
                f"faults: {len(plan.faults)} that a server of {self.document.title} "
                f"{self.document.version} may have, {self.document.path}"
            ),
            f"server: {self.server.base_url}{where}",
            (
                f"profile: {assignment.profile}, seed: {assignment.seed}, "
                f"{plan.workers} workers, through {through}"
            ),
            (
                "A fault that a law notices is done in a moment; one that none does takes seconds, "
                "since all laws are tried."
            ),
        ]

    def _campaign(self, findings: Findings, seconds: float) -> Campaign:
        channels = findings.channels
        entries = [
            Entry(
                id=fault.id,
                kind=fault.kind,
                sentence=fault.sentence,
                operation=fault.operation,
                subject=fault.subject,
                needs=fault.needs,
                trials={
                    each: _result(findings, fault, each)
                    for each in channels
                    if (fault.id, each) in findings.trials
                },
            )
            for fault in self.plan.faults
        ]
        return Campaign(
            side="server",
            title=self.document.title,
            version=self.document.version,
            server="the sandbox" if self.server.is_sandbox else self.server.base_url,
            profile=self.plan.assignment.profile,
            seed=self.plan.assignment.seed,
            seconds=seconds,
            channels={each: CHANNELS[each] for each in channels},
            groups=GROUPS,
            entries=entries,
            sound=findings.sound,
            notes=self._notes(findings, seconds),
            stopped=findings.stopped,
        )

    def _notes(self, findings: Findings, seconds: float) -> list[str]:
        notes = [
            (
                f"{self.plan.workers} processes took {seconds:.0f} s; the times of the groups are "
                "those of the trials, added up"
            )
        ]
        if findings.channels and set(self.plan.channels) - {*findings.channels}:
            notes.append(f"there is no client {self.document.package} to try the laws through")
        return [*notes, *findings.broken]


def _result(findings: Findings, fault: Fault, channel: str) -> Result:
    trial = findings.trials[fault.id, channel]
    return Result(
        outcome=trial.outcome,
        law=trial.law,
        subject=trial.subject,
        title=trial.title,
        requests=trial.requests,
        seconds=trial.seconds,
        reasons=trial.reasons,
    )


def _less(plan: Plan, spent: int) -> Plan:
    """Take what was sent already from what the workers may send."""
    most = plan.assignment.max_requests
    if most is None:
        return plan
    return attrs.evolve(
        plan, assignment=attrs.evolve(plan.assignment, max_requests=max(0, most - spent))
    )


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _complain(message: str) -> int:
    sys.stderr.write(f"faults: {message}\n")
    return _MISUSED
