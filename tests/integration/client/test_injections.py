"""Defects of responses, injected on the sockets of both clients."""

from collections.abc import Callable

import pytest

from benchmarks._injections import (
    INJECTIONS,
    SUCCESS,
    Contexts,
    Injection,
    Observation,
    StoppedError,
    cancel_everywhere,
    no_tls,
    observe,
    observe_async,
    right_name,
)
from telnyx_video import Error


@pytest.mark.parametrize("read", [observe, observe_async], ids=["sync", "async"])
@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.name)
def test_injection(injection: Injection, read: Callable[[Injection, int], Observation]) -> None:
    """A list ends with an allowed outcome, with complete rows and without leaks."""
    check_injection(injection, read, concurrency=8)


def check_injection(
    injection: Injection, read: Callable[[Injection, int], Observation], concurrency: int
) -> None:
    """Check that no row is lost or comes twice, and that no connection, thread or task is left."""
    observed = read(injection, concurrency)
    assert observed.outcome in injection.outcomes, observed.error
    assert observed.error is None or isinstance(observed.error, Error | StoppedError)
    assert (observed.lost, observed.repeated) == (0, 0)
    assert {kind: count for kind, count in observed.leaks.items() if count} == {}


@pytest.mark.parametrize("contexts", [no_tls, right_name], ids=["plain", "TLS"])
def test_task_cancelled_wherever_it_waits(contexts: Callable[[], Contexts]) -> None:
    """A task can be cancelled at every wait, and the client still works."""
    check_cancellations(contexts, concurrency=8)


def check_cancellations(contexts: Callable[[], Contexts], concurrency: int) -> None:
    """Check that each cancellation ends the task, without lost rows and without leaks."""
    seen = cancel_everywhere(concurrency, contexts())
    assert seen.points > len(["connect", "send", "receive"])
    assert seen.outcomes == {"cancelled": seen.points}
    assert (seen.lost, seen.repeated, seen.leaked) == (0, 0, 0)


def test_names_of_injections_are_unique() -> None:
    """Some injections end with success."""
    names = [injection.name for injection in INJECTIONS]
    assert len({*names}) == len(names)
    assert any(injection.outcomes == {SUCCESS} for injection in INJECTIONS)
