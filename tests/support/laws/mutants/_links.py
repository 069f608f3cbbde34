"""Links that lead elsewhere."""

from collections.abc import Callable

from attrs import evolve

from tests.support.laws.full_api import READERS, Body, Steps, Value, Wanted
from tests.support.laws.full_api._steps import address
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
        "link.ends",
        SCANS,
        _linking(
            next=lambda want, items, right: right["next"] or _to(lambda *_: 0)(want, items, right)
        ),
    ),
    Mutant(
        "links-without-end",
        "link.ends",
        SCANS,
        _linking(next=_to(lambda want, _: want.start + want.size)),
    ),
    Mutant(
        "previous-too-near",
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
    Mutant("first-is-last", "link.first", SCANS, _linking(first=_to(_end))),
    Mutant(
        "self-is-next",
        "link.self",
        SCANS,
        _linking(self=_to(lambda want, _: want.start + want.size)),
    ),
    Mutant("links-drop-filters", "link.filters", SCANS, _linking(next=_unfiltered)),
    Mutant("links-drop-size", "link.filters", SCANS, _linking(next=_unsized)),
    Mutant("next-elsewhere", "link.origin", SCANS, _linking(next=_moved("next", "origin"))),
    Mutant("next-other-path", "link.origin", SCANS, _linking(next=_moved("next", "path"))),
    Mutant(
        "tampered-link-breaks",
        "link.tampered",
        SCANS,
        Steps(readers={**READERS, "start": _unguarded}),
    ),
)
