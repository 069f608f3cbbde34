"""The error bodies of the Twilio API."""

import re

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response

from contract_tests.sandbox._rate_limit import Allowance
from contract_tests.sandbox._refusal import Problem, Refusal

_JSON = "application/json"
_PROBLEM = "application/problem+json"
_QUALITY = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


def error_response(refusal: Refusal, headers: Headers) -> Response:
    """Render a refusal as `{"code", "message", "more_info", "status"}`, or as RFC 9457 says.

    The latter, `application/problem+json`, is sent to those whose `Accept` prefers it.
    """
    first = refusal.problems[0]
    code = int(first.code)
    more = f"https://www.twilio.com/docs/errors/{code}"
    message = " ".join(problem.detail for problem in refusal.problems)
    if _prefers_problem(headers.getlist("accept")):
        media_type = _PROBLEM
        body: dict[str, object] = {
            "type": more,
            "title": first.title,
            "status": refusal.status,
            "detail": message,
            "code": code,
        }
    else:
        media_type = _JSON
        body = {"code": code, "message": message, "more_info": more, "status": refusal.status}
    return Response(
        msgspec.json.encode(body),
        status_code=refusal.status,
        headers={**refusal.headers, "vary": "Accept"},
        media_type=media_type,
    )


def _prefers_problem(accept: list[str]) -> bool:
    ranges: dict[str, float] = {}
    for piece in ",".join(accept).split(","):
        name, *parameters = (each.strip().lower() for each in piece.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        ranges[name] = float(quality) if _QUALITY.fullmatch(quality) else 0.0
    return _quality(ranges, _PROBLEM) > _quality(ranges, _JSON)


def _quality(ranges: dict[str, float], name: str) -> float:
    """Return the quality of a media type, which the narrowest range gives (RFC 9110, 12.5.1)."""
    for candidate in (name, "application/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0


def invalid(*problems: tuple[str, str]) -> Refusal:
    """Refuse parameters, each of which comes with what it should be."""
    return Refusal(
        400,
        tuple(
            Problem("20001", "Invalid parameter", f"{name} {detail}.", name)
            for name, detail in problems
        ),
    )


def invalid_page_token() -> Refusal:
    """Refuse a page token that was not given for what is asked for."""
    detail = (
        "PageToken was not given for this list, with these filters and this PageSize. Tokens come"
        " in the links of a page."
    )
    return Refusal(400, (Problem("21481", "Invalid page token", detail, "PageToken"),))


def unauthorized(*, presented: bool) -> Refusal:
    """Refuse a sender whom user and password do not identify (RFC 7617, section 2)."""
    detail = "Send an account SID and its auth token, or an API key SID and its secret, by Basic."
    if presented:
        detail = f"The credentials are not those of this server. {detail}"
    problem = Problem("20003", "Authentication failed", detail)
    challenge = 'Basic realm="rollcall-sandbox", charset="UTF-8"'
    return Refusal(401, (problem,), {"www-authenticate": challenge})


def forbidden() -> Refusal:
    """Refuse a known sender who may not read."""
    detail = "These credentials are known, but they may not list participants."
    return Refusal(403, (Problem("20403", "Forbidden", detail),))


def rate_headers(allowance: Allowance) -> dict[str, str]:
    """Tell nothing before the window is spent: no source names a header that counts down."""
    return {"retry-after": str(allowance.reset)} if allowance.exceeded else {}


def too_many_requests(seconds: int) -> Refusal:
    """Refuse a sender whose window is spent."""
    detail = f"The requests of this window are spent; the next one starts in {seconds} s."
    return Refusal(429, (Problem("20429", "Too many requests", detail),))


def target_too_long(limit: int) -> Refusal:
    """Refuse a request target that is longer than the server reads (RFC 9110, 15.5.15)."""
    detail = f"Path and query together may be {limit} bytes long."
    return Refusal(414, (Problem("20001", "URI too long", detail),))


def malformed_query(detail: str) -> Refusal:
    """Refuse a query string that cannot be read."""
    return Refusal(400, (Problem("20001", "Malformed query string", f"In the query, {detail}."),))


def malformed_host() -> Refusal:
    """Refuse a Host header that is none, so that no link can be made of it (RFC 9112, 3.2)."""
    detail = "The Host header is not a host and, if need be, a port."
    return Refusal(400, (Problem("20001", "Malformed host", detail),))


def room_not_found() -> Refusal:
    """Refuse a path that names no room."""
    detail = "No room has this SID, and no room in progress has this unique name."
    return Refusal(404, (Problem("20404", "Not found", detail, "RoomSid"),))


def path_not_found() -> Refusal:
    """Refuse a path that the API does not have."""
    detail = "The path is /v1/Rooms/{RoomSid}/Participants."
    return Refusal(404, (Problem("20404", "Not found", detail),))


def method_not_allowed(allowed: str) -> Refusal:
    """Refuse a method that the path does not have (RFC 9110, section 15.5.6)."""
    detail = f"This path answers {allowed} only."
    return Refusal(405, (Problem("20004", "Method not allowed", detail),), {"allow": allowed})


def internal_error() -> Refusal:
    """Answer for a mistake of the sandbox itself."""
    detail = "The sandbox failed; its log says how."
    return Refusal(500, (Problem("20500", "Internal server error", detail),))
