"""Repeats a successful request without valid credentials, and checks that it is refused."""

from collections.abc import Callable

from rollcall.http import Credentials, Request, Response, build_request, request_url
from rollcall.spec import Operation

__all__ = ["AcceptedError", "accepted_without_credentials"]

_REFUSALS = {401, 403, *range(300, 400)}
_HOW = {"none": "without authentication", "wrong": "with invalid authentication"}


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
    values = [(each, each.read(response.request)) for each in credentials.parts]
    if not values or any(value is None for _, value in values):
        return _problem(operation, response, "without authentication")
    if any(value != each.placeholder for each, value in values):
        return _problem(operation, response, "with invalid authentication")
    for variant, how in _HOW.items():
        for name, scheme in credentials.variants:
            if name == variant:
                again = _with(response.request, credentials, name, scheme)
                problem = _problem(operation, send(again), how)
                if problem is not None:
                    return problem
    return None


def _with(request: Request, credentials: Credentials, variant: str, scheme: str) -> Request:
    again = build_request(request.method, request_url(request), request.headers.items())
    credentials.add(again, variant, scheme)
    return again


def _problem(operation: Operation, response: Response, how: str) -> AcceptedError | None:
    if response.status_code in _REFUSALS:
        return None
    accepts = "API accepts requests" if response.is_success else "Unexpected response to a request"
    status = f"{response.status_code} {response.reason_phrase}"
    detail = f"Expected 401 or 403, got `{status}` for `{operation.label}`"
    return AcceptedError(f"{accepts} {how}", detail, response)
