"""Evaluates single laws on a server, in this process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import attrs

from rollcall.config import Config
from rollcall.http import Target
from rollcall.laws import Violation, applies, find_law, registered, tried_through
from rollcall.run import Session, open_session
from rollcall.spec import read_spec

__all__ = ["Verdict", "judged", "judged_all", "law_run"]


@attrs.frozen
class Verdict:
    """What is known of a law, for one subject."""

    law: str
    operation: str
    subject: str
    verdict: str
    witnesses: int
    reason: str | None
    failure: Violation | None


@contextmanager
def law_run(
    spec: Path,
    base_url: str,
    token: str,
    *,
    max_rows: int = 20_000,
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Iterator[Session]:
    """Open a session."""
    config = Config(seed=1, max_rows=max_rows)
    with open_session(read_spec(spec), Target(base_url, token, parents), config) as session:
        yield session


def _try(session: Session, law: str, operation: str, channel: str) -> list[Verdict]:
    place = session.spec.list_operation(operation)
    return [
        Verdict(
            law,
            operation,
            each.verdict.subject,
            each.verdict.outcome,
            each.verdict.witnesses,
            each.verdict.reason,
            each.violation,
        )
        for each in session.runner.evaluate(find_law(law), place, channel)
    ]


def judged(  # noqa: PLR0913, PLR0917 - what there is to say of a trial
    spec: Path, base_url: str, token: str, law: str, operation: str, channel: str = "http"
) -> list[Verdict]:
    """Evaluate a law on an operation; one of the family conformance is any check of a response.

    Returns:
        A verdict for each subject.
    """
    with law_run(spec, base_url, token) as session:
        if not law.startswith("conformance."):
            return _try(session, law, operation, channel)
        for each in _applying(session, operation, channel):
            _try(session, each, operation, channel)
            if any(key[1:3] == (operation, law) for key in session.results.violations):
                break
        return [
            Verdict(
                law,
                operation,
                each.subject,
                each.outcome,
                each.witnesses,
                each.reason,
                session.results.violations.get(each.key),
            )
            for each in session.results.all_verdicts()
            if (each.law, each.operation) == (law, operation)
        ]


def judged_all(
    spec: Path, base_url: str, token: str, channel: str = "http", *, max_rows: int = 20_000
) -> list[Verdict]:
    """Evaluate every law on every operation."""
    with law_run(spec, base_url, token, max_rows=max_rows) as session:
        return [
            verdict
            for operation in session.spec.lists
            for law in _applying(session, operation.id, channel)
            for verdict in _try(session, law, operation.id, channel)
        ]


def _applying(session: Session, operation: str, channel: str) -> list[str]:
    found = session.spec.list_operation(operation)
    return [
        law.id
        for law in registered()
        if applies(law, session.spec, found) and channel in tried_through(law, found)
    ]
