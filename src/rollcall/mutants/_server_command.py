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

from rollcall._options import TOKEN_VARIABLE, base_url_of, given_token, implied_spec
from rollcall._preflight import given_parents
from rollcall._profiles import PROFILES
from rollcall._target import Target, target
from rollcall.http._credential import secrets_of
from rollcall.http._redact import RedactingStream, Redactor
from rollcall.mutants._arguments import add_parent, number, whole, writable
from rollcall.mutants._campaign import CampaignError, Findings, Plan, conduct
from rollcall.mutants._gauge import Gauge
from rollcall.mutants._look import look
from rollcall.mutants._mutant import Mutant
from rollcall.mutants._report import MutantResult, MutationReport, Trial
from rollcall.mutants._worker import Assignment
from rollcall.mutants.report import summarize, write
from rollcall.mutants.server import GROUPS, catalogue
from rollcall.reports import CHANNELS
from rollcall.spec import Spec, SpecError, read_spec

__all__ = ["add_arguments", "run"]

_MISUSED, _INTERRUPTED = 2, 130
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
        path = arguments.spec or implied_spec(base_url)
        spec = read_spec(path)
        parents = given_parents(arguments.parent, spec)
        mutants = _chosen(spec, arguments.only)
    except (pytest.UsageError, SpecError) as problem:
        return _complain(str(problem))
    if arguments.is_list:
        for mutant in mutants:
            sys.stdout.write(f"{mutant.id}: {mutant.sentence}\n")
        return 0
    profile = PROFILES[arguments.profile]
    with ExitStack() as stack:
        try:
            server = stack.enter_context(target(path, base_url, token, parents))
        except pytest.UsageError as problem:
            return _complain(str(problem))
        redactor = Redactor.of(*secrets_of(spec, server.token))
        out, error = sys.stdout, sys.stderr
        is_live = out.isatty()
        sys.stdout = cast("TextIO", RedactingStream(out, redactor))
        sys.stderr = cast("TextIO", RedactingStream(error, redactor))
        try:
            assignment = Assignment(
                spec=path,
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
            plan = Plan(mutants, arguments.channel or _CHANNELS, assignment, arguments.workers)
            return _Show(spec, server, plan, arguments, redactor).conduct(is_live=is_live)
        finally:
            sys.stdout, sys.stderr = out, error


def _seed(given: int | None, profile: int | None) -> int:
    if given is not None:
        return given
    return profile if profile is not None else 1


def _chosen(spec: Spec, patterns: list[str] | None) -> tuple[Mutant, ...]:
    """Return the faults that are asked for.

    Raises:
        pytest.UsageError: There is none.
    """
    every = catalogue(spec)
    chosen = tuple(
        each
        for each in every
        if patterns is None or any(fnmatchcase(each.id, pattern) for pattern in patterns)
    )
    if not chosen:
        what = (
            f"of {len(every)} faults, none is called so; --list names them"
            if patterns
            else (f"{spec.path} annotates no list, so that there is nothing to break")
        )
        raise pytest.UsageError(f"--only: {what}" if patterns else f"--spec: {what}")
    return chosen


@attrs.frozen
class _Show:
    """A campaign, before those who asked for it."""

    spec: Spec
    server: Target
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
        violations = Findings()
        signal.signal(signal.SIGTERM, _leave)
        code = None
        try:
            spent = look(self.spec, self.plan.assignment)
            conduct(_less(self.plan, spent), gauge, violations)
        except (CampaignError, pytest.UsageError) as problem:
            gauge.end()
            return _complain(str(problem))
        except KeyboardInterrupt:
            gauge.end()
            violations.stopped = "it was interrupted"
            code = _INTERRUPTED
        found = self._campaign(violations, time.monotonic() - started)
        report = found.to_json()
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
        return found.exit_code

    def _head(self) -> list[str]:
        plan, assignment = self.plan, self.plan.assignment
        where = " (the sandbox)" if self.server.is_sandbox else ""
        through = " and ".join(CHANNELS[each] for each in plan.channels)
        return [
            (
                f"faults: {len(plan.mutants)} that a server of {self.spec.title} "
                f"{self.spec.version} may have, {self.spec.path}"
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

    def _campaign(self, violations: Findings, seconds: float) -> MutationReport:
        channels = violations.channels
        entries = [
            MutantResult(
                id=mutant.id,
                kind=mutant.kind,
                sentence=mutant.sentence,
                operation=mutant.operation,
                subject=mutant.subject,
                needs=mutant.needs,
                trials={
                    each: _result(violations, mutant, each)
                    for each in channels
                    if (mutant.id, each) in violations.trials
                },
            )
            for mutant in self.plan.mutants
        ]
        return MutationReport(
            side="server",
            title=self.spec.title,
            version=self.spec.version,
            server="the sandbox" if self.server.is_sandbox else self.server.base_url,
            profile=self.plan.assignment.profile,
            seed=self.plan.assignment.seed,
            seconds=seconds,
            channels={each: CHANNELS[each] for each in channels},
            groups=GROUPS,
            mutants=entries,
            sound=violations.sound,
            notes=self._notes(violations, seconds),
            stopped=violations.stopped,
            errors=violations.broken,
            is_incomplete=violations.is_failed,
        )

    def _notes(self, violations: Findings, seconds: float) -> list[str]:
        notes = [
            (
                f"{self.plan.workers} processes took {seconds:.0f} s; the times of the groups are "
                "those of the trials, added up"
            )
        ]
        if violations.channels and set(self.plan.channels) - {*violations.channels}:
            notes.append(f"there is no client {self.spec.package} to try the laws through")
        return notes


def _result(violations: Findings, mutant: Mutant, channel: str) -> Trial:
    trial = violations.trials[mutant.id, channel]
    return Trial(
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
