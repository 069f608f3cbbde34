"""Refusals of requests, worded by each API."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from attrs import field, frozen
from starlette.datastructures import Headers
from starlette.responses import Response

_TITLES = {
    400: "Invalid parameter",
    401: "Authentication failed",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    414: "URI too long",
    422: "Invalid parameter",
    429: "Too many requests",
    500: "Internal server error",
}


@frozen
class Problem:
    """One error of a request, and the query or path parameter that has it, if one has."""

    code: str
    title: str
    detail: str
    parameter: str | None = None


@frozen
class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a mistake of the program
    """A request that is answered with a status from 400 on, and why."""

    status: int
    problems: tuple[Problem, ...]
    headers: Mapping[str, str] = field(factory=dict)


@frozen
class Errors:
    """How one API refuses a request.

    Attributes:
        codes: The error code of each status.
        challenges: `WWW-Authenticate` without credentials, and with unknown ones.
        unauthorized: The details of 401 without credentials, and with unknown ones.
        forbidden: The detail of 403.
        paths: The detail of 404 for a path that the API does not have.
        counts_down: Whether each response of a limited API tells how many requests are left.
        render: Builds a response for the sender of a request with these headers.
    """

    codes: Mapping[int, str]
    challenges: tuple[str, str]
    unauthorized: tuple[str, str]
    forbidden: str
    paths: str
    counts_down: bool
    render: Callable[[Refusal, Headers], Response]

    def problem(
        self, status: int, detail: str, parameter: str | None = None, title: str | None = None
    ) -> Problem:
        """Return a problem with the code of its status, and its title unless one is given."""
        return Problem(self.codes[status], title or _TITLES[status], detail, parameter)

    def refusal(
        self,
        status: int,
        detail: str,
        title: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Refusal:
        """Return a refusal for one problem."""
        return Refusal(status, (self.problem(status, detail, None, title),), headers or {})


def json_response(
    body: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    media_type: str = "application/json",
) -> Response:
    """Return a response whose body is a JSON object."""
    return Response(msgspec.json.encode(body), status, headers, media_type)
