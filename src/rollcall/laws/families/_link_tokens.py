"""Page tokens: a token that is invented, altered or used for another list is refused."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import attrs

from rollcall.channels import Query, size_in_force
from rollcall.laws._context import Context
from rollcall.laws._law import HTTP_ONLY, Cases, Place, lists_where
from rollcall.laws._queries import sizes, varied
from rollcall.laws._registry import law
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError, must_be_refused
from rollcall.laws.families._link import DOCUMENTED, is_linked, link_of

_MOST_FORGED = 3


def _carried(place: Place, name: str | None) -> list[str]:
    """Return a parameter as a subject, if the links of the list carry it."""
    return [each for each in place.operation.paging.carried if each == name]


@law(
    "link.tampered",
    "A link with a changed token is refused, or leads to a page; the server does not fail.",
    source="OWASP API Security 2023, API8",
    needs="a list of more than one page",
    subjects=lists_where(is_linked),
    cases=lambda context: Cases(varied(context)[:2]),
    channels=HTTP_ONLY,
)
def tampered(context: Context, query: Query) -> bool:
    paging = context.operation.paging
    pairs = _pairs(link_of(paging.next, context.page(query)))
    own = {*context.operation.flags, *(each.name for each in context.operation.filters)}
    opaque = {name for name, _ in pairs} - own
    for name in sorted(opaque - {str(paging.size)}):
        for value in ("", "x", "' OR 1=1--", "A" * 300):
            values = {key: value if key == name else text for key, text in pairs}
            changed = attrs.evolve(context.query, values=tuple(values.items()))
            response = context.channel.page(changed)
            if response.kind == "failure":
                title = f"with {name}={value[:20]} the server fails: status {response.status}"
                raise ViolationError(title, response, is_proven=True)
    return bool(opaque)


def _pairs(link: str | None) -> list[tuple[str, str]]:
    """Return the parameters of a link, in their order."""
    return parse_qsl(urlsplit(link or "").query, keep_blank_values=True)


_Forged = tuple[str, Query]
"""The defect of a continuation token, and a request with it."""


def _forged(context: Context) -> Cases:
    """Return requests with an altered token, and with a token of another list."""
    listed = [context.shown(each) for each in varied(context)]
    narrowed = [each for each in listed if context.filters_of(each)]
    found: list[_Forged] = []
    for query in [*listed[:1], *narrowed[:_MOST_FORGED]]:
        pairs = _pairs(link_of(context.operation.paging.next, context.channel.page(query)))
        token = dict(pairs).get(context.subject)
        if token is None:
            continue
        # The request of the link, in which one value is changed.
        linked = attrs.evolve(query, values=tuple(pairs))
        found += [(how, linked.having(context.subject, text)) for how, text in _altered(token)]
        found += _misplaced(context, query, linked)
    return Cases(found, least=len(found))


def _altered(token: str) -> Iterator[tuple[str, str]]:
    """Yield tokens that the server has not issued, each after the name of its defect."""
    yield "an invented token", "x"
    yield "an invented token", "A" * max(1, len(token))
    yield "a truncated token", token[: len(token) // 2]
    yield "an extended token", f"{token}{token}"
    for place in sorted({0, len(token) // 2} if token else ()):
        other = "0" if token[place] != "0" else "1"
        yield "an altered token", f"{token[:place]}{other}{token[place + 1 :]}"


def _misplaced(context: Context, query: Query, linked: Query) -> Iterator[_Forged]:
    """Yield requests with a token of other filters, another page size and another parent."""
    matching = context.matching(query)
    for parameter in context.operation.filters:
        name = parameter.name
        # A query that lists the same rows may count as the same list.
        if linked.get(name) is not None and context.matching(query.without(name)) != matching:
            yield f"a token without the filter {name}", linked.without(name)
        for other in candidates(parameter, context.baseline):
            if context.matching(query.having(name, other)) != matching:
                yield f"a token with another filter, {name},", linked.having(name, other)
                break
    size = context.operation.paging.size
    if size is not None:
        old = str(linked.get(size) or size_in_force(query))
        for other in [each for each in sizes(context) if str(each) != old][:1]:
            yield "a token with another page size", linked.having(size, other)
    for other in [each for each in context.parents if each != query.parent][:1]:
        yield "a token of another parent", attrs.evolve(linked, parent=other)


@law(
    "link.token",
    "A continuation token that is invented or altered is refused, and so is a token that is sent "
    "with other filters, another page size or another parent than it was issued for.",
    source=f"{DOCUMENTED}: continuationToken",
    needs="a list of more than one page",
    subjects=lambda place: _carried(place, place.operation.paging.token),
    cases=_forged,
    channels=HTTP_ONLY,
)
def token(context: Context, forged: _Forged) -> bool:
    how, query = forged
    must_be_refused(context.channel.page(query), how)
    return True
