"""Executes a phase of generated requests for one operation, without pytest."""

from collections.abc import Iterator

import hypothesis
from hypothesis import HealthCheck
from hypothesis.errors import Flaky
from schemathesis.core.failures import Failure
from schemathesis.core.result import Ok
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.hypothesis.reporting import ignore_hypothesis_output
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source

from rollcall.fuzzing._checks import Case
from rollcall.fuzzing._engine import Engine
from rollcall.fuzzing._workflow import state_machine
from rollcall.spec import Operation

__all__ = ["execute", "execute_workflows"]

_WORKFLOW_STEPS = 6


def execute(engine: Engine, phase: str, operation: Operation) -> None:
    """Send the requests of a phase; what the checks find is entered in the results.

    Raises:
        Unanswered: No complete answer came.
        Halted: The run cannot go on.
    """
    schema = engine.schema(phase, operation)
    send = engine.search if phase == "fuzzing" else engine.exchange

    def exchange(case: Case) -> None:
        send(case)

    feedback = FeedbackSources(constants_value_source=make_constants_value_source(schema))
    for found in schema.get_all_operations():
        if not isinstance(found, Ok):
            raise found.err()
        test = build_operation_test(
            config=schema.config,
            operation=found.ok(),
            test_func=exchange,
            given_kwargs={},
            feedback=feedback,
            explicit_settings=_settings(engine.max_examples),
        )
        with ignore_hypothesis_output():
            _run(test)


def execute_workflows(engine: Engine) -> None:
    """Send requests in a row, along the links of the spec; see ``execute``."""
    settings = _settings(max(1, engine.max_examples // 4))
    _run(lambda: state_machine(engine).run(settings=settings))


def _settings(max_examples: int) -> hypothesis.settings:
    # No deadline: the time is the server's. No database: the seed alone decides what is drawn.
    return hypothesis.settings(
        max_examples=max(1, max_examples),
        stateful_step_count=_WORKFLOW_STEPS,
        deadline=None,
        database=None,
        derandomize=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )


def _run(test: object) -> None:
    assert callable(test)
    try:
        test()
    except (ExceptionGroup, Flaky) as problem:
        # The results already have what a check found; anything else is a defect of the tool.
        if not all(isinstance(each, Failure | Flaky) for each in _leaves(problem)):
            raise


def _leaves(problem: BaseException) -> Iterator[BaseException]:
    if isinstance(problem, BaseExceptionGroup):
        for each in problem.exceptions:
            yield from _leaves(each)
    else:
        yield problem
