"""Tries single laws on a server, in this process."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import MappingProxyType

import attrs

from rollcall._options import Options
from rollcall._profiles import PROFILES, Effort
from rollcall._progress import Progress
from rollcall._run import Run, open_run
from rollcall._target import Target
from rollcall.laws import Results, Violation, applies, find_law, registered, tried_through
from rollcall.spec import read_spec

__all__ = ["Verdict", "judged", "judged_all", "law_run"]


@attrs.frozen
class Verdict:
    """What is known of a law, for one subject."""

    law: str
    operation: str
    subject: str
    verdict: str
    witnesses: int
    reason: str | None
    failure: Violation | None


@contextmanager
def law_run(
    spec: Path,
    base_url: str,
    token: str,
    *,
    max_rows: int = 20_000,
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Iterator[Run]:
    """Open a run that says nothing."""
    options = Options(
        spec=spec,
        base_url=base_url,
        token=token,
        parents=parents,
        request_timeout=10,
        max_wait=60,
        json_report=None,
        max_requests=None,
        rate=None,
        max_time=None,
        max_rows=max_rows,
        probes_methods=True,
        requires_witnesses=False,
        html_report=None,
    )
    effort = Effort(PROFILES["smoke"], 1)
    progress = Progress(io.StringIO(), nullcontext, Results(), is_live=False, is_quiet=True)
    with open_run(
        options, read_spec(spec), Target(base_url, token, parents), effort, progress
    ) as run:
        yield run


def _try(run: Run, law: str, operation: str, channel: str) -> list[Verdict]:
    found = run.runner.evaluate(find_law(law), run.spec.list_operation(operation), channel)
    return [
        Verdict(
            law,
            operation,
            each.verdict.subject,
            each.verdict.outcome,
            each.verdict.witnesses,
            each.verdict.reason,
            each.violation,
        )
        for each in found
    ]


def judged(  # noqa: PLR0913, PLR0917 - what there is to say of a trial
    spec: Path, base_url: str, token: str, law: str, operation: str, channel: str = "http"
) -> list[Verdict]:
    """Try a law on an operation; a law of the family conformance is any check of a response.

    Returns:
        A verdict for each subject.
    """
    with law_run(spec, base_url, token) as run:
        if not law.startswith("conformance."):
            return _try(run, law, operation, channel)
        for each in _applying(run, operation, channel):
            _try(run, each, operation, channel)
            if any(key[1:3] == (operation, law) for key in run.results.violations):
                break
        return [
            Verdict(
                law,
                operation,
                each.subject,
                each.outcome,
                each.witnesses,
                each.reason,
                run.results.violations.get(each.key),
            )
            for each in run.results.all_verdicts()
            if (each.law, each.operation) == (law, operation)
        ]


def judged_all(
    spec: Path, base_url: str, token: str, channel: str = "http", *, max_rows: int = 20_000
) -> list[Verdict]:
    """Try every law on every operation."""
    with law_run(spec, base_url, token, max_rows=max_rows) as run:
        return [
            verdict
            for operation in run.spec.lists
            for law in _applying(run, operation.id, channel)
            for verdict in _try(run, law, operation.id, channel)
        ]


def _applying(run: Run, operation: str, channel: str) -> list[str]:
    found = run.spec.list_operation(operation)
    return [
        law.id
        for law in registered()
        if applies(law, run.spec, found) and channel in tried_through(law, found)
    ]
