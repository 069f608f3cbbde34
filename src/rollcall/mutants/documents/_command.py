"""The subcommand ``spec``: documents that say something else at one place, and who notices."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TextIO, cast

import attrs
import pytest

from rollcall._options import TOKEN_VARIABLE, base_url_of, given_token, implied_spec
from rollcall._preflight import given_parents
from rollcall._profiles import PROFILES
from rollcall.http._credential import secrets_of
from rollcall.http._redact import RedactingStream, Redactor
from rollcall.mutants._arguments import add_parent, whole, writable
from rollcall.mutants._report import MutantResult, MutationReport
from rollcall.mutants._report import Trial as Result
from rollcall.mutants._started import served_apart
from rollcall.mutants.documents._bench import COLUMNS, Trial
from rollcall.mutants.documents._catalogue import GROUPS, mutations, spread
from rollcall.mutants.documents._mutation import Mutation
from rollcall.mutants.documents._workers import Assignment, loaded, sound, tried
from rollcall.mutants.report import summarize, write
from rollcall.spec import ListOperation, Spec, SpecError, read_spec

__all__ = ["add_arguments", "run"]

_MISUSED, _INTERRUPTED = 2, 130
_MOST = 150
_STEP = 25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add(
        "--spec",
        metavar="FILE",
        type=Path,
        help="the sound document, annotated OpenAPI; default: the one in openapi/, and of "
        "several, against the sandbox, the first",
    )
    add(
        "--base-url",
        metavar="URL",
        help="a server that does as the document says; left out, the sandbox is started. Its "
        f"token is read from the environment variable {TOKEN_VARIABLE}",
    )
    add_parent(parser)
    add(
        "--lint",
        metavar="NAME",
        action="append",
        default=[],
        help="a function module:name that lists what is wrong with a document, given as plain "
        "values; may be repeated",
    )
    add(
        "--facts",
        metavar="NAME",
        action="append",
        default=[],
        help="one that lists what a document says otherwise than its sources; may be repeated",
    )
    add(
        "--profile",
        choices=[*PROFILES],
        default="ci",
        help="how hard the laws try (default: %(default)s)",
    )
    add(
        "--seed",
        type=whole(0, 2**63),
        default=1,
        metavar="N",
        help="what is drawn follows from it (1)",
    )
    add(
        "--workers",
        type=whole(1, 64),
        default=2,
        metavar="N",
        help="processes (default: %(default)s)",
    )
    add(
        "--columns",
        default=",".join(COLUMNS),
        metavar="NAMES",
        help="who is asked, in this order, with commas between (default: %(default)s)",
    )
    add(
        "--first",
        action="store_const",
        const="killed",
        default="",
        dest="until",
        help="ask nobody else about a fault that is noticed",
    )
    add(
        "--most",
        type=whole(0, 10**6),
        default=_MOST,
        metavar="N",
        help="try so many faults, spread over all kinds; 0: all (default: %(default)s)",
    )
    add("--only", metavar="PATTERN", action="append", help="try the faults with such an id")
    add("--list", action="store_true", dest="is_list", help="list the faults, and try none")
    add("--json", type=writable, metavar="FILE", help="write a JSON report")
    add("--html", type=writable, metavar="FILE", help="write a report to be read in a browser")


def run(arguments: argparse.Namespace) -> int:
    """Conduct a campaign, and give the exit code.

    Returns:
        0 where each fault was noticed, or is equivalent; 1 where one was not, or the sound
        document breaks something; 2 for a wrong command line; 130 where it was interrupted.
    """
    try:
        spec = read_spec(arguments.spec or implied_spec(arguments.base_url))
        parents = given_parents(arguments.parent, spec)
        chosen = _chosen(spec, arguments)
        columns = _columns(arguments)
        base_url = None if arguments.base_url is None else base_url_of(arguments.base_url)
        token = given_token()
    except (pytest.UsageError, SpecError) as problem:
        return _complain(str(problem))
    if arguments.is_list:
        for each in chosen:
            sys.stdout.write(f"{each.id}: {each.sentence}\n")
        return 0
    with ExitStack() as stack:
        try:
            asked = served_apart(Path(spec.path), base_url, token, parents)
            server = stack.enter_context(asked)
        except (pytest.UsageError, RuntimeError) as problem:
            return _complain(str(problem))
        redactor = Redactor.of(*secrets_of(spec, server.token))
        out = sys.stdout
        sys.stdout = cast("TextIO", RedactingStream(out, redactor))
        try:
            assignment = Assignment(
                spec=Path(spec.path),
                base_url=server.base_url,
                token=server.token,
                parents={**server.parents},
                profile=arguments.profile,
                seed=arguments.seed,
                lint=tuple(arguments.lint),
                facts=tuple(arguments.facts),
                columns=columns,
                until=arguments.until,
            )
            loaded(assignment)
            return _conduct(_Task(spec, chosen, assignment, arguments, redactor))
        except (ImportError, AttributeError, ValueError) as problem:
            return _complain(f"--lint, --facts: {problem}")
        finally:
            sys.stdout = out


@attrs.frozen
class _Task:
    """A campaign, as it was asked for."""

    spec: Spec
    chosen: Sequence[Mutation]
    assignment: Assignment
    arguments: argparse.Namespace
    redactor: Redactor


def _chosen(spec: Spec, arguments: argparse.Namespace) -> list[Mutation]:
    every = mutations(spec)
    if arguments.only:
        found = [
            each
            for each in every
            if any(fnmatchcase(each.id, pattern) for pattern in arguments.only)
        ]
        if not found:
            raise pytest.UsageError(f"--only: of {len(every)} faults, none is called so")
        return found
    return spread(every, 0 if arguments.is_list else arguments.most)


def _columns(arguments: argparse.Namespace) -> tuple[str, ...]:
    names = tuple(arguments.columns.split(","))
    unknown = {*names} - {*COLUMNS}
    if unknown:
        raise pytest.UsageError(f"--columns: expected {', '.join(COLUMNS)}, got {min(unknown)}")
    return names


def _conduct(task: _Task) -> int:
    started = time.monotonic()
    assignment, arguments = task.assignment, task.arguments
    every = len(mutations(task.spec))
    _say(f"faults: {len(task.chosen)} of {every} of {task.spec.path}")
    _say(f"server: {assignment.base_url}; profile {assignment.profile}, seed {assignment.seed}")
    lists = [each.id for each in task.spec.operations if isinstance(each, ListOperation)]
    said = sound(assignment, lists, arguments.workers)
    for column, lines in said.items():
        for line in lines:
            _say(f"without a fault, {column}: {line}")
    if any(said.values()):
        return _complain("the sound document is broken already; nothing that breaks tells anything")
    results: dict[str, dict[str, Trial]] = {}
    stopped, code = None, None
    try:
        for name, trials in tried(assignment, task.chosen, arguments.workers):
            results[name] = trials
            if len(results) % _STEP == 0:
                _say(f"  {len(results)} of {len(task.chosen)}, {time.monotonic() - started:.0f} s")
    except KeyboardInterrupt:
        stopped, code = "it was interrupted", _INTERRUPTED
    seconds = time.monotonic() - started
    found = attrs.evolve(_campaign(task, results, said, seconds), stopped=stopped)
    report = found.to_json()
    try:
        write(report, task.redactor, arguments.json, arguments.html)
    except OSError as problem:
        return _complain(f"the reports cannot be written: {problem}")
    for line in summarize(report):
        _say(line)
    for line in _summed_up(task, results):
        _say(line)
    return code if code is not None else found.exit_code


def _campaign(
    task: _Task,
    results: Mapping[str, Mapping[str, Trial]],
    said: Mapping[str, Sequence[str]],
    seconds: float,
) -> MutationReport:
    assignment, arguments = task.assignment, task.arguments
    every = len(mutations(task.spec))
    notes = [f"{arguments.workers} processes took {seconds:.0f} s"]
    if len(task.chosen) < every:
        how = "that were named" if arguments.only else "spread over all kinds"
        notes.append(f"{len(task.chosen)} of {every} faults were tried, {how}")
    if assignment.until:
        notes.append("nobody else was asked about a fault that was noticed")
    return MutationReport(
        side="document",
        title=task.spec.title,
        version=task.spec.version,
        server=assignment.base_url if arguments.base_url else "the sandbox",
        profile=assignment.profile,
        seed=assignment.seed,
        seconds=seconds,
        channels={each: COLUMNS[each] for each in assignment.columns},
        groups=GROUPS,
        mutants=[_entry(each, results.get(each.id, {})) for each in task.chosen],
        sound=said,
        notes=notes,
    )


def _entry(mutation: Mutation, trials: Mapping[str, Trial]) -> MutantResult:
    return MutantResult(
        id=mutation.id,
        kind=mutation.kind,
        sentence=mutation.sentence,
        operation=mutation.operations[0] if len(mutation.operations) == 1 else "",
        subject=mutation.subject,
        equivalent=mutation.equivalent,
        trials={
            column: Result(
                outcome=each.outcome,
                law=each.law,
                subject=each.subject,
                title=each.title,
                requests=each.requests,
                seconds=each.seconds,
            )
            for column, each in trials.items()
        },
    )


def _summed_up(task: _Task, results: Mapping[str, Mapping[str, Trial]]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for trials in results.values():
        counts.update(column for column, each in trials.items() if each.outcome == "killed")
    yield "noticed by: " + ", ".join(f"{COLUMNS[each]} {counts[each]}" for each in counts)
    for mutation in task.chosen:
        trials = results.get(mutation.id, {})
        if trials and not any(each.outcome == "killed" for each in trials.values()):
            yield f"not noticed: {mutation.id}: {mutation.sentence}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _complain(message: str) -> int:
    sys.stderr.write(f"faults: {message}\n")
    return _MISUSED
