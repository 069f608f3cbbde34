"""Mutants of lists whose parent is below another parent."""

from collections.abc import Iterator

from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._relisted import relisted
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import refused
from rollcall.mutants.server._kinds import Made
from rollcall.mutants.server._scope_rows import claimed, far
from rollcall.mutants.server._scope_unknown import identity_in, statuses_of, when

__all__ = ["above"]


def above() -> Iterator[Made]:
    """Yield the mutants of a list whose parent is below another one."""
    yield ("above-passed-over", when(lambda _request, _sound: True, _like_own))
    yield ("above-not-found", _only_below_the_first)
    yield ("above-stray", relisted(lambda listed: [*far(listed)[:1], *listed.matching]))
    yield ("above-claimed", relisted(lambda listed: claimed(listed, far)))


def _like_own(request: Request, upstream: Upstream) -> Response:
    """Return the list of the known parent of this identifier, whatever it is below."""
    for each in upstream.parents(request):
        if each.identity == identity_in(request):
            return upstream.send(upstream.below(request, each))
    return upstream.send(request)


def _only_below_the_first(request: Request, upstream: Upstream) -> Response:
    """Find no parent but those below the first one."""
    original = upstream.send(request)
    if original.status != OK or request.parent is None:
        return original
    known = upstream.parents(request)
    if known and request.parent.above != known[0].above:
        return refused(request, upstream, statuses_of(request)[0])
    return original
