"""Links that lead to a wrong page."""

from collections.abc import Callable

from attrs import evolve

from tests.support.laws.full_api import READERS, Body, ListRequest, Steps, Value
from tests.support.laws.full_api._steps import address
from tests.support.laws.mutants._mutant import CORRECT, SCANS, Mutant

_ELSEWHERE = "http://127.0.0.1:9"


def _linking(**changes: Callable[[ListRequest, int, Body], str | None]) -> Steps:
    """Build steps that change links, given the page, the total and the correct links."""

    def links(asked: ListRequest, items: int) -> Body:
        correct = CORRECT.links(asked, items)
        return {
            **correct,
            **{name: change(asked, items, correct) for name, change in changes.items()},
        }

    return Steps(links=links)


def _to(start: Callable[[ListRequest, int], int]) -> Callable[[ListRequest, int, Body], str]:
    return lambda asked, items, _: f"{asked.request.base_url}{address(asked, start(asked, items))}"


def _end(asked: ListRequest, items: int) -> int:
    return max(0, items - 1) // asked.size * asked.size


def _unfiltered(asked: ListRequest, items: int, correct: Body) -> str | None:
    kept = [each for each in asked.pairs if each[0] in {"per", "start"}]
    bare: str | None = CORRECT.links(evolve(asked, pairs=kept), items)["next"]
    return bare if correct["next"] else None


def _unsized(_want: ListRequest, _items: int, correct: Body) -> str | None:
    following: str | None = correct["next"]
    if following is None:
        return None
    path, _, query = following.partition("?")
    return f"{path}?{'&'.join(each for each in query.split('&') if not each.startswith('per='))}"


def _moved(name: str, place: str) -> Callable[[ListRequest, int, Body], str | None]:
    def link(asked: ListRequest, _items: int, correct: Body) -> str | None:
        address: str | None = correct[name]
        if address is None:
            return None
        origin, version, rest = asked.request.base_url.rpartition("/v1")
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
            next=lambda asked, items, correct: (
                correct["next"] or _to(lambda *_: 0)(asked, items, correct)
            )
        ),
    ),
    Mutant(
        "links-without-end",
        "link.ends",
        SCANS,
        _linking(next=_to(lambda asked, _: asked.start + asked.size)),
    ),
    Mutant(
        "previous-too-near",
        "link.previous",
        SCANS,
        _linking(
            prev=lambda asked, items, correct: (
                _to(lambda asked, _: max(0, asked.start - asked.size + 1))(asked, items, correct)
                if asked.start
                else None
            )
        ),
    ),
    Mutant("first-is-last", "link.first", SCANS, _linking(first=_to(_end))),
    Mutant(
        "self-is-next",
        "link.self",
        SCANS,
        _linking(self=_to(lambda asked, _: asked.start + asked.size)),
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
