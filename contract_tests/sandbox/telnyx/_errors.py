"""The error bodies of the Telnyx API."""

from starlette.datastructures import Headers
from starlette.responses import Response

from contract_tests.sandbox._errors import Errors, Problem, Refusal, json_response


def _render(refusal: Refusal, _headers: Headers) -> Response:
    """Render a refusal as `{"errors": [{"code", "title", "detail", "source"}]}`."""
    body = {"errors": [_error(problem) for problem in refusal.problems]}
    return json_response(body, refusal.status, refusal.headers)


def _error(problem: Problem) -> dict[str, object]:
    source = {} if problem.parameter is None else {"source": {"parameter": problem.parameter}}
    return {"code": problem.code, "title": problem.title, "detail": problem.detail, **source}


_CHALLENGE = 'Bearer realm="rollcall-sandbox"'
_UNAUTHORIZED = "Send the header 'Authorization: Bearer TOKEN' with the token of this server."
ERRORS = Errors(
    codes={
        400: "malformed_query",
        401: "unauthorized",
        403: "forbidden",
        404: "not_found",
        405: "method_not_allowed",
        414: "uri_too_long",
        422: "invalid_parameter",
        429: "too_many_requests",
        500: "internal_error",
    },
    # RFC 6750, section 3.
    challenges=(_CHALLENGE, f'{_CHALLENGE}, error="invalid_token"'),
    unauthorized=(_UNAUTHORIZED, _UNAUTHORIZED),
    forbidden="This token is known, but it may not list rooms, sessions or participants.",
    paths="The paths are /v2/rooms, /v2/rooms/{room_id}/sessions and "
    "/v2/room_sessions/{room_session_id}/participants.",
    counts_down=True,
    render=_render,
)
