"""The error bodies of the Twilio API."""

import re

from starlette.datastructures import Headers
from starlette.responses import Response

from contract_tests.sandbox._errors import Errors, Refusal, json_response

_JSON = "application/json"
_PROBLEM = "application/problem+json"
_QUALITY = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


def _render(refusal: Refusal, headers: Headers) -> Response:
    """Render a refusal as `{"code", "message", "more_info", "status"}`, or as RFC 9457 says.

    The latter, `application/problem+json`, is sent to those whose `Accept` prefers it.
    """
    first = refusal.problems[0]
    code, status = int(first.code), refusal.status
    more = f"https://www.twilio.com/docs/errors/{code}"
    text = " ".join(problem.detail for problem in refusal.problems)
    sent = {**refusal.headers, "vary": "Accept"}
    if _prefers_problem(headers.getlist("accept")):
        body = {"type": more, "title": first.title, "status": status, "detail": text, "code": code}
        return json_response(body, status, sent, _PROBLEM)
    body = {"code": code, "message": text, "more_info": more, "status": status}
    return json_response(body, status, sent, _JSON)


def _prefers_problem(accept: list[str]) -> bool:
    ranges: dict[str, float] = {}
    for piece in ",".join(accept).split(","):
        name, *parameters = (each.strip().lower() for each in piece.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        ranges[name] = float(quality) if _QUALITY.fullmatch(quality) else 0.0
    return _quality(ranges, _PROBLEM) > _quality(ranges, _JSON)


def _quality(ranges: dict[str, float], name: str) -> float:
    """Return the quality of a media type, which the narrowest range gives (RFC 9110, 12.5.1)."""
    candidates = (name, "application/*", "*/*")
    return next((ranges[each] for each in candidates if each in ranges), 0.0)


_CHALLENGE = 'Basic realm="rollcall-sandbox", charset="UTF-8"'
_UNAUTHORIZED = (
    "Send an account SID and its auth token, or an API key SID and its secret, by Basic."
)
ERRORS = Errors(
    codes={
        400: "20001",
        401: "20003",
        403: "20403",
        404: "20404",
        405: "20004",
        414: "20001",
        429: "20429",
        500: "20500",
    },
    # RFC 7617, section 2.
    challenges=(_CHALLENGE, _CHALLENGE),
    unauthorized=(
        _UNAUTHORIZED,
        f"The credentials are not those of this server. {_UNAUTHORIZED}",
    ),
    forbidden="These credentials are known, but they may not list participants.",
    paths="The path is /v1/Rooms/{RoomSid}/Participants.",
    # No source names a header that counts down.
    counts_down=False,
    render=_render,
)
