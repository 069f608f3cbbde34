"""Mutants of authentication: they accept wrong credentials, or reveal the token."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from rollcall.http import Credential, cookie_pairs, cookie_with, keyring_of
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import Made, derived
from rollcall.mutants.server._places import has_filter, has_flag
from rollcall.mutants.server._responses import (
    FAILED,
    Change,
    Occasion,
    instead,
    is_invalid,
    is_page,
    is_unauthorized,
    stating,
)
from rollcall.spec import ListOperation, Spec

__all__ = ["mutants"]

_UNAUTHORIZED = 401
_BEFORE = 8

_Takes = Callable[[Credential, str | None], bool]
"""Returns whether a server accepts the value of the header, or None if it is missing."""


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the authentication of an operation, if it has any."""
    credential = keyring_of(spec).credentials(operation).first
    if credential is None or not operation.needs_credential:
        return
    takers = [*_lax(credential), *(_pairs() if credential.scheme.kind == "basic" else ())]
    opened = [(name, _opened(takes)) for name, takes in takers]
    partly = _partly(operation, credential)
    opened += [(name, _opened(_takes_none, when)) for name, when in partly]
    yield from derived(operation, "auth", opened)
    yield from _refusals(operation)
    yield from derived(operation, "auth", _echoes())


def _given(credential: Credential, request: Request) -> str | None:
    """Return the value at the place of a credential in a request; None if there is none."""
    scheme = credential.scheme
    if scheme.location == "query":
        return request.get(scheme.field)
    if scheme.location == "header":
        return request.header(scheme.field.lower())
    pairs = cookie_pairs(request.header("cookie") or "")
    return next((value for name, value, _ in pairs if name == scheme.field), None)


def _with_right(credential: Credential, request: Request) -> Request:
    """Return a request with the right value at the place of a credential."""
    scheme = credential.scheme
    if scheme.location == "query":
        return request.having(scheme.field, credential.value)
    if scheme.location == "header":
        return request.with_header(scheme.field.lower(), credential.value)
    cookies = cookie_with(request.header("cookie") or "", scheme.field, credential.value)
    return request.with_header("cookie", cookies)


def _bare(credential: Credential, given: str | None) -> str | None:
    """Return the token of a header; None if its scheme is missing."""
    return credential.reads(given) if given is not None else None


def _takes_none(_credential: Credential, _given: str | None) -> bool:
    return True


def _lax(credential: Credential) -> Iterator[tuple[str, _Takes]]:
    """Yield the ways to accept wrong tokens."""

    def like(is_like: Callable[[str, str], bool]) -> _Takes:
        def takes(credential: Credential, given: str | None) -> bool:
            found = _bare(credential, given)
            return found is not None and is_like(found, credential.token)

        return takes

    yield ("none-needed", _takes_none)
    yield ("missing-taken", lambda _, given: given is None)
    yield ("any-taken", like(lambda given, _: bool(given)))
    yield ("any-header-taken", lambda _, given: bool(given))
    yield ("any-of-the-length-taken", like(lambda given, token: len(given) == len(token)))
    yield ("shortened-taken", like(lambda given, token: bool(given) and token.startswith(given)))
    yield ("beginning-compared", like(lambda given, token: given[:_BEFORE] == token[:_BEFORE]))
    yield ("extended-taken", like(lambda given, token: given.startswith(token)))
    yield ("case-ignored", like(lambda given, token: given.lower() == token.lower()))
    yield (
        "empty-taken",
        lambda credential, given: (
            given is not None and given.strip() in {"", credential.scheme.prefix.strip()}
        ),
    )
    if credential.scheme.prefix:
        yield (
            "scheme-ignored",
            lambda credential, given: (
                given is not None and given.rpartition(" ")[2] == _payload(credential)
            ),
        )
        yield ("bare-taken", lambda credential, given: given == _payload(credential))


def _pairs() -> Iterator[tuple[str, _Takes]]:
    """Yield the ways to accept wrong pairs of user and password."""

    def takes(is_like: Callable[[list[str], list[str]], bool]) -> _Takes:
        def takes(credential: Credential, given: str | None) -> bool:
            found = _bare(credential, given)
            return found is not None and is_like(
                found.split(":", 1), credential.token.split(":", 1)
            )

        return takes

    yield ("any-password-taken", takes(lambda given, right: given[:1] == right[:1]))
    yield ("any-user-taken", takes(lambda given, right: given[1:] == right[1:]))
    yield (
        "password-beginning-taken",
        takes(
            lambda given, right: (
                given[:1] == right[:1] and "".join(right[1:]).startswith("".join(given[1:]))
            )
        ),
    )
    yield ("colon-passed-over", takes(lambda given, right: "".join(given) == "".join(right)))
    yield (
        "not-encoded-taken",
        lambda credential, given: given == credential.scheme.prefix + credential.token,
    )


def _payload(credential: Credential) -> str:
    """Return the correct header without its scheme."""
    return credential.value.removeprefix(credential.scheme.prefix)


_When = Callable[[Request, Upstream], bool]


def _always(_request: Request, _upstream: Upstream) -> bool:
    return True


def _partly(operation: ListOperation, credential: Credential) -> Iterator[tuple[str, _When]]:
    """Yield the requests for which a server may forget to check the token."""
    paging = operation.paging
    index = paging.selector
    if index is not None:
        low = str(operation.first_index)
        yield ("none-needed-later", lambda request, _: request.get(index) not in {None, low})
    else:
        own = {*(each.name for each in operation.arguments), credential.scheme.field}
        yield ("none-needed-linked", lambda request, _: bool({*dict(request.pairs)} - own))
    if operation.flags:
        yield ("none-needed-flagged", lambda request, _: has_flag(request, FAILED))
    if operation.filters:
        yield ("none-needed-filtered", lambda request, _: has_filter(request, FAILED))


def _opened(takes: _Takes, when: _When = _always) -> Responder:
    """Return a mutant that accepts some wrong credentials."""

    def respond(request: Request, upstream: Upstream) -> Response:
        credential = upstream.credential(request.operation)
        assert credential is not None
        if not when(request, upstream) or not takes(credential, _given(credential, request)):
            return upstream.send(request)
        return upstream.send(_with_right(credential, request))

    return respond


def _refusals(operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the responses to unauthenticated requests."""

    def is_missing(request: Request, original: Response, upstream: Upstream) -> bool:
        return original.status == _UNAUTHORIZED and _in_request(request, upstream) is None

    def is_wrong(request: Request, original: Response, upstream: Upstream) -> bool:
        return original.status == _UNAUTHORIZED and _in_request(request, upstream) is not None

    for subject, occasion, words in (
        ("missing", is_missing, "Without a token,"),
        ("wrong", is_wrong, "With a wrong token,"),
    ):
        changes: list[tuple[str, Change]] = [
            *((f"is-{status}", stating(status)) for status in (400, 403, 404)),
            ("is-500", lambda _: FAILED),
            ("is-302", _to_login),
        ]
        made = [(name, instead(occasion, change)) for name, change in changes]
        made.append(("is-empty", _emptied(occasion, operation.items.read)))
        laws = (f"auth.{subject}",)
        yield from derived(operation, "auth", made, subject, laws=laws, words=words)


def _to_login(original: Response) -> Response:
    return attrs.evolve(original, status=302, body=b"").with_header("location", "/login")


def _in_request(request: Request, upstream: Upstream) -> str | None:
    credential = upstream.credential(request.operation)
    return _given(credential, request) if credential is not None else None


def _emptied(occasion: Occasion, read: Callable[[Any, Any], Any]) -> Responder:
    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        credential = upstream.credential(request.operation)
        if credential is None or not occasion(request, original, upstream):
            return original
        opened = upstream.send(_with_right(credential, request))
        if opened.status != OK:
            return original
        return opened.reworked(lambda body: read(body, []).clear())

    return respond


def _echoes() -> Iterator[Made]:
    """Yield the responses that reveal the token."""
    for name, occasion in (("refusal", is_unauthorized), ("error", is_invalid), ("page", is_page)):
        yield f"echo-{name}", _telling(occasion, _in_body)
        yield f"echo-{name}-header", _telling(occasion, _in_header)


def _telling(occasion: Occasion, show: Callable[[Response, str], Response]) -> Responder:
    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        given = _in_request(request, upstream)
        if given is None or request.method != "GET" or not occasion(request, original, upstream):
            return original
        return show(original, given)

    return respond


def _in_body(original: Response, given: str) -> Response:
    told = {"credential": given}

    def add(body: Any) -> None:  # noqa: ANN401 - JSON
        if isinstance(body, dict):
            body["request"] = told
        else:
            body.append(told)

    return original.reworked(add)


def _in_header(original: Response, given: str) -> Response:
    return original.with_header("x-request-credential", given)
