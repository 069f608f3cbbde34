"""The laws on lists in every style of paging, with page information in bodies and in headers."""

import re
from collections.abc import Callable, Mapping, Sequence

import pytest
from attrs import evolve

from rollcall.laws import Law, Runner, registered
from tests.support.evaluations import evaluate, runner_of
from tests.support.paged import Information, Paged, Style

_SELECTED = frozenset({"total", "more", "next", "prev", "first", "last", "self"})
_CHAINED = frozenset({"total", "more"})
_TELLS: Mapping[Style, frozenset[str]] = {
    "page": _SELECTED,
    "offset": _SELECTED,
    "token": _CHAINED,
    "item": _CHAINED,
    "link": _SELECTED,
}
_LOWER = {"totalItems": {"at": "/total", "exact": False}}
_PAGED = {
    **{
        f"{style}, {place}": Paged(style, in_headers=place == "headers", tells=tells)
        for style, tells in _TELLS.items()
        for place in ("body", "headers")
    },
    "item, without more": Paged("item", tells=frozenset({"total"})),
    "token, without more": Paged("token", tells=frozenset()),
    "page, without a size": Paged("page", tells=_SELECTED | {"pages"}, is_sized=False),
}


@pytest.fixture(scope="module", params=[*_PAGED], ids=str)
def correct(request: pytest.FixtureRequest) -> Runner:
    """Return a runner on a correct API."""
    return runner_of(_PAGED[request.param])


@pytest.mark.parametrize("law", registered(), ids=lambda law: law.id)
def test_a_law_passes_on_a_correct_api(law: Law, correct: Runner) -> None:
    """A law that applies passes with witnesses."""
    for each in correct.evaluate(law, correct.spec.list_operation("listBooks"), "http"):
        verdict = each.verdict
        assert (verdict.outcome, verdict.reason) == ("pass", None), (verdict, each.violation)
        assert verdict.witnesses


def test_the_baseline_is_the_whole_list(correct: Runner) -> None:
    """Each style leads through all pages."""
    baseline = correct.baselines.of(correct.spec.list_operation("listBooks"), None)
    assert [each["id"] for each in baseline.rows] == [f"b{number:02}" for number in range(23)]
    assert baseline.is_complete


@pytest.mark.parametrize("style", ["token", "link"])
def test_the_number_of_linked_pages_is_open(style: Style) -> None:
    """Without a page size, a list may have any number of pages."""
    (found,) = evaluate("link.ends", Paged(style, is_sized=False))
    assert (found.verdict.outcome, found.violation) == ("pass", None)


def _skipping(start: int) -> int:
    return start + (start > 0)


def _rounded(start: int) -> int:
    return start - start % 5


def _told(**values: Callable[[Information], object]) -> Callable[[Information], Information]:
    """Return a change of some values of the page information."""
    return lambda said: {**said, **{name: tell(said) for name, tell in values.items()}}


def _unfiltered(said: Information) -> object:
    return said["next"] and re.sub("kind=[^&]*&?", "", said["next"])


_NO_FILTER = evolve(
    _PAGED["token, body"], keeps=lambda book, kind, start: bool(start) or book["kind"] == kind
)
WRONG: Mapping[str, Sequence[tuple[str, Paged]]] = {
    "page.anywhere": (
        ("an offset rounded to pages of 5", Paged("offset", start=_rounded)),
        ("the item of the token again", Paged("item", start=lambda start: max(0, start - 1))),
    ),
    "page.partition": (
        ("an offset that skips an item", Paged("offset", start=_skipping)),
        ("a token that skips an item", Paged("token", start=_skipping)),
        ("an ignored offset", Paged("offset", start=lambda _: 0)),
    ),
    "page.more": tuple(
        (f"{name} {style}", Paged(style, told=_told(more=tell)))
        for style in ("page", "offset", "token", "item")
        for name, tell in (
            ("always", lambda _: True),
            ("never", lambda _: False),
            ("no boolean", lambda said: str(said["more"])),
            ("null", lambda _: None),
        )
    ),
    "page.totals": (
        ("a total of the page", Paged("offset", told=_told(total=lambda said: said["size"]))),
        (
            "a header one too high",
            Paged("page", in_headers=True, told=_told(total=lambda said: said["total"] + 1)),
        ),
        (
            "a lower bound above the number",
            Paged("token", extra=_LOWER, told=_told(total=lambda said: said["total"] + 1)),
        ),
    ),
    "link.agrees": (
        ("the first page", evolve(_PAGED["page, headers"], told=_told(next=lambda s: s["first"]))),
        ("no link", evolve(_PAGED["offset, headers"], told=_told(next=lambda _: None))),
        ("a lost filter", evolve(_PAGED["page, body"], told=_told(next=_unfiltered))),
        (
            "a link after the last page",
            evolve(_PAGED["offset, body"], told=_told(next=lambda s: s["next"] or s["first"])),
        ),
    ),
    "link.final": (
        ("the first page", evolve(_PAGED["link, headers"], told=_told(last=lambda s: s["first"]))),
        ("no link", evolve(_PAGED["page, body"], told=_told(last=lambda _: None))),
    ),
    "link.previous": (
        ("the page itself", evolve(_PAGED["page, headers"], told=_told(prev=lambda s: s["self"]))),
    ),
    "link.first": (("no link", evolve(_PAGED["offset, body"], told=_told(first=lambda _: None))),),
    "link.ends": (("an ignored token", Paged("token", start=lambda _: 0, check=False)),),
    "link.filters": (("a filter of the first page", _NO_FILTER),),
    "filter.later_pages": (("a filter of the first page", _NO_FILTER),),
    "page.past_the_end": (
        (
            "the first page",
            Paged("offset", page=lambda rows, at, size: rows[at:][:size] or rows[:size]),
        ),
    ),
    "page.length": (
        ("a page too long", Paged("item", page=lambda rows, at, size: rows[at : at + size + 1])),
    ),
}


@pytest.mark.parametrize(
    ("law", "wrong"),
    [
        pytest.param(law, wrong, id=f"{law}: {name}")
        for law, apis in WRONG.items()
        for name, wrong in apis
    ],
)
def test_a_law_fails_on_a_wrong_api(law: str, wrong: Paged) -> None:
    """The law reports what is wrong."""
    assert "fail" in {each.verdict.outcome for each in evaluate(law, wrong)}


@pytest.mark.parametrize(
    "accepted",
    [
        Paged("token", extra=_LOWER, told=_told(total=lambda said: said["total"] // 2)),
        evolve(
            _PAGED["page, headers"],
            told=lambda said: {
                **said,
                "first": said["prev"] and said["first"],
                "last": said["next"] and said["last"],
            },
        ),
        Paged(
            "offset",
            extra={"hasMore": {"at": "/more", "equals": False}},
            told=_told(more=lambda said: not said["more"]),
        ),
    ],
    ids=["a lower bound", "no link of a page to itself as first or last", "isLast"],
)
def test_what_the_annotation_admits_is_accepted(accepted: Paged) -> None:
    """All laws of pages and links pass."""
    for law in registered():
        if law.family in {"page", "link"}:
            for each in evaluate(law.id, accepted):
                assert each.verdict.outcome == "pass", (each.verdict, each.violation)


def test_a_link_that_loses_a_filter_is_named() -> None:
    """The title is about the filter that the link leaves out, and not about the items."""
    titles = {
        each.violation.title
        for each in evaluate("link.agrees", WRONG["link.agrees"][2][1])
        if each.violation is not None
    }
    assert any(
        re.fullmatch(r"the next link of page 1 leaves out kind=\w+", each) for each in titles
    )
