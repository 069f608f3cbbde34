"""Evaluates laws on a server, in this process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from rollcall.config import Config
from rollcall.http import Target
from rollcall.laws import Evaluation, applies, find_law, registered, tried_through
from rollcall.runs import Session, open_session
from rollcall.spec import read_spec

__all__ = ["evaluate", "evaluate_all", "law_session"]


@contextmanager
def law_session(
    spec: Path,
    base_url: str,
    token: str,
    *,
    max_rows: int = 20_000,
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Iterator[Session]:
    """Open a session with the least effort."""
    config = Config(seed=1, max_rows=max_rows)
    with open_session(read_spec(spec), Target(base_url, token, parents), config) as session:
        yield session


def evaluate(  # noqa: PLR0913, PLR0917 - where a law is evaluated
    spec: Path, base_url: str, token: str, law: str, operation: str, channel: str = "http"
) -> list[Evaluation]:
    """Evaluate a law on an operation; one of the family conformance is any check of a response.

    Returns:
        An evaluation for each subject.
    """
    with law_session(spec, base_url, token) as session:
        place = session.spec.list_operation(operation)
        if not law.startswith("conformance."):
            return session.runner.evaluate(find_law(law), place, channel)
        results = session.results
        for each in _applying(session, operation, channel):
            session.runner.evaluate(find_law(each), place, channel)
            if any(key[1:3] == (operation, law) for key in results.violations):
                break
        return [
            Evaluation(each, results.violations.get(each.key))
            for each in results.all_verdicts()
            if (each.law, each.operation) == (law, operation)
        ]


def evaluate_all(
    spec: Path, base_url: str, token: str, channel: str = "http", *, max_rows: int = 20_000
) -> list[Evaluation]:
    """Evaluate every law on every operation."""
    with law_session(spec, base_url, token, max_rows=max_rows) as session:
        return [
            evaluation
            for operation in session.spec.lists
            for law in _applying(session, operation.id, channel)
            for evaluation in session.runner.evaluate(find_law(law), operation, channel)
        ]


def _applying(session: Session, operation: str, channel: str) -> list[str]:
    found = session.spec.list_operation(operation)
    return [
        law.id
        for law in registered()
        if applies(law, session.spec, found) and channel in tried_through(law, found)
    ]
