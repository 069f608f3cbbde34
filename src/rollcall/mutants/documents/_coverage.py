"""The requests that schemathesis generates from the bounds, types and formats of an operation."""

from collections.abc import Iterator

from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.overrides import Override

from rollcall.fuzzing._checks import Case
from rollcall.run import Session
from rollcall.spec import Operation

__all__ = ["cover"]


def cover(session: Session, operation: Operation, parameter: str | None) -> None:
    """Send the requests of the phase ``coverage`` until the results have a violation.

    Args:
        session: The session.
        operation: The operation.
        parameter: Only the requests that are about this parameter; None: all.

    Raises:
        Unanswered: The server gave no answer.
        Halted: The run cannot go on.
    """
    for case in _cases(session, operation):
        if parameter is not None and not _is_about(case, parameter):
            continue
        try:
            session.fuzzer.exchange(case)
        except ExceptionGroup:
            return


def _cases(session: Session, operation: Operation) -> Iterator[Case]:
    # What pytest's plugin of schemathesis does for a test, without a test.
    schema = session.fuzzer.schema("coverage", operation)
    whole = schema[operation.path][operation.method]
    config = schema.config.generation_for(operation=whole, phase="coverage")
    yield from CoverageGenerator(
        operation=whole,
        generation_modes=config.modes,
        generation_config=config,
        auth_storage=None,
        override=Override(),
        feedback=FeedbackSources(),
    )


def _is_about(case: Case, parameter: str) -> bool:
    data = case.meta.phase.data if case.meta is not None else None
    return getattr(data, "parameter", None) in {None, parameter}
