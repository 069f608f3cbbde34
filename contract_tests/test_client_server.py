"""What the generated client makes of a server's refusals: its own errors, with their bodies."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid5

import httpx
import pytest

from rollcall._run import current_run
from rollcall.clients import (
    Call,
    PatientTransport,
    client_of,
    python_values,
    require_client,
    verdict,
)
from rollcall.http._credential import client_arguments
from rollcall.http._json import read_json
from rollcall.spec import ListOperation

_run = current_run()
_document = _run.spec
require_client(_document)
_UNKNOWN = uuid5(UUID(int=0), "a parent that no server has")

_lists = [*_document.lists]


def _token() -> str:
    credential = _run.engine.transport.credential
    return credential.token if credential is not None else "unused"


@contextmanager
def _http(operation: ListOperation) -> Iterator[httpx.Client]:
    def count(_response: httpx.Response | None) -> None:
        _run.results.tally(operation.id).requests += 1
        _run.progress.tick()

    transport = PatientTransport(
        _run.options.max_wait,
        count,
        budget=_run.engine.transport.budget,
        timeout=_run.options.request_timeout,
    )
    with httpx.Client(transport=transport, timeout=_run.options.request_timeout) as http:
        yield http


def _call(operation: ListOperation, wire: dict[str, str]) -> Call:
    return Call(_document, operation, python_values(operation, wire))


@pytest.mark.parametrize(
    "operation", [each for each in _lists if each.security], ids=lambda operation: operation.id
)
def test_wrong_key(operation: ListOperation) -> None:
    """A key that the server does not know raises the error of status 401, with its body."""
    parent = operation.parent
    wire = {parent.parameter: str(_UNKNOWN)} if parent is not None else {}
    _check_refusal(_call(operation, wire), f"{_token()}x", (401,), "wrong_key_is_an_error")


@pytest.mark.parametrize(
    "operation",
    [each for each in _lists if each.parent],
    ids=lambda operation: operation.id,
)
def test_unknown_parent(operation: ListOperation) -> None:
    """A parent that does not exist raises the error of its status, with its body."""
    parent = operation.parent
    assert parent is not None
    wire = {parent.parameter: str(_UNKNOWN)}
    statuses = operation.strictness.unknown_parent
    _check_refusal(_call(operation, wire), _token(), statuses, "unknown_parent_is_an_error")


def _check_refusal(call: Call, key: str, statuses: tuple[int, ...], check: str) -> None:
    package = call.package
    with verdict(_run, check, call), _http(call.operation) as http:
        client = client_of(_document, key, base_url=_run.base_url, http_client=http)
        try:
            next(call.on(client).pages())
        except package.StatusError as raised:
            error = raised
        else:
            message = f"nothing was raised\nexpected the error of a status in {statuses}"
            raise AssertionError(message)
        status = error.status
        assert status in statuses, f"status {status}\nexpected one of {statuses}"
        documented = not isinstance(error, package.UndocumentedStatusError)
        assert documented, f"{type(error).__name__} was raised\n{status} is documented"
        assert error.body is not None, "the body was not decoded"
        assert not isinstance(error.body, dict | list), "the body is no model"
        sent = read_json(error.content)
        assert package.to_dict(error.body).items() <= sent.items(), "the body is another"
        # Compared apart, so that a failure shows neither.
        *_, secret = client_arguments(_document, key).values()
        leaks = secret in str(error)
        assert not leaks, "the key is in the error's text"
