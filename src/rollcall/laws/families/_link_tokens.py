"""Page tokens: they are invented, altered, or used for another list than their own."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import attrs

from rollcall.channels import Query, Response, following, size_in_force
from rollcall.laws._context import Context
from rollcall.laws._conventions import Shown, decide_all
from rollcall.laws._items import identity_text
from rollcall.laws._law import HTTP_ONLY, Cases, Place, lists_where
from rollcall.laws._queries import sizes, varied
from rollcall.laws._registry import law
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError, must_be_page
from rollcall.laws.families._filtered import check_matching
from rollcall.laws.families._link import DOCUMENTED, is_chained
from rollcall.spec import Choice

_MOST_FORGED = 3
_PART = re.compile("[A-Za-z0-9]+", re.ASCII)


def _carried(place: Place, name: str | None) -> list[str]:
    """Return a parameter as a subject, if the links of the list carry it."""
    return [each for each in place.operation.paging.carried if each == name]


@law(
    "link.tampered",
    "A link or a request with a changed token is refused, or leads to a page; the server does not "
    "fail.",
    source="OWASP API Security 2023, API8",
    statements=("cursor-8", "link-10"),
    needs="a list of more than one page",
    subjects=lists_where(is_chained),
    cases=lambda context: Cases(varied(context)[:2]),
    channels=HTTP_ONLY,
)
def tampered(context: Context, query: Query) -> bool:
    """Compare the status of a request with a changed token with those of an error of the server."""
    operation = context.operation
    pairs = _pairs(following(context.page(query)))
    own = {*operation.flags, *(each.name for each in operation.filters)}
    opaque = {name for name, _ in pairs} - own
    for name in sorted(opaque - {str(operation.paging.size)}):
        for value in ("", "x", "' OR 1=1--", "A" * 300):
            values = {key: value if key == name else text for key, text in pairs}
            changed = attrs.evolve(context.query, values=tuple(values.items()))
            response = context.channel.page(changed)
            if response.kind == "failure":
                title = f"with {name}={value[:20]} the server fails: status {response.status}"
                raise ViolationError(title, response, is_proven=True)
    return bool(opaque)


def _pairs(query: Query | None) -> list[tuple[str, str]]:
    """Return the parameters of the request for a next page, in their order."""
    if query is not None and query.link is None:
        return [(name, str(value)) for name, value in query.values]
    link = query.link if query is not None else None
    return parse_qsl(urlsplit(link or "").query, keep_blank_values=True)


_Forged = tuple[str, str, Query]
"""A convention, what is wrong with a token, and a request with it."""


def _forged(context: Context) -> Iterator[_Forged]:
    """Yield requests with an altered token, and with a token of another list."""
    listed = [context.shown(each) for each in varied(context)]
    narrowed = [each for each in listed if context.filters_of(each)]
    for query in [*listed[:1], *narrowed[:_MOST_FORGED]]:
        pairs = _pairs(following(context.channel.page(query)))
        token = dict(pairs).get(context.subject)
        if token is None:
            continue
        # The request of the link, in which one value is changed.
        known = dict(query.values)
        linked = attrs.evolve(
            query, values=tuple((name, known.get(name, text)) for name, text in pairs)
        )
        for how, text in _altered(token):
            yield "alteredToken", how, linked.having(context.subject, text)
        yield from _misplaced(context, query, linked)


def _altered(token: str) -> Iterator[tuple[str, str]]:
    """Yield tokens that the server has not issued, each after the name of its defect."""
    yield "invented", "x"
    yield "invented", "A" * max(1, len(token))
    yield "truncated", token[: len(token) // 2]
    yield "extended", f"{token}{token}"
    # The last character of Base64 may have bits without a meaning.
    ends = [match.span() for match in _PART.finditer(token)]
    places = {place for start, end in ends for place in (start, (start + end) // 2, end - 2)}
    for place in sorted(each for each in places if 0 <= each < max(1, len(token) - 1)):
        other = "0" if token[place] != "0" else "1"
        changed = f"{token[:place]}{other}{token[place + 1 :]}"
        yield f"altered at character {place + 1}", changed


def _misplaced(context: Context, query: Query, linked: Query) -> Iterator[_Forged]:
    """Yield requests with a token of other filters, another page size and another parent."""
    matching = context.matching(query)
    for parameter in context.operation.filters:
        name = parameter.name
        # A query that lists the same rows may count as the same list.
        if linked.get(name) is not None and context.matching(query.without(name)) != matching:
            yield "tokenOfOtherFilters", f"without {name}", linked.without(name)
        for other in candidates(parameter, context.baseline):
            if context.matching(query.having(name, other)) != matching:
                yield "tokenOfOtherFilters", f"{name}={other}", linked.having(name, other)
                break
    size = context.operation.paging.size
    if size is not None:
        old = str(linked.get(size) or size_in_force(query))
        for other in [each for each in sizes(context) if str(each) != old][:1]:
            yield "tokenOfOtherPageSize", f"{size}={other}", linked.having(size, other)
    for parent in [each for each in context.parents if each != query.parent][:1]:
        yield "tokenOfOtherParent", str(parent), attrs.evolve(linked, parent=parent)


@law(
    "link.token",
    "A continuation token that is invented or altered, and one that is sent with other filters, "
    "another page size or another parent than it was issued for, is refused, or accepted where the "
    "annotation says so.",
    source=f"{DOCUMENTED}: continuationToken, and strictness",
    statements=(
        "cursor-6",
        "cursor-7",
        "link-10",
        "strictness-alteredToken",
        "strictness-tokenOfOtherFilters",
        "strictness-tokenOfOtherPageSize",
        "strictness-tokenOfOtherParent",
    ),
    needs="a list of more than one page",
    subjects=lambda place: _carried(place, place.operation.paging.token),
    cases=lambda _context: Cases([None]),
    channels=HTTP_ONLY,
    basis="convention",
)
def token(context: Context, _: None) -> bool:
    """Compare the response to each wrong token with the choices of the annotation."""
    shown: dict[str, list[Shown]] = {}
    for convention, sent, query in _forged(context):
        response = context.channel.page(query)
        choice: Choice = "accepted"
        if response.kind == "refusal" and response.status is not None:
            choice = response.status
        else:
            _check_page(context, query, must_be_page(response))
        shown.setdefault(convention, []).append(Shown((choice,), response, context.subject, sent))
    decide_all(context, shown)
    return bool(shown)


def _check_page(context: Context, query: Query, response: Response) -> None:
    """Check that a page has the filters and the parent of its request, whatever its token.

    Raises:
        ViolationError: It does not.
    """
    check_matching(context, query, response)
    parent = context.operation.parent
    if parent is None or query.parent is None:
        return
    for item in response.items:
        found = parent.field.read(item)
        if identity_text(found) != identity_text(query.parent.identity):
            title = f"with the token of another parent, an item belongs to {found!r}"
            raise ViolationError(title, response, is_proven=True)
