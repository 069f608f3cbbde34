"""What becomes of the generated client when the network and the server misbehave.

    python -m benchmarks.injections

Each row is one fault, injected while a list is read through either client, one request at a time
and eight at once; the time is the longest of the four, the counts are their sums. A row is in order
when each of the four ends as it may, in time, with no row of the list lost or given twice, and with
no connection, thread or task left behind.
"""

import logging

import attrs

from ._injections import (
    INJECTIONS,
    Contexts,
    Injection,
    Observation,
    cancel_everywhere,
    no_tls,
    observe,
    observe_async,
    right_name,
)
from ._table import print_goal
from ._texts import print_texts

__all__ = ["main"]

_CONCURRENCY = (1, 8)
_RUNS = tuple(
    (f"{name} {concurrency}", run, concurrency)
    for name, run in (("sync", observe), ("async", observe_async))
    for concurrency in _CONCURRENCY
)
_COLUMNS = ("fault", "outcome", "seconds", "of", "lost", "doubled", "leaked", "in order")
_SLACK = 0.5


@attrs.frozen
class _Row:
    cells: tuple[str, ...]
    is_in_order: bool

    def texts(self) -> tuple[str, ...]:
        """Return all cells."""
        return (*self.cells, "yes" if self.is_in_order else "NO")


def main() -> None:
    """Inject every fault, and print what became of it."""
    # Each repetition of a request is logged, and there are many.
    logging.getLogger("telnyx_video").setLevel(logging.CRITICAL)
    rows = [_row(injection) for injection in INJECTIONS]
    rows += [
        _cancelled_row(concurrency, contexts)
        for contexts in (no_tls(), right_name())
        for concurrency in _CONCURRENCY
    ]
    title = "Faults injected while a list is read: sync and async, 1 request at a time and 8"
    print_texts(title, _COLUMNS, [row.texts() for row in rows])
    count = sum(row.is_in_order for row in rows)
    print_goal("every row in order", f"{count} of {len(rows)}", met=count == len(rows))


def _row(injection: Injection) -> _Row:
    observed = {name: run(injection, concurrency) for name, run, concurrency in _RUNS}
    each = observed.values()
    seconds = max(one.seconds for one in each)
    lost, doubled = sum(one.lost for one in each), sum(one.doubled for one in each)
    leaked = sum(one.leaked for one in each)
    return _Row(
        (
            injection.name,
            _outcomes(observed),
            f"{seconds:.2f}",
            f"{injection.budget:g}",
            str(lost),
            str(doubled),
            _leaks(observed) or str(leaked),
        ),
        is_in_order={one.outcome for one in each} <= injection.outcomes
        and seconds <= injection.budget + _SLACK
        and lost == doubled == leaked == 0,
    )


def _outcomes(observed: dict[str, Observation]) -> str:
    runs: dict[str, list[str]] = {}
    for name, one in observed.items():
        runs.setdefault(one.outcome, []).append(name)
    if len(runs) == 1:
        return next(iter(runs))
    return "; ".join(f"{outcome} ({', '.join(names)})" for outcome, names in runs.items())


def _leaks(observed: dict[str, Observation]) -> str:
    return ", ".join(
        f"{name}: {count} {kind}"
        for name, one in observed.items()
        for kind, count in one.leaks.items()
        if count
    )


def _cancelled_row(concurrency: int, contexts: Contexts) -> _Row:
    seen = cancel_everywhere(concurrency, contexts)
    tls = ", TLS" if contexts.server else ""
    return _Row(
        (
            f"task cancelled at each of its {seen.points} waits, async {concurrency}{tls}",
            ", ".join(f"{outcome}: {count}" for outcome, count in seen.outcomes.items()),
            f"{seen.seconds:.2f}",
            "",
            str(seen.lost),
            str(seen.doubled),
            str(seen.leaked),
        ),
        is_in_order=seen.outcomes == {"cancelled": seen.points}
        and seen.lost == seen.doubled == seen.leaked == 0,
    )


if __name__ == "__main__":
    main()
