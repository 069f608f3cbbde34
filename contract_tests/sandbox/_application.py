"""What the applications of all APIs have in common."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract_tests.sandbox._auth import Senders
from contract_tests.sandbox._gate import Gate
from contract_tests.sandbox._query_string import MalformedQueryError, read_query
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox._refusal import Refusal
from contract_tests.sandbox._refusals import Refusals


def application(
    routes: Sequence[Route],
    methods: Sequence[str],
    senders: Senders,
    rate_limit: RateLimit | None,
    refusals: Refusals,
) -> Starlette:
    """Build an ASGI application: the gate first, then the routes, which have these methods.

    What is raised as `Refusal`, and what no route answers, is rendered by `refusals`.
    """

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        return refusals.error_response(error, request.headers)

    async def not_routed(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            refusal = refusals.method_not_allowed(", ".join(methods))
        else:
            refusal = refusals.path_not_found()
        return refusals.error_response(refusal, request.headers)

    async def failed(request: Request, _error: Exception) -> Response:
        return refusals.error_response(refusals.internal_error(), request.headers)

    for route in routes:
        # Starlette adds HEAD by itself.
        route.methods = set(methods)
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Gate, senders=senders, rate_limit=rate_limit, refusals=refusals),
        ],
        exception_handlers={
            Refusal: refused,
            HTTPException: not_routed,
            Exception: failed,
        },
    )
    # A path with a slash too many is another path, not a reason to redirect.
    app.router.redirect_slashes = False
    return app


def query_pairs(request: Request, refusals: Refusals) -> list[tuple[str, str]]:
    """Return the names and values of a request's query, or raise `Refusal`."""
    try:
        return read_query(request.scope["query_string"])
    except MalformedQueryError as error:
        raise refusals.malformed_query(str(error)) from error


def json_response(body: dict[str, Any]) -> Response:
    """Answer with a JSON object."""
    return Response(msgspec.json.encode(body), media_type="application/json")
