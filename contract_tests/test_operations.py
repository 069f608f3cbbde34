"""Every operation, request by request: examples, coverage, fuzzing."""

from contract_tests._checks import Case
from contract_tests._run import current_run

_engine = current_run().engine


@_engine.schema("examples").parametrize()
def test_examples(case: Case) -> None:
    """The examples of the spec are answered as it says."""
    _engine.exchange(case)


@_engine.schema("coverage").parametrize()
def test_coverage(case: Case) -> None:
    """Each bound, type and format is kept, and what breaks it is refused, one at a time."""
    _engine.exchange(case)


@_engine.schema("fuzzing").parametrize()
def test_fuzzing(case: Case) -> None:
    """Valid and invalid requests at random are answered as the spec says."""
    _engine.search(case)
