"""Every operation, request by request: a test for each, in each of three phases.

pytest takes the name of a test function for the identity of all its cases, so each operation has
a function of its own, such as ``test_coverage_list_books`` for ``listBooks``.
"""

from collections.abc import Callable

from rollcall._run import current_run
from rollcall.fuzzing._checks import Case
from rollcall.spec import python_name

_engine = current_run().engine


def examples(case: Case) -> None:
    """The examples of the spec are answered as it says."""
    _engine.exchange(case)


def coverage(case: Case) -> None:
    """Each bound, type and format is kept, and what breaks it is refused, one at a time."""
    _engine.exchange(case)


def fuzzing(case: Case) -> None:
    """Valid and invalid requests at random are answered as the spec says."""
    _engine.search(case)


def _define(phase: Callable[[Case], None]) -> None:
    for operation in _engine.spec.operations:
        schema = _engine.schema(phase.__name__, operation)
        name = f"test_{phase.__name__}_{python_name(operation.id)}"
        globals()[name] = schema.parametrize()(phase)


for _phase in (examples, coverage, fuzzing):
    if _phase.__name__ in current_run().effort.profile.phases:
        _define(_phase)
