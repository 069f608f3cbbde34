"""Links that lead elsewhere."""

from collections.abc import Callable

from attrs import evolve

from tests.support.laws.depot import READERS, Body, Steps, Value, Wanted
from tests.support.laws.depot._steps import address
from tests.support.laws.mutants._mutant import RIGHT, SCANS, Mutant

_ELSEWHERE = "http://127.0.0.1:9"


def _linking(**changes: Callable[[Wanted, int, Body], str | None]) -> Steps:
    """Make a step that gives other links: each from the page, the count and the right links."""

    def links(want: Wanted, items: int) -> Body:
        right = RIGHT.links(want, items)
        return {**right, **{name: change(want, items, right) for name, change in changes.items()}}

    return Steps(links=links)


def _to(start: Callable[[Wanted, int], int]) -> Callable[[Wanted, int, Body], str]:
    return lambda want, items, _: f"{want.ask.base_url}{address(want, start(want, items))}"


def _end(want: Wanted, items: int) -> int:
    return max(0, items - 1) // want.size * want.size


def _unfiltered(want: Wanted, items: int, right: Body) -> str | None:
    kept = [each for each in want.pairs if each[0] in {"per", "start"}]
    bare: str | None = RIGHT.links(evolve(want, pairs=kept), items)["next"]
    return bare if right["next"] else None


def _unsized(_want: Wanted, _items: int, right: Body) -> str | None:
    following: str | None = right["next"]
    if following is None:
        return None
    path, _, query = following.partition("?")
    return f"{path}?{'&'.join(each for each in query.split('&') if not each.startswith('per='))}"


def _moved(name: str, place: str) -> Callable[[Wanted, int, Body], str | None]:
    def link(want: Wanted, _items: int, right: Body) -> str | None:
        address: str | None = right[name]
        if address is None:
            return None
        origin, version, rest = want.ask.base_url.rpartition("/v1")
        below = address.partition("/v1")[2]
        if place == "origin":
            return f"{_ELSEWHERE}{version}{below}"
        return f"{origin}{version}{rest}{below.replace('/scans?', '/parcels?')}"

    return link


def _unguarded(text: str) -> Value:
    try:
        return READERS["start"](text)
    except ValueError as error:
        raise RuntimeError(text) from error


LINKS = (
    Mutant(
        "links-loop",
        "The last page links to the first as its next.",
        "link.ends",
        SCANS,
        _linking(
            next=lambda want, items, right: right["next"] or _to(lambda *_: 0)(want, items, right)
        ),
    ),
    Mutant(
        "link-to-itself",
        "The second page links to itself as its next.",
        "link.ends",
        SCANS,
        _linking(
            next=lambda want, items, right: (
                _to(lambda want, _: want.start)(want, items, right)
                if want.start and right["next"]
                else right["next"]
            )
        ),
    ),
    Mutant(
        "links-without-end",
        "There is always a next page, an empty one in the end.",
        "link.ends",
        SCANS,
        _linking(next=_to(lambda want, _: want.start + want.size)),
    ),
    Mutant(
        "previous-is-first",
        "Every page links to the first as the one before.",
        "link.previous",
        SCANS,
        _linking(prev=lambda want, _items, right: right["first"] if want.start else None),
    ),
    Mutant(
        "previous-too-near",
        "The link to the page before goes back a row less.",
        "link.previous",
        SCANS,
        _linking(
            prev=lambda want, items, right: (
                _to(lambda want, _: max(0, want.start - want.size + 1))(want, items, right)
                if want.start
                else None
            )
        ),
    ),
    Mutant(
        "first-is-last",
        "The link to the first page leads to the last.",
        "link.first",
        SCANS,
        _linking(first=_to(_end)),
    ),
    Mutant(
        "first-is-self",
        "The link to the first page leads to the page itself.",
        "link.first",
        SCANS,
        _linking(first=lambda _want, _items, right: right["self"]),
    ),
    Mutant(
        "self-is-first",
        "The link to the page itself leads to the first.",
        "link.self",
        SCANS,
        _linking(self=lambda _want, _items, right: right["first"]),
    ),
    Mutant(
        "self-is-next",
        "The link to the page itself leads to the next.",
        "link.self",
        SCANS,
        _linking(self=_to(lambda want, _: want.start + want.size)),
    ),
    Mutant(
        "links-drop-filters",
        "The link to the next page leaves the filters out.",
        "link.filters",
        SCANS,
        _linking(next=_unfiltered),
    ),
    Mutant(
        "links-drop-size",
        "The link to the next page leaves the size out.",
        "link.filters",
        SCANS,
        _linking(next=_unsized),
    ),
    Mutant(
        "next-elsewhere",
        "The link to the next page leads to another origin.",
        "link.origin",
        SCANS,
        _linking(next=_moved("next", "origin")),
    ),
    Mutant(
        "previous-elsewhere",
        "The link to the page before leads to another origin.",
        "link.origin",
        SCANS,
        _linking(prev=_moved("prev", "origin")),
    ),
    Mutant(
        "next-other-path",
        "The link to the next page leads to another list.",
        "link.origin",
        SCANS,
        _linking(next=_moved("next", "path")),
    ),
    Mutant(
        "tampered-link-breaks",
        "A link whose start is no number ends in a 500.",
        "link.tampered",
        SCANS,
        Steps(readers={**READERS, "start": _unguarded}),
    ),
)
