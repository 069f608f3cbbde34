"""Checks the errors that a client raises when a server refuses a request."""

from typing import Any
from uuid import UUID, uuid5

import httpx

from rollcall.channels import client_of, python_values
from rollcall.clients._check import Execution, check, expect
from rollcall.clients._statuses import is_documented_error
from rollcall.http import client_arguments, keyring_of, read_json
from rollcall.spec import path_names, response_schema

__all__: list[str] = []

_UNKNOWN = str(uuid5(UUID(int=0), "a parent that no server has"))


@check(
    "wrong_key_is_an_error",
    needs_target=True,
    applies=lambda _spec, operation: operation.needs_credential,
)
def wrong_key(execution: Execution) -> None:
    """An unknown key raises the error of status 401, with its body if that is documented."""
    _check_refusal(execution, "x", (401,))


@check(
    "unknown_parent_is_an_error",
    needs_target=True,
    applies=lambda _spec, operation: (
        operation.parent is not None and bool(operation.strictness.statuses("unknownParent"))
    ),
)
def unknown_parent(execution: Execution) -> None:
    """A parent that does not exist raises the error of its status, with its documented body."""
    _check_refusal(execution, "", execution.operation.strictness.statuses("unknownParent"))


def _check_refusal(execution: Execution, suffix: str, statuses: tuple[int, ...]) -> None:
    """Expect the error of a status for a call with an unknown parent.

    Args:
        execution: The check.
        suffix: The text that is appended to the token.
        statuses: The statuses that the server may refuse the call with.
    """
    context, operation, spec = execution.context, execution.operation, execution.spec
    if context.target is None or context.transport is None:
        raise ValueError(f"{execution.check.id} needs a target, and a transport to it")
    wire = dict.fromkeys(path_names(operation), _UNKNOWN)
    call = execution.call(**python_values(operation, wire))
    credential = keyring_of(spec, context.target.token).client
    given = credential.token if credential is not None else ""
    token, package = (given or "unused") + suffix, call.package
    with execution.case(call), httpx.Client(transport=context.transport(operation)) as http:
        client = client_of(spec, token, base_url=context.target.base_url, http_client=http)
        error: Any = None
        try:
            next(call.on(client).pages())
        except package.StatusError as raised:
            error = raised
        expect(error, "nothing was raised", f"expected the error of a status in {statuses}")
        status, kind = error.status, type(error).__name__
        expect(status in statuses, f"status {status}", f"expected one of {statuses}")
        is_documented = is_documented_error(spec, status)
        is_told = isinstance(error, package.UndocumentedStatusError) != is_documented
        known = "documented" if is_documented else "not documented"
        expect(is_told, f"{kind} was raised", f"{status} is {known}")
        if response_schema(spec, operation, status) is not None:
            expect(error.body is not None, "the body was not decoded")
            expect(not isinstance(error.body, dict | list), "the body is not a model")
            sent = read_json(error.content)
            expect(package.to_dict(error.body) == sent, "the body differs")
        # Compared outside the assertion, so that a failure shows neither value.
        *_, secret = client_arguments(spec, token).values()
        leaks = secret in str(error)
        expect(not leaks, "the key is in the error's text")
