"""Pages that are cut, counted or ordered wrongly."""

from collections.abc import Callable, Sequence
from random import Random

from attrs import evolve

from tests.support.laws.depot import (
    DEFAULT_SIZE,
    Refusal,
    Row,
    Steps,
    Wanted,
)
from tests.support.laws.mutants._mutant import DEPOTS, PARCELS, RIGHT, SCANS, Mutant


def _cut(start: int, end: int) -> Steps:
    """Make a step that cuts all pages but the first too early or too late, at either end."""

    def page(rows: Sequence[Row], want: Wanted) -> list[Row]:
        if not want.start:
            return RIGHT.page(rows, want)
        return [*rows[want.start + start : want.start + want.size + end]]

    return Steps(page=page)


def _shifted(rows: Sequence[Row], want: Wanted) -> list[Row]:
    return [*rows[want.start + 1 : want.start + 1 + want.size]]


def _default_size(rows: Sequence[Row], want: Wanted) -> list[Row]:
    return [*rows[want.start : want.start + DEFAULT_SIZE]]


def _at_most(most: int) -> Steps:
    def page(rows: Sequence[Row], want: Wanted) -> list[Row]:
        return [*rows[want.start : want.start + min(most, want.size)]]

    return Steps(page=page)


def _last_lost(rows: Sequence[Row], want: Wanted) -> list[Row]:
    is_last = want.start > 0 and want.start + want.size >= len(rows)
    return [] if is_last else RIGHT.page(rows, want)


def _by_size(rows: Sequence[Row], want: Wanted) -> list[Row]:
    order = [*reversed(rows)] if want.size > DEFAULT_SIZE else rows
    return RIGHT.page(order, want)


def _repeated(rows: Sequence[Row], want: Wanted) -> list[Row]:
    last = max(0, len(rows) - 1) // want.size * want.size
    return RIGHT.page(rows, evolve(want, start=min(want.start, last)))


def _first_repeated(rows: Sequence[Row], want: Wanted) -> list[Row]:
    return (
        RIGHT.page(rows, evolve(want, start=0))
        if want.start >= len(rows)
        else RIGHT.page(rows, want)
    )


def _restless(every: Sequence[Row], want: Wanted, meets: Callable[..., bool]) -> list[Row]:
    rows = RIGHT.found(every, want, meets)
    Random(want.ask.count).shuffle(rows)  # noqa: S311 - it is to look random, no more
    return rows


def _restless_pages(rows: Sequence[Row], want: Wanted) -> list[Row]:
    shown = RIGHT.page(rows, want)
    return shown[::-1] if want.ask.count % 2 else shown


def _twice(every: Sequence[Row], want: Wanted, meets: Callable[..., bool]) -> list[Row]:
    rows = RIGHT.found(every, want, meets)
    return [*rows, rows[0]] if len(rows) > DEFAULT_SIZE else rows


def _seam(rows: Sequence[Row], want: Wanted) -> list[Row]:
    shown = RIGHT.page(rows, want)
    return [rows[want.start - 1], *shown[1:]] if want.start and shown else shown


def _not_found(rows: Sequence[Row], want: Wanted) -> list[Row]:
    if want.start and want.start >= len(rows):
        raise Refusal(404, "unknown", "there is no such page")
    return RIGHT.page(rows, want)


PAGES = (
    Mutant(
        "size-ignored",
        "The size of a page is ignored.",
        "page.length",
        PARCELS,
        Steps(page=_default_size),
    ),
    Mutant("size-capped", "A page holds at most 20 rows.", "page.length", DEPOTS, _at_most(20)),
    Mutant(
        "links-capped",
        "A page of a linked list holds at most 20 rows, and its link passes over the rest.",
        "page.partition",
        SCANS,
        _at_most(20),
    ),
    Mutant(
        "row-too-many",
        "All pages but the first hold a row more than their size.",
        "page.length",
        SCANS,
        _cut(0, 1),
    ),
    Mutant(
        "overlap",
        "A page begins with the last row of the page before.",
        "page.partition",
        PARCELS,
        _cut(-1, -1),
    ),
    Mutant("gap", "A row is lost between two pages.", "page.partition", DEPOTS, _cut(1, 1)),
    Mutant(
        "links-gap",
        "A row is lost between two pages of a linked list.",
        "page.partition",
        SCANS,
        _cut(1, 1),
    ),
    Mutant(
        "first-row-lost",
        "The first row of the list is never shown.",
        "page.totals",
        DEPOTS,
        Steps(page=_shifted),
    ),
    Mutant(
        "last-page-lost",
        "The last page is empty.",
        "page.partition",
        PARCELS,
        Steps(page=_last_lost),
    ),
    Mutant(
        "order-by-size",
        "Larger pages have the list in another order.",
        "page.partition",
        PARCELS,
        Steps(page=_by_size),
    ),
    Mutant(
        "links-order-by-size",
        "Larger pages have the linked list in another order.",
        "page.partition",
        SCANS,
        Steps(page=_by_size),
    ),
    Mutant(
        "row-twice",
        "The first row of the list comes once more at its end.",
        "page.identity",
        PARCELS,
        Steps(found=_twice),
    ),
    Mutant(
        "row-over-seam",
        "The last row of a page stands in the place of the next page's first.",
        "page.identity",
        DEPOTS,
        Steps(page=_seam),
    ),
    Mutant(
        "links-row-twice",
        "The first row of a linked list comes once more at its end.",
        "page.identity",
        SCANS,
        Steps(found=_twice),
    ),
    Mutant(
        "last-page-for-ever",
        "Past the end, the last page comes again.",
        "page.past_the_end",
        PARCELS,
        Steps(page=_repeated),
    ),
    Mutant(
        "first-page-again",
        "Past the end, the first page comes again.",
        "page.past_the_end",
        PARCELS,
        Steps(page=_first_repeated),
    ),
    Mutant(
        "end-not-found",
        "A page past the end is not found, where it ought to be empty.",
        "page.past_the_end",
        PARCELS,
        Steps(page=_not_found),
    ),
    Mutant(
        "order-restless",
        "The list is in another order each time that it is asked for.",
        "page.repeatable",
        PARCELS,
        Steps(found=_restless),
    ),
    Mutant(
        "page-restless",
        "The rows of a page are in another order every second time.",
        "page.repeatable",
        DEPOTS,
        Steps(page=_restless_pages),
    ),
    Mutant(
        "largest-size-short",
        "The largest size gives a row less.",
        "page.bounds",
        SCANS,
        _at_most(39),
    ),
)
