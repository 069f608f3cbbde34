"""The laws of a run: which are tried, and what a test makes of a verdict."""

from collections.abc import Iterator

import attrs
import httpx
import pytest

from rollcall._run import Run
from rollcall.clients import CheckContext
from rollcall.http import Halted, Spent, Target, Unanswered
from rollcall.laws import Law, Verdict, applies, registered, tried_through
from rollcall.spec import ListOperation

__all__ = ["Trial", "client_context", "leave_open", "state", "trials"]


@attrs.frozen
class Trial:
    """A law, to be tried on a list through a channel.

    Attributes:
        channel: The channel.
        operation: What lists the list.
        law: The law.
    """

    channel: str
    operation: ListOperation
    law: Law

    def __str__(self) -> str:
        """Return the id of the test, by which ``pytest -k`` finds it."""
        return f"{self.channel}-{self.operation.id}-{self.law.id}"

    @property
    def group(self) -> str:
        """What is tried together."""
        return f"laws of {self.operation.id}, {self.channel}"


def trials(run: Run) -> list[Trial]:
    """Return the laws that a run tries: plain HTTP first, since the client is compared with it."""
    return [
        Trial(channel, operation, law)
        for channel in run.runner.channels
        for operation in run.spec.lists
        for law in registered()
        if applies(law, run.spec, operation)
        and channel in tried_through(law, operation)
        and not run.effort.profile.leaves_out(law.id)
        and (run.options.probes_methods or law.id != "http.method")
    ]


def state(run: Run, trial: Trial) -> None:
    """Try a law, enter what is known then, and fail or skip the test that asked.

    Raises:
        Unanswered: The server gave no answer.
        Halted: The run cannot go on.
    """
    try:
        evaluations = run.runner.evaluate(trial.law, trial.operation, trial.channel)
    except (Unanswered, Halted) as problem:
        leave_open(run, trial, str(problem))
        if isinstance(problem, Spent) and run.options.requires_witnesses:
            run.stopped = str(problem)
            pytest.fail(str(problem), pytrace=False)
        raise
    except Exception as problem:
        leave_open(run, trial, f"the law could not be tried: {type(problem).__name__}")
        raise
    for each in evaluations:
        run.results.record(each.verdict)
        if each.violation is not None:
            run.results.fail(each.violation)
    if run.results.by_unit.get(run.results.unit):
        pytest.fail(f"{trial} is broken", pytrace=False)
    unknown = [each.verdict for each in evaluations if each.verdict.outcome != "pass"]
    if unknown:
        text = "; ".join(_unknown(each) for each in unknown)
        if run.options.requires_witnesses:
            pytest.fail(text, pytrace=False)
        pytest.skip(text)


def _unknown(verdict: Verdict) -> str:
    about = f"{verdict.subject}: " if verdict.subject else ""
    return f"{verdict.outcome}: {about}{verdict.reason}"


def leave_open(run: Run, trial: Trial, reason: str) -> None:
    """Enter that a law was not decided, unless it was."""
    for verdict in _open(run, trial, reason):
        if verdict.key not in run.results.verdicts:
            run.results.record(verdict)


def _open(run: Run, trial: Trial, reason: str) -> Iterator[Verdict]:
    for subject in applies(trial.law, run.spec, trial.operation):
        yield Verdict(
            channel=trial.channel,
            operation=trial.operation.id,
            law=trial.law.id,
            subject=subject,
            outcome="inconclusive",
            witnesses=0,
            cases=0,
            reason=reason,
        )


def client_context(run: Run, examples: int) -> CheckContext:
    """Return the context of the checks of a client.

    Args:
        run: The run.
        examples: How many calls or responses a check draws, at most.
    """
    credential = run.engine.transport.credential

    def transport(operation: ListOperation) -> httpx.BaseTransport:
        def count(_response: httpx.Response | None) -> None:
            run.results.tally(operation.id).requests += 1
            run.progress.tick()

        return run.engine.transport.client_transport(count)

    return CheckContext(
        spec=run.spec,
        results=run.results,
        seed=run.effort.seed,
        examples=examples,
        target=Target(run.base_url, credential.token if credential is not None else ""),
        transport=transport,
    )
