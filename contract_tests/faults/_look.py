"""Looks at a server before a campaign: whether it is there, and takes the token."""

from contract_tests._budget import Budget
from contract_tests._credential import credential_of
from contract_tests._engine import Engine
from contract_tests._ledger import Ledger
from contract_tests._preflight import prepare
from contract_tests._transport import Transport
from contract_tests.contract import Document

from ._worker import Assignment

__all__ = ["look"]

_MAX_WAIT = 60.0


def look(document: Document, assignment: Assignment) -> int:
    """See that a server is there and takes the token.

    Args:
        document: The contract.
        assignment: The server, and what may be sent to it.

    Returns:
        How many requests were sent.

    Raises:
        pytest.UsageError: The server is not there, or refuses the token.
    """
    budget = Budget(assignment.max_requests, assignment.rate)
    transport = Transport(
        base_url=assignment.base_url,
        credential=credential_of(document, assignment.token),
        timeout=assignment.timeout,
        max_wait=_MAX_WAIT,
        on_answer=lambda _case: None,
        on_wait=lambda _seconds: None,
        budget=budget,
    )
    with transport.installed():
        prepare(Engine(document, transport, Ledger(), assignment.seed), assignment.parents)
    return budget.spent
