"""Repeats a successful request without valid credentials, and checks that it is refused."""

from collections.abc import Callable

from rollcall.http import Credentials, Request, Response, build_request, request_url
from rollcall.spec import Operation

__all__ = ["AcceptedError", "accepted_without_credentials"]

_REFUSALS = {401, 403, *range(300, 400)}


class AcceptedError(Exception):
    """A response that should have been a refusal.

    Attributes:
        title: The defect, in a line.
        response: The response.
    """

    def __init__(self, title: str, detail: str, response: Response) -> None:
        super().__init__(detail)
        self.title = title
        self.response = response


def accepted_without_credentials(
    operation: Operation,
    credentials: Credentials,
    response: Response,
    send: Callable[[Request], Response],
) -> AcceptedError | None:
    """Return the defect of an operation that accepts requests without credentials.

    Args:
        operation: The operation.
        credentials: The credentials of the operation.
        response: A response with a status of 2xx.
        send: Sends another request.
    """
    credential = credentials.first
    value = credential.read(response.request) if credential is not None else None
    if credential is None or value is None:
        return _problem(operation, response, "without authentication")
    if value != credential.placeholder:
        return _problem(operation, response, "with invalid authentication")
    without = _with(response.request, credentials, "none")
    wrong = _with(response.request, credentials, "wrong")
    return _problem(operation, send(without), "without authentication") or _problem(
        operation, send(wrong), "with invalid authentication"
    )


def _with(request: Request, credentials: Credentials, variant: str) -> Request:
    again = build_request(request.method, request_url(request), request.headers.items())
    credentials.add(again, variant)
    return again


def _problem(operation: Operation, response: Response, how: str) -> AcceptedError | None:
    if response.status_code in _REFUSALS:
        return None
    accepts = "API accepts requests" if response.is_success else "Unexpected response to a request"
    status = f"{response.status_code} {response.reason_phrase}"
    detail = f"Expected 401 or 403, got `{status}` for `{operation.label}`"
    return AcceptedError(f"{accepts} {how}", detail, response)
