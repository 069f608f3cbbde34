"""Faults injected into the traffic of both clients: each ends well, in time, with nothing left."""

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

_SLACK = 5.0
"""How much longer than its budget a list may take on a machine that is busy, in seconds."""


@pytest.mark.parametrize("concurrency", [1, 8])
@pytest.mark.parametrize("read", [observe, observe_async], ids=["sync", "async"])
@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.name)
def test_injection(
    injection: Injection, read: Callable[[Injection, int], Observation], concurrency: int
) -> None:
    """A list ends as it may, with a documented error if any; no row is lost, none comes twice.

    And it ends within its time, and leaves no connection, thread or task behind.
    """
    observed = read(injection, concurrency)
    assert observed.outcome in injection.outcomes, observed.error
    assert observed.error is None or isinstance(observed.error, Error | StoppedError)
    assert observed.seconds < injection.budget + _SLACK
    assert (observed.lost, observed.doubled) == (0, 0)
    assert {kind: count for kind, count in observed.leaks.items() if count} == {}


@pytest.mark.parametrize("concurrency", [1, 8])
@pytest.mark.parametrize("contexts", [no_tls, right_name], ids=["plain", "TLS"])
def test_task_cancelled_wherever_it_waits(
    contexts: Callable[[], Contexts], concurrency: int
) -> None:
    """A task that is cancelled ends so, wherever it waits, and the client goes on to work."""
    seen = cancel_everywhere(concurrency, contexts())
    assert seen.points > len(["connect", "send", "receive"])
    assert seen.outcomes == {"cancelled": seen.points}
    assert (seen.lost, seen.doubled, seen.leaked) == (0, 0, 0)
    assert seen.seconds < _SLACK


def test_names_tell_the_injections_apart() -> None:
    """No fault is injected under the name of another, and some of them are got over."""
    names = [injection.name for injection in INJECTIONS]
    assert len({*names}) == len(names)
    assert any(injection.outcomes == {SUCCESS} for injection in INJECTIONS)
