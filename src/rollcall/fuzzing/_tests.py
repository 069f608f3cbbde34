"""Runs the tests of schemathesis for an operation or a spec, without pytest."""

from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck
from hypothesis.errors import Flaky
from schemathesis.core.failures import Failure
from schemathesis.core.result import Ok
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.hypothesis.reporting import ignore_hypothesis_output
from schemathesis.generation.overrides import Override
from schemathesis.pytest._test_builder import build_operation_test

from rollcall.fuzzing._auth import AcceptedError
from rollcall.fuzzing._checks import Case
from rollcall.spec import Operation

__all__ = ["coverage_cases", "run_operation", "run_workflows"]

_WORKFLOW_STEPS = 6
_WORKFLOW_SHARE = 4


def run_operation(
    schema: schemathesis.BaseSchema, send: Callable[[Case], object], max_examples: int
) -> None:
    """Send the cases of the operation and phase that a schema is configured for.

    Args:
        schema: The schema.
        send: Sends a case; raises an ExceptionGroup if checks fail.
        max_examples: The number of cases that are drawn.
    """

    def exchange(case: Case) -> None:
        send(case)

    for found in schema.get_all_operations():
        if not isinstance(found, Ok):
            raise found.err()
        test = build_operation_test(
            config=schema.config,
            operation=found.ok(),
            test_func=exchange,
            given_kwargs={},
            feedback=FeedbackSources(),
            explicit_settings=_settings(max_examples),
        )
        with ignore_hypothesis_output():
            _run(test)


def coverage_cases(
    schema: schemathesis.BaseSchema, operation: Operation, parameter: str | None
) -> Iterator[Case]:
    """Yield the cases of the phase ``coverage``.

    Args:
        schema: The schema, configured for that phase.
        operation: The operation.
        parameter: Yield only the cases about this parameter; None: all.
    """
    tested = schema[operation.path][operation.method]
    config = schema.config.generation_for(operation=tested, phase="coverage")
    for case in CoverageGenerator(
        operation=tested,
        generation_modes=config.modes,
        generation_config=config,
        auth_storage=None,
        override=Override(),
        feedback=FeedbackSources(),
    ):
        data = case.meta.phase.data if case.meta is not None else None
        if parameter is None or getattr(data, "parameter", None) in {None, parameter}:
            yield case


def run_workflows(
    schema: schemathesis.BaseSchema,
    send: Callable[[Case, ScenarioRecorder | None], schemathesis.Response],
    seed: int,
    max_examples: int,
) -> None:
    """Send sequences of requests: each uses values of earlier responses, along the links.

    Args:
        schema: The schema, configured for the phase ``stateful``.
        send: Sends a case; raises an ExceptionGroup if checks fail.
        seed: The seed of all drawn values.
        max_examples: Four times the number of sequences.
    """
    base: Any = schema.as_state_machine()

    class Workflow(base):  # type: ignore[misc]
        def call(self, case: Case, **_options: object) -> schemathesis.Response:
            return send(case, self.recorder)

        def validate_response(self, *_arguments: object, **_options: object) -> None:
            """Do nothing: ``send`` has run the checks."""

    settings = _settings(max_examples // _WORKFLOW_SHARE)
    _run(lambda: hypothesis.seed(seed)(Workflow).run(settings=settings))


def _settings(max_examples: int) -> hypothesis.settings:
    # No deadline: the server takes the time. No database: only the seed decides what is drawn.
    return hypothesis.settings(
        max_examples=max(1, max_examples),
        stateful_step_count=_WORKFLOW_STEPS,
        deadline=None,
        database=None,
        derandomize=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )


def _run(test: Callable[[], object]) -> None:
    try:
        test()
    except (ExceptionGroup, Flaky) as problem:
        # Failures of checks are already recorded; other exceptions are defects of the tool.
        if not all(isinstance(each, Failure | AcceptedError | Flaky) for each in _leaves(problem)):
            raise


def _leaves(problem: BaseException) -> Iterator[BaseException]:
    if isinstance(problem, BaseExceptionGroup):
        for each in problem.exceptions:
            yield from _leaves(each)
    else:
        yield problem
