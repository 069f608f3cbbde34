"""What a run has found, as text."""

import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import indent, wrap
from typing import get_args

import pytest
from hypothesis.errors import Flaky

from rollcall._options import TOKEN_VARIABLE
from rollcall._results import Outcome, Verdict, Violation
from rollcall._run import Run
from rollcall.laws import FAMILIES
from rollcall.reports._json import CHANNELS, notes
from rollcall.reports._visible import visible

__all__ = ["describe_failures", "describe_run", "summarize"]

_WIDTH = 100
_COLUMN = 15
_NAME = 40
_COLUMNS = 4
_MOST_UNKNOWN = 20
_MOST_DESCRIBED = 40
_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_WORDS: tuple[tuple[Outcome, str], ...] = (
    ("fail", "FAIL"),
    ("inconclusive", "unclear"),
    ("vacuous", "vacuous"),
)


def describe_run(run: Run) -> list[str]:
    """Return what is tested, against what, and from which seed."""
    sandbox = " (the sandbox)" if run.is_sandbox else ""
    spec = run.spec
    return [
        f"contract: {spec.title} {spec.version}, {spec.path}",
        f"server: {run.base_url}{sandbox}",
        f"profile: {run.effort.profile.name}, seed: {run.effort.seed}",
        *wrap(run.effort.profile.includes, _WIDTH),
    ]


def describe_failures(run: Run, test: str, problem: BaseException | None) -> str:
    """Return what failed in a test, each with a shell line and with Python that reproduce it.

    Args:
        run: The run.
        test: The node id of the test.
        problem: What the test raised.
    """
    texts = []
    for key in run.results.by_test.get(test, ()):
        violation = run.results.violations[key]
        if violation.test == test:
            is_one_of_many = [*run.results.violations].index(key) >= _MOST_DESCRIBED
            texts.append(_in_short(violation) if is_one_of_many else _describe(run, violation))
        else:
            texts.append(f"{_named(violation)}: again, as in {violation.test}")
    if texts and isinstance(problem, Flaky):
        texts.append("The server answered differently when it was sent the same request again.")
    return visible("\n\n".join(texts))


def _in_short(violation: Violation) -> str:
    return f"{_named(violation)}: {violation.title}\n    the reports say more"


def _describe(run: Run, violation: Violation) -> str:
    failed = run.results.failed[violation.key]
    head = f"{_named(violation)}: {violation.title} ({_count(failed, 'case')})"
    return "\n".join(
        [
            head,
            indent(violation.detail, "    "),
            f"  reproduce it, with the token in {TOKEN_VARIABLE}:",
            indent(violation.curl, "    "),
            "  or in Python:",
            indent(violation.python, "    "),
        ]
    )


def summarize(run: Run, config: pytest.Config) -> Iterator[str]:
    """Return the lines of the summary: operations x families of laws, and what was not established.

    A cell has the worst verdict of a family, and how many witnesses there were.
    """
    operations = run.spec.operations
    verdicts = run.results.all_verdicts()
    yield from describe_run(run)
    yield ""
    for start in range(0, len(operations), _COLUMNS):
        ids = [each.id for each in operations[start : start + _COLUMNS]]
        for number, each in enumerate(operations[start : start + _COLUMNS], start + 1):
            yield f"  [{number}] {each.id}: {each.label}"
        yield ""
        heads = [f"[{number}]" for number in range(start + 1, start + 1 + len(ids))]
        yield _row("what was sent", heads)
        tallies = [run.results.tally(each) for each in ids]
        yield _row("  requests", [str(each.requests) for each in tallies])
        yield _row("  answered with items", [str(each.with_items) for each in tallies])
        for channel, title in CHANNELS.items():
            own = [each for each in verdicts if each.channel == channel]
            if own:
                yield _row(f"laws through {title}", heads)
                yield from _families(own, ids)
        yield ""
    yield from map(visible, _unknown(verdicts))
    yield from map(visible, _verdict(run, config))


def _families(verdicts: Sequence[Verdict], ids: Sequence[str]) -> Iterator[str]:
    for family in ("conformance", *FAMILIES):
        found = [each for each in verdicts if each.law.partition(".")[0] == family]
        if found:
            own = [[each for each in found if each.operation == name] for name in ids]
            yield _row(f"  {family}", [*map(_cell, own)])


def _cell(verdicts: Sequence[Verdict]) -> str:
    """Return the worst verdict, how many have it, and how many witnesses there were in all."""
    counted = Counter(each.outcome for each in verdicts)
    for outcome, word in _WORDS:
        if counted[outcome]:
            return f"{word} {counted[outcome]}/{len(verdicts)}"
    return f"pass {sum(each.witnesses for each in verdicts)}" if verdicts else "-"


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<{_NAME}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)


def _unknown(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Say of which laws nothing is known, and what data would tell: each law and subject once."""
    lines: dict[str, set[str]] = {}
    for each in verdicts:
        if each.outcome in {"vacuous", "inconclusive"}:
            about = f", {each.subject}" if each.subject else ""
            line = f"{each.outcome}: {each.law} of {each.operation}{about}: {each.reason}"
            lines.setdefault(line, set()).add(each.channel)
    for line in [*lines][:_MOST_UNKNOWN]:
        yield line
    if len(lines) > _MOST_UNKNOWN:
        yield f"… and {len(lines) - _MOST_UNKNOWN} more, which the reports name"


def _verdict(run: Run, config: pytest.Config) -> Iterator[str]:
    results = run.results
    seconds = time.monotonic() - run.started
    counted = Counter(each.outcome for each in results.all_verdicts())
    said = ", ".join(f"{counted[each]} {each}" for each in _OUTCOMES if counted[each])
    yield f"{said or 'no law was tried'}; {_count(results.requests, 'request')} in {seconds:.1f} s"
    for note in notes(run):
        yield f"note: {note}"
    if run.stopped:
        word = "note" if run.spent else "FAIL"
        yield f"{word}: the run ended early: {run.stopped}"
    for violation in results.violations.values():
        failed, ran = results.failed[violation.key], results.ran[violation.key]
        yield f"FAIL: {_named(violation)}: {violation.title} ({failed} of {ran})"
        yield from indent(violation.curl, " " * 6).splitlines()
    if results.violations:
        yield f"again: {_command(run)}"
        if run.is_sandbox:
            yield "the sandbox has ended with this run; make serve starts one like it"
    paths = (config.option.xmlpath, run.options.json_report, run.options.html_report)
    reports = [str(each) for each in paths if each]
    # Who joins the parts says where the whole is.
    if reports and not config.option.is_part:
        yield f"reports: {', '.join(reports)}"


def _named(violation: Violation) -> str:
    about = f" x {violation.subject}" if violation.subject else ""
    through = "" if violation.channel == "http" else f" ({CHANNELS[violation.channel]})"
    return f"{violation.operation} x {violation.law}{about}{through}"


def _command(run: Run) -> str:
    interpreter, here = Path(sys.executable), Path.cwd()
    shown = interpreter.relative_to(here) if interpreter.is_relative_to(here) else interpreter
    words = [str(shown), "-m", "pytest", "contract_tests"]
    if not run.is_sandbox:
        words += ["--base-url", run.base_url]
    words += ["--spec", str(run.spec.path)]
    effort = run.effort
    words += ["--profile", effort.profile.name, "--hypothesis-seed", str(effort.seed)]
    for name, values in run.options.parents.items():
        for value in values:
            words += ["--parent", f"{name}={value}"]
    return shlex.join(words)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
