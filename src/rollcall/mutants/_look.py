"""Looks at a server before a campaign: whether it is there, and takes the token."""

from rollcall._preflight import prepare
from rollcall._results import Results
from rollcall.fuzzing._engine import Engine
from rollcall.http._budget import Budget
from rollcall.http._credential import credential_of
from rollcall.http._transport import Transport
from rollcall.mutants._worker import Assignment
from rollcall.spec import Spec

__all__ = ["look"]

_MAX_WAIT = 60.0


def look(spec: Spec, assignment: Assignment) -> int:
    """See that a server is there and takes the token.

    Args:
        spec: The contract.
        assignment: The server, and what may be sent to it.

    Returns:
        How many requests were sent.

    Raises:
        pytest.UsageError: The server is not there, or refuses the token.
    """
    budget = Budget(assignment.max_requests, assignment.rate)
    transport = Transport(
        base_url=assignment.base_url,
        credential=credential_of(spec, assignment.token),
        timeout=assignment.timeout,
        max_wait=_MAX_WAIT,
        on_answer=lambda _case: None,
        on_wait=lambda _seconds: None,
        budget=budget,
    )
    with transport.installed():
        prepare(Engine(spec, transport, Results(), assignment.seed), assignment.parents)
    return budget.spent
