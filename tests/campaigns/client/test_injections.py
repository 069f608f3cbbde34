"""The injections again, with one request at a time."""

from collections.abc import Callable

import pytest

from benchmarks._injections import (
    INJECTIONS,
    Contexts,
    Injection,
    Observation,
    no_tls,
    observe,
    observe_async,
    right_name,
)
from tests.integration.client.test_injections import check_cancellations, check_injection


@pytest.mark.parametrize("read", [observe, observe_async], ids=["sync", "async"])
@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.name)
def test_injection(injection: Injection, read: Callable[[Injection, int], Observation]) -> None:
    """A list ends with an allowed outcome, with complete rows and without leaks."""
    check_injection(injection, read, concurrency=1)


@pytest.mark.parametrize("contexts", [no_tls, right_name], ids=["plain", "TLS"])
def test_task_cancelled_wherever_it_waits(contexts: Callable[[], Contexts]) -> None:
    """A task can be cancelled at every wait, and the client still works."""
    check_cancellations(contexts, concurrency=1)
