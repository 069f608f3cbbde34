"""Unusual requests that the server fails on."""

from collections.abc import Callable, Mapping

from attrs import evolve

from tests.support.laws.full_api import (
    ListRequest,
    Pairs,
    Reader,
    Refusal,
    Request,
    Response,
    Steps,
)
from tests.support.laws.full_api._parameters import FILTERS, OTHERS
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant


def _typed(content_type: str, *, of: Callable[[int], bool]) -> Steps:
    """Build steps that change the Content-Type of some responses."""

    def response(given: Response, request: Request) -> Response:
        del request
        if not of(given.status):
            return given
        return evolve(given, headers={**given.headers, "content-type": content_type})

    return Steps(response=response)


def _marked(given: Response, request: Request) -> Response:
    """Begin a page with a byte order mark."""
    del request
    return evolve(given, body=b"\xef\xbb\xbf" + given.body) if given.status == 200 else given


def _any_method(given: Response, request: Request) -> Response:
    del request
    if given.status != 405:
        return given
    return evolve(given, status=200, body=b"{}")


def _method_breaks(given: Response, request: Request) -> Response:
    del request
    return (
        evolve(given, status=500, headers=_without(given, "allow"))
        if given.status == 405
        else given
    )


def _no_allow(given: Response, request: Request) -> Response:
    del request
    return evolve(given, headers=_without(given, "allow"))


def _without(given: Response, name: str) -> Mapping[str, str]:
    return {each: value for each, value in given.headers.items() if each != name}


def _breaking(breaks: Callable[[str, Pairs], bool]) -> Steps:
    """Build steps that fail for some query strings."""

    def parsed(
        request: Request, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
    ) -> ListRequest:
        if breaks(kind, given):
            raise RuntimeError(given)
        return CORRECT.parsed(request, kind, depot, given, readers)

    return Steps(parsed=parsed)


def _is_repeated(kind: str, given: Pairs) -> bool:
    del kind
    return len({name for name, _ in given}) < len(given)


def _is_unknown(kind: str, given: Pairs) -> bool:
    return any(name not in FILTERS[kind] and name not in OTHERS[kind] for name, _ in given)


def _strict_pairs(query: bytes) -> Pairs:
    try:
        return CORRECT.pairs(query)
    except Refusal as refusal:
        raise RuntimeError(refusal.message) from refusal


PROTOCOL = (
    Mutant(
        "lists-as-text",
        "http.content_type",
        PARCELS,
        _typed("text/plain", of=lambda status: status == 200),
    ),
    Mutant(
        "errors-as-html",
        "http.content_type",
        DEPOTS,
        _typed("text/html; charset=utf-8", of=lambda status: status >= 400),
    ),
    Mutant("marked-pages", "http.content_type", SCANS, Steps(response=_marked)),
    Mutant("any-method", "http.method", PARCELS, Steps(response=_any_method)),
    Mutant("method-breaks", "http.method", SCANS, Steps(response=_method_breaks)),
    Mutant("no-allow", "http.method", DEPOTS, Steps(response=_no_allow)),
    Mutant("duplicate-breaks", "http.duplicate", PARCELS, _breaking(_is_repeated)),
    Mutant(
        "nul-breaks",
        "http.nul",
        DEPOTS,
        _breaking(lambda _, given: any("\0" in value for _, value in given)),
    ),
    Mutant("encoding-breaks", "http.encoding", SCANS, Steps(pairs=_strict_pairs)),
    Mutant(
        "overlong-breaks",
        "http.overlong",
        PARCELS,
        _breaking(lambda _, given: any(len(value) > 1000 for _, value in given)),
    ),
    Mutant("unknown-breaks", "http.unknown", DEPOTS, _breaking(_is_unknown)),
    Mutant(
        "quotes-break",
        "http.quote",
        SCANS,
        _breaking(lambda _, given: any('"' in value for _, value in given)),
    ),
)
