"""Wrong tokens that are admitted, and responses that hold the token."""

import json
from collections.abc import Callable

from attrs import evolve

from tests.support.laws.full_api import Request, Response, Steps
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant


def _admitting(also: Callable[[Request], bool]) -> Steps:
    """Build steps that also admit other requests."""
    return Steps(admits=lambda request: CORRECT.admits(request) or also(request))


def _sent(request: Request) -> tuple[str, str]:
    """Return the scheme and the token of a request; empty without a header."""
    scheme, _, token = (request.authorizations or ("",))[0].partition(" ")
    return scheme.lower(), token.strip()


def _with_bearer(accepts: Callable[[str, str], bool]) -> Steps:
    """Build steps that also admit some wrong bearer tokens."""

    def also(request: Request) -> bool:
        scheme, token = _sent(request)
        return scheme == "bearer" and accepts(token, request.token)

    return _admitting(also)


def _other_scheme(request: Request) -> bool:
    scheme, token = _sent(request)
    return scheme not in {"", "bearer"} and token == request.token


def _debugging(given: Response, request: Request) -> Response:
    if given.status < 400:
        return given
    body = json.loads(given.body)
    body["error"]["message"] += f" (sent: {', '.join(request.authorizations)})"
    return evolve(given, body=json.dumps(body).encode())


def _tracing(given: Response, request: Request) -> Response:
    sent = _sent(request)[1]
    return evolve(given, headers={**given.headers, "x-sender": sent}) if sent else given


CREDENTIALS = (
    Mutant(
        "no-token-needed",
        "auth.missing",
        PARCELS,
        _admitting(lambda request: not request.authorizations),
    ),
    Mutant(
        "any-token-as-long",
        "auth.wrong",
        PARCELS,
        _with_bearer(lambda token, correct: len(token) == len(correct)),
    ),
    Mutant(
        "token-beginning",
        "auth.prefix",
        PARCELS,
        _with_bearer(lambda token, correct: bool(token) and correct.startswith(token)),
    ),
    Mutant(
        "token-and-more",
        "auth.suffix",
        SCANS,
        _with_bearer(lambda token, correct: token.startswith(correct)),
    ),
    Mutant("any-scheme", "auth.scheme", DEPOTS, _admitting(_other_scheme)),
    Mutant(
        "bare-token",
        "auth.scheme",
        PARCELS,
        _admitting(lambda request: request.authorizations == (request.token,)),
    ),
    Mutant("empty-token", "auth.empty", PARCELS, _with_bearer(lambda token, _: not token)),
    Mutant(
        "token-case-folded",
        "auth.case",
        SCANS,
        _with_bearer(lambda token, correct: token.lower() == correct.lower()),
    ),
    Mutant("token-in-errors", "auth.echo", PARCELS, Steps(response=_debugging)),
    Mutant("token-in-headers", "auth.echo", DEPOTS, Steps(response=_tracing)),
)
