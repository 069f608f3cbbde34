"""The processes that try faults of a spec: each has the catalogue, and is told which to try."""

import multiprocessing
import pkgutil
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import attrs
import hypothesis
from hypothesis import HealthCheck

from rollcall.mutants.documents._bench import Bench, Trial
from rollcall.mutants.documents._catalogue import mutations
from rollcall.mutants.documents._mutation import Mutation
from rollcall.spec import read_spec

__all__ = ["Assignment", "loaded", "sound", "tried"]

_BATCH = 4
_SETTINGS = "faults-of-specs"
_ROOT = Path(__file__).parents[3]


@attrs.frozen
class Assignment:
    """What a process needs to know to begin.

    Attributes:
        spec: The sound document.
        base_url: The server.
        token: What authenticates a request.
        parents: The values of path parameters that are not to be looked for.
        profile: How hard the laws try, by the name of a profile.
        seed: What everything that is drawn follows from.
        lint: The names of the functions that say whether a document is sound in itself.
        facts: The names of those that say whether it says what is documented.
        columns: The witnesses, in the order in which they are asked.
        until: The outcome after which nobody else is asked; empty: all are.
        examples: How many calls of a client are drawn for a check, at most.
    """

    spec: Path
    base_url: str
    token: str = attrs.field(repr=False)
    parents: Mapping[str, tuple[str, ...]]
    profile: str
    seed: int
    lint: tuple[str, ...]
    facts: tuple[str, ...]
    columns: tuple[str, ...]
    until: str = ""
    examples: int = 20


@attrs.frozen
class _Worker:
    """What a process has set up."""

    assignment: Assignment
    bench: Bench
    found: list[Mutation]


_worker: list[_Worker] = []


def loaded(assignment: Assignment) -> Bench:
    """Set up what tries faults in this process.

    Raises:
        SpecError: The document cannot be read.
        AttributeError: A function that is named is not there.
        ImportError: Its module is not.
    """
    if str(_ROOT) not in sys.path:
        sys.path.insert(0, str(_ROOT))
    # Drawn calls of the client come one parameter at a time here, so that few of them tell.
    hypothesis.settings.register_profile(
        _SETTINGS,
        max_examples=4 * assignment.examples,
        deadline=None,
        database=None,
        derandomize=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    hypothesis.settings.load_profile(_SETTINGS)
    return Bench(
        spec=read_spec(assignment.spec),
        base_url=assignment.base_url,
        token=assignment.token,
        parents=assignment.parents,
        profile=assignment.profile,
        seed=assignment.seed,
        document_witnesses=[pkgutil.resolve_name(each) for each in assignment.lint],
        fact_witnesses=[pkgutil.resolve_name(each) for each in assignment.facts],
    )


def _begin(assignment: Assignment) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bench = loaded(assignment)
    _worker[:] = [_Worker(assignment, bench, mutations(bench.spec))]


def _try(ids: Sequence[str]) -> list[tuple[str, dict[str, Trial]]]:
    (worker,) = _worker
    columns, until = worker.assignment.columns, worker.assignment.until
    found = []
    for each in worker.found:
        if each.id in ids:
            try:
                found.append((each.id, worker.bench.try_mutation(each, columns, until=until)))
            except Exception as error:
                error.add_note(f"while {each.id} was tried")
                raise
    return found


def _sound(operation: str) -> dict[str, list[str]]:
    (worker,) = _worker
    return worker.bench.try_sound(worker.assignment.columns, operation)


def sound(assignment: Assignment, operations: Sequence[str], workers: int) -> dict[str, list[str]]:
    """Ask the witnesses about the sound document, an operation at a time."""
    said: dict[str, list[str]] = {column: [] for column in assignment.columns}
    with _pool(assignment, workers) as pool:
        for found in pool.map(_sound, operations):
            for column, lines in found.items():
                said[column] += lines
    return said


def tried(
    assignment: Assignment, chosen: Sequence[Mutation], workers: int
) -> Iterator[tuple[str, dict[str, Trial]]]:
    """Try faults in some processes, and give what came of each by its id, in any order."""
    ids = [each.id for each in chosen]
    with _pool(assignment, workers) as pool:
        waiting = [
            pool.submit(_try, ids[start : start + _BATCH]) for start in range(0, len(ids), _BATCH)
        ]
        try:
            for future in as_completed(waiting):
                yield from future.result()
        finally:
            for future in waiting:
                future.cancel()


def _pool(assignment: Assignment, workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(assignment,))
