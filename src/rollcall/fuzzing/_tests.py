"""Runs the tests of schemathesis for an operation or a spec, without pytest."""

from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, TypeVar

import attrs
import hypothesis
import schemathesis
from hypothesis import HealthCheck
from hypothesis.errors import Flaky
from schemathesis.core.failures import Failure
from schemathesis.core.result import Ok
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
_OF_CHECKS = (Failure, AcceptedError, Flaky)

_Arguments = ParamSpec("_Arguments")
_Sent = TypeVar("_Sent")


def run_operation(
    schema: schemathesis.BaseSchema, send: Callable[[Case], object], max_examples: int
) -> None:
    """Send the cases of the operation and phase that a schema is configured for.

    Args:
        schema: The schema.
        send: Sends a case; raises an ExceptionGroup if checks fail.
        max_examples: The number of cases that are drawn.
    """
    failures = _Failures()
    noted = failures.noting(send)

    def exchange(case: Case) -> None:
        noted(case)

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
            failures.run(test)


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
    send: Callable[[Case], schemathesis.Response],
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
    failures = _Failures()
    noted = failures.noting(send)

    class Workflow(base):  # type: ignore[misc]
        def call(self, case: Case, **_options: object) -> schemathesis.Response:
            return noted(case)

        def validate_response(self, *_arguments: object, **_options: object) -> None:
            """Do nothing: ``send`` has run the checks."""

    settings = _settings(max_examples // _WORKFLOW_SHARE)
    failures.run(lambda: hypothesis.seed(seed)(Workflow).run(settings=settings))


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


@attrs.define
class _Failures:
    """Tells the failures of checks, which are recorded, from other ends of a test.

    Attributes:
        is_any: Whether a check failed.
    """

    is_any: bool = False

    def noting(self, send: Callable[_Arguments, _Sent]) -> Callable[_Arguments, _Sent]:
        """Return a function that sends a case and notes whether a check failed."""

        def noted(*arguments: _Arguments.args, **options: _Arguments.kwargs) -> _Sent:
            try:
                return send(*arguments, **options)
            except ExceptionGroup:
                self.is_any = True
                raise

        return noted

    def run(self, test: Callable[[], object]) -> None:
        """Run a test; the failures of checks do not end it.

        Raises:
            Unanswered: No complete response arrived.
            Halted: The run cannot continue.
            Exception: The tool failed, or Hypothesis did before a check failed.
        """
        try:
            test()
        except (BaseExceptionGroup, Flaky) as problem:
            others = [each for each in _leaves(problem) if not isinstance(each, _OF_CHECKS)]
            # A request without a response ends the test even if a check has failed before.
            for each in sorted(others, key=lambda each: isinstance(each, Exception)):
                raise each from None
            if not self.is_any:
                raise


def _leaves(problem: BaseException) -> Iterator[BaseException]:
    if isinstance(problem, BaseExceptionGroup):
        for each in problem.exceptions:
            yield from _leaves(each)
    else:
        yield problem
