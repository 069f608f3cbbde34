"""Links between pages: they lead on to the end, back again, and nowhere else."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import attrs

from rollcall.channels import Query, Response, is_address, origin_of, resolved, size_in_force
from rollcall.laws._context import Context, describe
from rollcall.laws._drawing import filters, sizes
from rollcall.laws._filtered import check_sound
from rollcall.laws._law import PAGE, WALK, WIRE, Cases, Place, ViolationError, law
from rollcall.laws._page import admits_number, few_pages, must_be_refused, refusals, varied
from rollcall.laws._values import candidates
from rollcall.spec import LinkedPaging, Pointer

__all__ = ["LAWS"]

_DOCUMENTED = "the annotation pagination, style link"
_MOST_PAGES = 200
_MOST_FORGED = 3


def _linked(place: Place) -> Iterable[str]:
    return [""] if place.operation.paging.next else []


def _with(name: str) -> Callable[[Place], Iterable[str]]:
    def subjects(place: Place) -> Iterable[str]:
        return [""] if getattr(place.operation.paging, name, None) is not None else []

    return subjects


def _links(context: Context) -> LinkedPaging:
    paging = context.operation.paging
    if not isinstance(paging, LinkedPaging):
        raise TypeError(f"the pages of {context.operation.id} are not linked")
    return paging


def _walks(context: Context, subject: str) -> Cases:
    del subject
    return Cases(varied(context))


def _read(pointer: Pointer | None, answer: Response) -> str | None:
    """Return the whole address that a link of a page leads to; None where there is no link."""
    found = pointer.read(answer.body) if pointer is not None else None
    if not isinstance(found, str) or not found:
        return None
    link = resolved(answer.url, found)
    if not is_address(link):
        raise ViolationError(
            f"the link at {pointer} is no address: {found}", "", answer, is_proven=True
        )
    return link


def _follow(context: Context, answer: Response, link: str) -> Response:
    query = Query(context.operation, answer.query.parent, link=link)
    return context.page(query)


@law(
    "link.ends",
    "Following the links to the next page leads to an end, and to no page twice.",
    source=f"{_DOCUMENTED}; RFC 8288, the relation next",
    needs="list of more than one page",
    subjects=_linked,
    cases=_walks,
    channels=WALK,
)
def ends(context: Context, query: Query) -> bool:
    # A list cannot have more pages than items, but for a last one that is empty.
    most = min(_MOST_PAGES, context.page_count(query) + 3)
    answers = context.walk(query, most)
    seen: set[str] = set()
    for number, answer in enumerate(answers, 1):
        if number > 1 and not answer.items and _read(_links(context).next, answer) is not None:
            title = f"page {number} is empty, and its link leads on"
            raise ViolationError(title, "Only the last page can be empty.", answer, is_proven=True)
        if answer.url in seen:
            title = f"the links lead to a page that was there before: {answer.url}"
            raise ViolationError(title, "", answer, is_proven=True)
        seen.add(answer.url)
    has_more = _read(_links(context).next, answers[-1]) if context.channel.id == "http" else None
    if len(answers) == most and has_more and context.baseline.is_whole and most < _MOST_PAGES:
        title = f"after {most} pages the links lead on"
        raise ViolationError(
            title, f"The list has {len(context.baseline.rows)} items.", answers[-1]
        )
    return len(answers) > 1


@law(
    "link.previous",
    "The link to the page before leads back over the way that the links to the next page came.",
    source=f"{_DOCUMENTED}; RFC 8288, the relation prev",
    needs="list of more than one page",
    subjects=_with("prev"),
    cases=_walks,
    channels=WIRE,
)
def previous(context: Context, query: Query) -> bool:
    pointer = _links(context).prev
    answers = context.walk(query, few_pages(context))
    if _read(pointer, answers[0]) is not None:
        before = _follow(context, answers[0], str(_read(pointer, answers[0])))
        if before.items:
            title = "the first page has a link to a page before, and there are items"
            raise ViolationError(title, "", answers[0], before)
    for number, (one, other) in enumerate(pairwise(answers), 2):
        link = _read(pointer, other)
        if link is None:
            title = f"page {number} has no link to the page before"
            raise ViolationError(title, f"Expected one at {pointer}.", other, is_proven=True)
        back = _follow(context, other, link)
        if _identities(context, back) != _identities(context, one):
            title = f"the link from page {number} back leads to other items than page {number - 1}"
            raise ViolationError(title, "", one, other, back)
    return len(answers) > 1


def _identities(context: Context, answer: Response) -> list[str]:
    return [*map(context.identity, answer.items)]


@law(
    "link.first",
    "The link to the first page leads there from every page.",
    source=f"{_DOCUMENTED}; RFC 8288, the relation first",
    needs="list of more than one page",
    subjects=_with("first"),
    cases=_walks,
    channels=WIRE,
)
def first(context: Context, query: Query) -> bool:
    answers = context.walk(query, 3)
    for number, answer in enumerate(answers, 1):
        link = _read(_links(context).first, answer)
        if link is None:
            title = f"page {number} has no link to the first page"
            raise ViolationError(title, "", answer, is_proven=True)
        back = _follow(context, answer, link)
        if _identities(context, back) != _identities(context, answers[0]):
            title = f"the link from page {number} to the first page leads to another one"
            raise ViolationError(title, "", answers[0], answer, back)
    return len(answers) > 1


@law(
    "link.self",
    "The link of a page to itself leads to the same page.",
    source=f"{_DOCUMENTED}; RFC 8288, the relation self",
    needs="list of more than one page",
    subjects=_with("itself"),
    cases=_walks,
    channels=WIRE,
)
def itself(context: Context, query: Query) -> bool:
    answers = context.walk(query, 3)
    for number, answer in enumerate(answers, 1):
        link = _read(_links(context).itself, answer)
        if link is None:
            title = f"page {number} has no link to itself"
            raise ViolationError(title, "", answer, is_proven=True)
        again = _follow(context, answer, link)
        if _identities(context, again) != _identities(context, answer):
            title = f"the link of page {number} to itself leads to another one"
            raise ViolationError(title, "", answer, again)
    return len(answers) > 1


def _filtered(context: Context, subject: str) -> Cases:
    del subject
    names = {each.name for each in filters(context.operation)}
    small = _links(context).size
    found = [
        query
        for query in varied(context)
        if any(name in names or name == small for name, _ in query.values)
    ]
    found.sort(key=lambda query: all(name not in names for name, _ in query.values))
    return Cases(found)


@law(
    "link.filters",
    "The links keep the filters and the page size.",
    source=f"{_DOCUMENTED}: with the same filters",
    needs="filtered list of more than one page",
    subjects=_linked,
    cases=_filtered,
    channels=PAGE,
)
def keeps_filters(context: Context, query: Query) -> bool:
    answers = context.walk(query, few_pages(context))
    for answer in answers:
        check_sound(context, query, answer)
    size, known = size_in_force(query), {*map(context.identity, context.expected(query).rows)}
    for number, answer in enumerate(answers, 1):
        if len(answer.items) > size > 0:
            title = f"page {number} holds {len(answer.items)} items, and {size} were asked for"
            raise ViolationError(title, "", answer, is_proven=True)
        strangers = [each for each in _identities(context, answer) if each not in known]
        if context.baseline.is_whole and strangers:
            title = f"page {number} lists an item that does not match: {strangers[0]}"
            raise ViolationError(title, "", answer)
    names = {each.name for each in filters(context.operation)}
    return len(answers) > 1 and any(
        name in names or name == _links(context).size for name, _ in query.values
    )


def _indexed(place: Place) -> Iterable[str]:
    links = place.operation.paging
    return [links.index] if links.next and links.index is not None else []


def _echoing(place: Place) -> Iterable[str]:
    links = place.operation.paging
    return [""] if links.next and links.index_echo is not None else []


@law(
    "link.index",
    "The pages are numbered one after the other, in the order of the links.",
    source=f"{_DOCUMENTED}: pageIndex",
    needs="list of more than one page",
    subjects=_echoing,
    cases=_walks,
    channels=PAGE,
)
def index(context: Context, query: Query) -> bool:
    links = _links(context)
    assert links.index is not None
    assert links.index_echo is not None
    first = int(context.parameter(links.index).schema.get("minimum", 0))
    answers = context.walk(query, few_pages(context))
    for number, answer in enumerate(answers, first):
        said = links.index_echo.read(answer.body)
        if said != number or isinstance(said, bool):
            title = f"the page says {said!r} at {links.index_echo}, not {number}"
            raise ViolationError(title, "", answer, is_proven=True)
    return len(answers) > 1


@law(
    "link.refused",
    "A page number that the schema does not admit is refused.",
    source="the parameter's schema, and the annotation strictness/invalidValue",
    needs="value that is not admitted",
    subjects=_indexed,
    cases=refusals,
    channels=WIRE,
)
def refused(context: Context, query: Query) -> bool:
    if not query.values:
        return False
    name, value = query.values[-1]
    if admits_number(context.parameter(name).schema, str(value)):
        return False
    must_be_refused(context, context.channel.page(query), f"{name}={value}")
    return True


@law(
    "link.origin",
    "The links stay on the same origin, and lead to the same list.",
    source="CWE-918; a client sends its token where a link leads",
    needs="list of more than one page",
    subjects=_linked,
    cases=_walks,
    channels=WIRE,
)
def origin(context: Context, query: Query) -> bool:
    links = _links(context)
    answer = context.page(query)
    seen = 0
    for _ in range(few_pages(context)):
        here = urlsplit(answer.url)
        for pointer in (links.next, links.prev, links.first, links.itself):
            link = _read(pointer, answer)
            if link is None:
                continue
            seen += 1
            there = urlsplit(link)
            if (origin_of(answer.url), here.path) != (origin_of(link), there.path):
                title = f"the link at {pointer} leads elsewhere: {link}"
                raise ViolationError(title, f"From {answer.url}.", answer, is_proven=True)
        following = _read(links.next, answer)
        if following is None:
            break
        answer = _follow(context, answer, following)
    return seen > 0


@attrs.frozen
class Tampered:
    """A link with its opaque part changed.

    Attributes:
        query: What leads to the link.
    """

    query: Query


@law(
    "link.tampered",
    "A link whose opaque part was changed is refused, or leads to a page; the server does not "
    "fail.",
    source="OWASP API Security 2023, API8",
    needs="list of more than one page",
    subjects=_linked,
    cases=lambda context, _: Cases([Tampered(each) for each in varied(context)[:2]]),
    channels=WIRE,
)
def tampered(context: Context, case: Tampered) -> bool:
    answer = context.page(case.query)
    link = _read(_links(context).next, answer)
    if link is None:
        return False
    known = {name for name, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True)}
    own = [each.name for each in context.operation.parameters if each.filter or each.expand]
    opaque = known - {*own}
    for name in sorted(opaque - {_links(context).size}):
        for value in ("", "x", "' OR 1=1--", "A" * 300):
            query = context.query
            for key, text in parse_qsl(urlsplit(link).query, keep_blank_values=True):
                query = query.having(key, value if key == name else text)
            got = context.channel.page(query)
            if got.kind == "failure":
                title = f"with {name}={value[:20]} the server fails: status {got.status}"
                raise ViolationError(title, "", got, is_proven=True)
    return bool(opaque)


def _marked(place: Place) -> Iterable[str]:
    links = place.operation.paging
    return [links.token] if links.next and links.token is not None else []


@attrs.frozen
class Forged:
    """A request whose continuation token is none of its list's.

    Attributes:
        query: What is asked.
        how: What is wrong, in words.
    """

    query: Query
    how: str


def _forged(context: Context, subject: str) -> Cases:
    """Return forged requests: with another token, and with the right one for another list."""
    listed = [context.shown(each) for each in varied(context)]
    named = {each.name for each in filters(context.operation)}
    narrowed = [each for each in listed if any(name in named for name, _ in each.values)]
    found: list[Forged] = []
    for query in [*listed[:1], *narrowed[:_MOST_FORGED]]:
        link = _read(_links(context).next, context.channel.page(query))
        pairs = parse_qsl(urlsplit(link or "").query, keep_blank_values=True)
        token = dict(pairs).get(subject)
        if token is None:
            continue
        # As the link would be, but for the one thing that is changed.
        linked = attrs.evolve(query, values=tuple(pairs))
        found += [Forged(linked.having(subject, text), how) for how, text in _altered(token)]
        found += _misplaced(context, query, linked)
    return Cases(found, least=len(found))


def _altered(token: str) -> Iterator[tuple[str, str]]:
    """Return tokens that the server has not given, each with what it is."""
    yield "a token that is made up", "x"
    yield "a token that is made up", "A" * max(1, len(token))
    yield "a token that is cut short", token[: len(token) // 2]
    yield "a token with more behind it", f"{token}{token}"
    for place in sorted({0, len(token) // 2} if token else ()):
        other = "0" if token[place] != "0" else "1"
        yield "an altered token", f"{token[:place]}{other}{token[place + 1 :]}"


def _misplaced(context: Context, query: Query, linked: Query) -> Iterator[Forged]:
    """Return a token with other filters, another page size and another parent than its own."""
    matching = context.matching(query)
    for parameter in filters(context.operation):
        name = parameter.name
        # What lists the same may be the same list, told otherwise: by its default, say.
        if linked.get(name) is not None and context.matching(query.without(name)) != matching:
            yield Forged(linked.without(name), f"a token without the filter {name}")
        others = candidates(parameter, context.baseline)
        for other in [
            each for each in others if context.matching(query.having(name, each)) != matching
        ][:1]:
            yield Forged(linked.having(name, other), f"a token with another filter, {name},")
    size = _links(context).size
    if size is not None:
        old = str(linked.get(size) or size_in_force(query))
        for other in [each for each in sizes(context) if str(each) != old][:1]:
            yield Forged(linked.having(size, other), "a token with another page size")
    for other in [each for each in context.parents if each != query.parent][:1]:
        yield Forged(attrs.evolve(linked, parent=other), "a token of another parent")


@law(
    "link.token",
    "A continuation token that is made up or altered is refused, and so is one that is used with "
    "other filters, another page size or another parent than it was given for.",
    source=f"{_DOCUMENTED}: continuationToken",
    needs="list of more than one page",
    subjects=_marked,
    cases=_forged,
    channels=WIRE,
)
def token(context: Context, forged: Forged) -> bool:
    answer = context.channel.page(forged.query)
    if answer.kind != "refusal":
        title = f"{forged.how} is answered with {describe(answer)}"
        raise ViolationError(
            title, "Expected a refusal, with a status 4xx.", answer, is_proven=True
        )
    return True


LAWS = (
    ends,
    previous,
    first,
    itself,
    keeps_filters,
    index,
    refused,
    origin,
    tampered,
    token,
)
