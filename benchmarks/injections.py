"""Inject faults of the network and the server while the generated client reads a list.

    python -m benchmarks.injections

Each row is one fault in four runs: the sync and the async client, with one and with eight
concurrent requests. The time is the longest of the four, the counts are sums. A row is "ok" if each
run ends in time with an allowed outcome, without lost or repeated rows, and without leaked
connections, threads or tasks.
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
from ._table import print_goal, print_table

__all__ = ["main"]

_CONCURRENCY = (1, 8)
_RUNS = tuple(
    (f"{name} {concurrency}", run, concurrency)
    for name, run in (("sync", observe), ("async", observe_async))
    for concurrency in _CONCURRENCY
)
_COLUMNS = ("fault", "outcome", "seconds", "of", "lost", "repeated", "leaked", "ok")
_SLACK = 0.5


@attrs.frozen
class _Row:
    cells: tuple[str, ...]
    is_in_order: bool

    def texts(self) -> tuple[str, ...]:
        """Return all cells."""
        return (*self.cells, "yes" if self.is_in_order else "NO")


def main() -> None:
    """Inject every fault, and print the outcomes."""
    # The client logs each of its many retries.
    logging.getLogger("telnyx_video").setLevel(logging.CRITICAL)
    rows = [_row(injection) for injection in INJECTIONS]
    rows += [
        _cancelled_row(concurrency, contexts)
        for contexts in (no_tls(), right_name())
        for concurrency in _CONCURRENCY
    ]
    title = "Faults injected while a list is read: sync and async, 1 request at a time and 8"
    print_table(title, _COLUMNS, [row.texts() for row in rows], has_texts=True)
    count = sum(row.is_in_order for row in rows)
    print_goal("every row ok", f"{count} of {len(rows)}", met=count == len(rows))


def _row(injection: Injection) -> _Row:
    observed = {name: run(injection, concurrency) for name, run, concurrency in _RUNS}
    each = observed.values()
    seconds = max(one.seconds for one in each)
    lost, repeated = sum(one.lost for one in each), sum(one.repeated for one in each)
    leaked = sum(one.leaked for one in each)
    return _Row(
        (
            injection.name,
            _outcomes(observed),
            f"{seconds:.2f}",
            f"{injection.budget:g}",
            str(lost),
            str(repeated),
            _leaks(observed) or str(leaked),
        ),
        is_in_order={one.outcome for one in each} <= injection.outcomes
        and seconds <= injection.budget + _SLACK
        and lost == repeated == leaked == 0,
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
            str(seen.repeated),
            str(seen.leaked),
        ),
        is_in_order=seen.outcomes == {"cancelled": seen.points}
        and seen.lost == seen.repeated == seen.leaked == 0,
    )


if __name__ == "__main__":
    main()
