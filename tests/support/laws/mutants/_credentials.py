"""Doors that stand open, and a token that comes out again."""

import json
from collections.abc import Callable

from attrs import evolve

from tests.support.laws.full_api import Answer, Ask, Steps
from tests.support.laws.mutants._mutant import DEPOTS, PARCELS, RIGHT, SCANS, Mutant


def _admitting(also: Callable[[Ask], bool]) -> Steps:
    """Make a step that admits whom it should, and others."""
    return Steps(admits=lambda ask: RIGHT.admits(ask) or also(ask))


def _sent(ask: Ask) -> tuple[str, str]:
    """Return the scheme and the token that were sent; empty where there were none."""
    scheme, _, token = (ask.authorizations or ("",))[0].partition(" ")
    return scheme.lower(), token.strip()


def _with_bearer(judge: Callable[[str, str], bool]) -> Steps:
    """Make a step that judges a bearer token in another way, given the right one."""

    def also(ask: Ask) -> bool:
        scheme, token = _sent(ask)
        return scheme == "bearer" and judge(token, ask.token)

    return _admitting(also)


def _other_scheme(ask: Ask) -> bool:
    scheme, token = _sent(ask)
    return scheme not in {"", "bearer"} and token == ask.token


def _debugging(given: Answer, ask: Ask) -> Answer:
    if given.status < 400:
        return given
    body = json.loads(given.body)
    body["error"]["message"] += f" (sent: {', '.join(ask.authorizations)})"
    return evolve(given, body=json.dumps(body).encode())


def _tracing(given: Answer, ask: Ask) -> Answer:
    sent = _sent(ask)[1]
    return evolve(given, headers={**given.headers, "x-sender": sent}) if sent else given


CREDENTIALS = (
    Mutant(
        "no-token-needed", "auth.missing", PARCELS, _admitting(lambda ask: not ask.authorizations)
    ),
    Mutant(
        "any-token-as-long",
        "auth.wrong",
        PARCELS,
        _with_bearer(lambda token, right: len(token) == len(right)),
    ),
    Mutant(
        "token-beginning",
        "auth.prefix",
        PARCELS,
        _with_bearer(lambda token, right: bool(token) and right.startswith(token)),
    ),
    Mutant(
        "token-and-more",
        "auth.suffix",
        SCANS,
        _with_bearer(lambda token, right: token.startswith(right)),
    ),
    Mutant("any-scheme", "auth.scheme", DEPOTS, _admitting(_other_scheme)),
    Mutant(
        "bare-token",
        "auth.scheme",
        PARCELS,
        _admitting(lambda ask: ask.authorizations == (ask.token,)),
    ),
    Mutant("empty-token", "auth.empty", PARCELS, _with_bearer(lambda token, _: not token)),
    Mutant(
        "token-case-folded",
        "auth.case",
        SCANS,
        _with_bearer(lambda token, right: token.lower() == right.lower()),
    ),
    Mutant("token-in-errors", "auth.echo", PARCELS, Steps(answer=_debugging)),
    Mutant("token-in-headers", "auth.echo", DEPOTS, Steps(answer=_tracing)),
)
