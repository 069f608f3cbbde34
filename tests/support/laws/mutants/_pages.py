"""Pages that are cut, counted or ordered wrongly."""

from collections.abc import Callable, Sequence
from random import Random

from attrs import evolve

from tests.support.laws.full_api import (
    DEFAULT_SIZE,
    ListRequest,
    Refusal,
    Row,
    Steps,
)
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant


def _cut(start: int, end: int) -> Steps:
    """Build steps that move the start and the end of all pages except the first."""

    def page(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
        if not asked.start:
            return CORRECT.page(rows, asked)
        return [*rows[asked.start + start : asked.start + asked.size + end]]

    return Steps(page=page)


def _shifted(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
    return [*rows[asked.start + 1 : asked.start + 1 + asked.size]]


def _default_size(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
    return [*rows[asked.start : asked.start + DEFAULT_SIZE]]


def _at_most(most: int) -> Steps:
    def page(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
        return [*rows[asked.start : asked.start + min(most, asked.size)]]

    return Steps(page=page)


def _last_lost(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
    is_last = asked.start > 0 and asked.start + asked.size >= len(rows)
    return [] if is_last else CORRECT.page(rows, asked)


def _by_size(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
    order = [*reversed(rows)] if asked.size > DEFAULT_SIZE else rows
    return CORRECT.page(order, asked)


def _repeated(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
    last = max(0, len(rows) - 1) // asked.size * asked.size
    return CORRECT.page(rows, evolve(asked, start=min(asked.start, last)))


def _first_repeated(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
    return (
        CORRECT.page(rows, evolve(asked, start=0))
        if asked.start >= len(rows)
        else CORRECT.page(rows, asked)
    )


def _restless(every: Sequence[Row], asked: ListRequest, meets: Callable[..., bool]) -> list[Row]:
    rows = CORRECT.found(every, asked, meets)
    Random(asked.request.count).shuffle(rows)  # noqa: S311 - no secret
    return rows


def _twice(every: Sequence[Row], asked: ListRequest, meets: Callable[..., bool]) -> list[Row]:
    rows = CORRECT.found(every, asked, meets)
    return [*rows, rows[0]] if len(rows) > DEFAULT_SIZE else rows


def _seam(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
    shown = CORRECT.page(rows, asked)
    return [rows[asked.start - 1], *shown[1:]] if asked.start and shown else shown


def _not_found(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
    if asked.start and asked.start >= len(rows):
        raise Refusal(404, "unknown", "there is no such page")
    return CORRECT.page(rows, asked)


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
