"""What a run has found, as JSON; ``report.schema.json`` describes it."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, get_args

from rollcall._results import Outcome, Verdict, Violation
from rollcall._run import Run
from rollcall.clients import SENTENCES as CLIENT_SENTENCES
from rollcall.fuzzing._checks import CHECKS, NOT_RUN, SENTENCES, law_of
from rollcall.http._exchange import Exchange
from rollcall.laws import FAMILIES, LAWS

__all__ = ["CHANNELS", "build_report", "notes"]

CHANNELS = {
    "http": "plain HTTP",
    "client": "the client",
    "client-async": "the client, asynchronous",
    "client-ahead": "the client, reading ahead",
}
"""The channels, each with its title."""

_CONFORMANCE = "conformance"
_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


def build_report(run: Run, *, has_passed: bool) -> dict[str, Any]:
    """Return the report as plain values; secrets are still to be replaced.

    Args:
        run: The run.
        has_passed: Whether every test passed: a test may fail by more than what a law found.
    """
    results = run.results
    verdicts = results.all_verdicts()
    counted = Counter(each.outcome for each in verdicts)
    return {
        "report_version": 2,
        "verdict": "pass" if has_passed else "fail",
        "stopped": run.stopped,
        "spec": {
            "file": str(run.spec.path),
            "title": run.spec.title,
            "version": run.spec.version,
        },
        "server": {"base_url": run.base_url, "sandbox": run.is_sandbox},
        "profile": {"name": run.effort.profile.name, "includes": run.effort.profile.includes},
        "seed": run.effort.seed,
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - run.started, 3),
        "requests": results.requests,
        "established": {each: counted[each] for each in _OUTCOMES},
        "notes": [*notes(run)],
        "channels": [
            {"id": each, "title": title}
            for each, title in CHANNELS.items()
            if each in {verdict.channel for verdict in verdicts}
        ],
        "families": [
            {"id": each, "title": title}
            for each, title in {_CONFORMANCE: "Conformance", **FAMILIES}.items()
        ],
        "laws": [*_laws(verdicts)],
        "operations": [
            {
                "id": operation.id,
                "method": operation.method,
                "path": operation.path,
                "requests": results.tally(operation.id).requests,
                "with_items": results.tally(operation.id).with_items,
                "statuses": {
                    str(status): count
                    for status, count in sorted(results.tally(operation.id).statuses.items())
                },
            }
            for operation in run.spec.operations
        ],
        "baselines": [
            {
                "operation": operation,
                "parent": parent,
                "rows": len(baseline.rows),
                "total": baseline.total,
                "is_whole": baseline.is_whole,
                "changed": run.runner.baselines.changed.get((operation, parent), 0),
            }
            for (operation, parent), baseline in run.runner.baselines.known.items()
        ],
        "verdicts": [
            {
                "channel": each.channel,
                "operation": each.operation,
                "law": each.law,
                "subject": each.subject,
                "verdict": each.outcome,
                "witnesses": each.witnesses,
                "cases": each.cases,
                "reason": each.reason,
            }
            for each in verdicts
        ],
        "failures": [_failure(run, each) for each in results.violations.values()],
    }


def _laws(verdicts: Iterable[Verdict]) -> Iterator[dict[str, str]]:
    """Return the laws that were tried, and the checks that decided."""
    seen = {each.law for each in verdicts}
    for each in sorted(seen):
        if each.startswith(f"{_CONFORMANCE}."):
            by = "schemathesis" if each in {law_of(check) for check in CHECKS} else "the suite"
            yield {
                "id": each,
                "family": _CONFORMANCE,
                "sentence": {**SENTENCES, **CLIENT_SENTENCES}[each],
                "source": f"a check of {by}",
                "needs": "answer that the check looks at",
            }
    for law in LAWS:
        if law.id in seen:
            yield {
                "id": law.id,
                "family": law.family,
                "sentence": law.sentence,
                "source": law.source,
                "needs": law.needs,
            }


def notes(run: Run) -> Iterator[str]:
    """Return what was not established, beyond the verdicts, and why."""
    for operation in run.spec.lists:
        if not run.results.tally(operation.id).with_items:
            yield f"{operation.id} never answered with an item: only empty lists were tested"
    yield from _of_baselines(run)
    yield from _of_profile(run)


def _of_baselines(run: Run) -> Iterator[str]:
    for (operation_id, parent), baseline in run.runner.baselines.known.items():
        below = f" of {parent}" if parent is not None else ""
        if not baseline.is_whole and baseline.failure is None:
            of = f" of {baseline.total}" if baseline.total is not None else ""
            yield (
                f"of {operation_id}{below}, the first {len(baseline.rows)} rows{of} were read, "
                "and the laws were tried on these (--max-rows)"
            )
        if changed := run.runner.baselines.changed.get((operation_id, parent)):
            times = "once" if changed == 1 else f"{changed} times"
            yield f"{operation_id}{below} changed during the run, {times}"


def _of_profile(run: Run) -> Iterator[str]:
    if "client" in run.effort.profile.channels and "client" not in run.runner.channels:
        yield f"there is no client {run.spec.package} to try the laws through"
    if not run.options.probes_methods:
        yield "no method but GET was tried (--no-method-probe)"
    if run.effort.profile.without:
        left_out = ", ".join(run.effort.profile.without)
        yield f"the profile {run.effort.profile.name} leaves out the laws {left_out}"
    seen = {law for _, _, law, _ in run.results.ran}
    # It decides for every request that is generated, so that without it there was none.
    if law_of("positive_data_acceptance") in seen:
        for check in CHECKS:
            if law_of(check) not in seen:
                yield f"{check} had nothing to decide: {NOT_RUN.get(check, 'no such request')}"


def _failure(run: Run, violation: Violation) -> dict[str, Any]:
    return {
        "channel": violation.channel,
        "operation": violation.operation,
        "law": violation.law,
        "subject": violation.subject,
        "title": violation.title,
        "detail": violation.detail,
        "curl": violation.curl,
        "python": violation.python,
        "test": violation.test,
        "count": run.results.failed[violation.key],
        "exchanges": [_exchange(each) for each in violation.exchanges],
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {
        "request": {
            "method": exchange.method,
            "url": exchange.url,
            "headers": dict(exchange.request_headers),
        },
        "response": {
            "status": exchange.status,
            "headers": dict(exchange.headers),
            "body": exchange.body,
        },
    }
