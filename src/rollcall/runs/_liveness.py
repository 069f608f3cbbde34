"""Requests during a run that show whether the server still responds and accepts the token."""

from collections.abc import Mapping

from rollcall.fuzzing import Fuzzer
from rollcall.http import Response, TokenRefused, Unanswered
from rollcall.spec import Operation

__all__ = ["is_answering", "require_token"]

_OK, _REDIRECTED, _UNAUTHORIZED = 200, 300, 401


def is_answering(fuzzer: Fuzzer, given: Mapping[str, tuple[str, ...]]) -> bool:
    """Send a request, and return whether the server responded.

    Raises:
        Halted: The run cannot continue.
    """
    try:
        _send(fuzzer, fuzzer.spec.operations[0], given)
    except Unanswered:
        return False
    return True


def require_token(
    fuzzer: Fuzzer, operation: Operation, given: Mapping[str, tuple[str, ...]]
) -> None:
    """Check that the server still accepts the token: refusals would prove nothing.

    Raises:
        TokenRefused: It accepted requests to the operation before, and refuses them now.
        Unanswered: No complete response arrived.
        Halted: The run cannot continue.
    """
    statuses = fuzzer.results.tally(operation.id).statuses
    if not any(_OK <= each < _REDIRECTED for each in statuses):
        return
    if _send(fuzzer, operation, given).status_code == _UNAUTHORIZED:
        msg = f"{operation.label} answers 401 to the token that it accepted before"
        raise TokenRefused(msg)


def _send(fuzzer: Fuzzer, operation: Operation, given: Mapping[str, tuple[str, ...]]) -> Response:
    """Send a request with known parents."""
    known = fuzzer.parents_of(operation)
    names = [each.name for each in operation.parameters if each.location == "path"]
    path = {name: given.get(name, ("0",))[0] for name in names}
    path |= dict(known[0].values) if known else {}
    return fuzzer.transport.send(fuzzer.transport.request(operation, path), operation)
