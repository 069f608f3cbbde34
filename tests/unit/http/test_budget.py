"""The budget of a run: requests, rate and time."""

import contextlib
import threading

import pytest

from rollcall.http import Budget, Halted

_BOUND = 60.0
"""The time limit of each thread, in seconds."""


class _Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_requests_are_counted() -> None:
    """The request after the maximum ends the run, and the message names the option."""
    budget = Budget(max_requests=3)
    assert [budget.reserve() for _ in range(3)] == [0, 0, 0]
    with pytest.raises(Halted, match=r"3 requests were sent, .* \(--max-requests\)"):
        budget.reserve()
    assert budget.spent == 3


def test_requests_are_evenly_spaced() -> None:
    """After a pause, requests are still spaced evenly."""
    clock = _Clock()
    budget = Budget(rate=4, clock=clock)
    assert [budget.reserve() for _ in range(3)] == [0, 0.25, 0.5]
    clock.now += 10
    assert [budget.reserve() for _ in range(3)] == [0, 0.25, 0.5]


def test_time_begins_with_the_first_request() -> None:
    """The time ends the run before a request and before a wait that would exceed it."""
    clock = _Clock()
    budget = Budget(max_time=10, rate=0.2, clock=clock)
    clock.now += 1000
    assert [budget.reserve() for _ in range(3)] == [0, 5, 10]
    with pytest.raises(Halted, match=r"the maximum time of 10 s is over \(--max-time\)"):
        budget.reserve()
    budget.allow(10)
    clock.now += 4
    with pytest.raises(Halted, match=r"asks to wait 7 s; 6 s are left of the maximum .*--max-time"):
        budget.allow(7)


def test_threads_share_a_budget() -> None:
    """The maximum and the rate hold for all threads together."""
    budget = Budget(max_requests=400, rate=1000, clock=_Clock())
    waits: list[float] = []

    def spend() -> None:
        with contextlib.suppress(Halted):
            while True:
                waits.append(budget.reserve())

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(_BOUND)
    assert sorted(waits) == pytest.approx([number / 1000 for number in range(400)])
