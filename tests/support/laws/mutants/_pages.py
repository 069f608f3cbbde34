"""Pages that are cut, counted or ordered wrongly."""

from collections.abc import Callable, Sequence
from random import Random

from attrs import evolve

from tests.support.laws.full_api import (
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
    Mutant("size-ignored", "page.length", PARCELS, Steps(page=_default_size)),
    Mutant("size-capped", "page.length", DEPOTS, _at_most(20)),
    Mutant("links-capped", "page.partition", SCANS, _at_most(20)),
    Mutant("row-too-many", "page.length", SCANS, _cut(0, 1)),
    Mutant("overlap", "page.partition", PARCELS, _cut(-1, -1)),
    Mutant("gap", "page.partition", DEPOTS, _cut(1, 1)),
    Mutant("first-row-lost", "page.totals", DEPOTS, Steps(page=_shifted)),
    Mutant("last-page-lost", "page.partition", PARCELS, Steps(page=_last_lost)),
    Mutant("order-by-size", "page.partition", PARCELS, Steps(page=_by_size)),
    Mutant("row-twice", "page.identity", PARCELS, Steps(found=_twice)),
    Mutant("row-over-seam", "page.identity", DEPOTS, Steps(page=_seam)),
    Mutant("last-page-for-ever", "page.past_the_end", PARCELS, Steps(page=_repeated)),
    Mutant("first-page-again", "page.past_the_end", PARCELS, Steps(page=_first_repeated)),
    Mutant("end-not-found", "page.past_the_end", PARCELS, Steps(page=_not_found)),
    Mutant("order-restless", "page.repeatable", PARCELS, Steps(found=_restless)),
    Mutant("largest-size-short", "page.bounds", SCANS, _at_most(39)),
)
