"""The error bodies of the Telnyx API."""

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response

from contract_tests.sandbox._rate_limit import Allowance
from contract_tests.sandbox._refusal import Problem, Refusal


def error_response(refusal: Refusal, _headers: Headers) -> Response:
    """Render a refusal as `{"errors": [{"code", "title", "detail", "source"}]}`."""
    return Response(
        msgspec.json.encode({"errors": [_error(problem) for problem in refusal.problems]}),
        status_code=refusal.status,
        headers=dict(refusal.headers),
        media_type="application/json",
    )


def _error(problem: Problem) -> dict[str, object]:
    error: dict[str, object] = {
        "code": problem.code,
        "title": problem.title,
        "detail": problem.detail,
    }
    if problem.parameter is not None:
        error["source"] = {"parameter": problem.parameter}
    return error


def unauthorized(*, presented: bool) -> Refusal:
    """Refuse a sender whom the token does not identify (RFC 6750, section 3)."""
    challenge = 'Bearer realm="rollcall-sandbox"'
    if presented:
        challenge += ', error="invalid_token"'
    detail = "Send the header 'Authorization: Bearer TOKEN' with the token of this server."
    problem = Problem("unauthorized", "Authentication failed", detail)
    return Refusal(401, (problem,), {"www-authenticate": challenge})


def forbidden() -> Refusal:
    """Refuse a known sender who may not read."""
    detail = "This token is known, but it may not list rooms, sessions or participants."
    return Refusal(403, (Problem("forbidden", "Forbidden", detail),))


def rate_headers(allowance: Allowance) -> dict[str, str]:
    """Count down in every answer; `Retry-After` is for whoever knows only that one."""
    told = {
        "x-ratelimit-limit": str(allowance.limit),
        "x-ratelimit-remaining": str(allowance.remaining),
        "x-ratelimit-reset": str(allowance.reset),
    }
    return told | {"retry-after": str(allowance.reset)} if allowance.exceeded else told


def too_many_requests(seconds: int) -> Refusal:
    """Refuse a sender whose window is spent."""
    detail = f"The requests of this window are spent; the next one starts in {seconds} s."
    return Refusal(429, (Problem("too_many_requests", "Too many requests", detail),))


def target_too_long(limit: int) -> Refusal:
    """Refuse a request target that is longer than the server reads (RFC 9110, 15.5.15)."""
    detail = f"Path and query together may be {limit} bytes long."
    return Refusal(414, (Problem("uri_too_long", "URI too long", detail),))


def malformed_query(detail: str) -> Refusal:
    """Refuse a query string that cannot be read."""
    problem = Problem("malformed_query", "Malformed query string", f"In the query, {detail}.")
    return Refusal(400, (problem,))


def parent_not_found(parameter: str, kind: str, *, malformed: bool) -> Refusal:
    """Refuse a path whose id names no record."""
    detail = f"No {kind} has this id."
    if malformed:
        detail += " An id is a UUID, such as 0ccc7b54-4df3-4bca-a65a-3da1ecc777f0."
    return Refusal(404, (Problem("not_found", "Not found", detail, parameter),))


def path_not_found() -> Refusal:
    """Refuse a path that the API does not have."""
    detail = (
        "The paths are /v2/rooms, /v2/rooms/{room_id}/sessions and "
        "/v2/room_sessions/{room_session_id}/participants."
    )
    return Refusal(404, (Problem("not_found", "Not found", detail),))


def method_not_allowed(allowed: str) -> Refusal:
    """Refuse a method that the path does not have (RFC 9110, section 15.5.6)."""
    detail = f"This path answers {allowed} only."
    problem = Problem("method_not_allowed", "Method not allowed", detail)
    return Refusal(405, (problem,), {"allow": allowed})


def internal_error() -> Refusal:
    """Answer for a mistake of the sandbox itself."""
    detail = "The sandbox failed; its log says how."
    return Refusal(500, (Problem("internal_error", "Internal server error", detail),))
