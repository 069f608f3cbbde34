"""Filters that match correctly, in lists that do not hold the matching rows."""

from collections.abc import Callable, Sequence

from attrs import evolve

from tests.support.laws.full_api import Condition, ListRequest, Row, Steps
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant

Meets = Callable[[Row, Condition], bool]


def _last_lost(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    rows = CORRECT.found(every, asked, meets)
    return rows[:-1] if asked.conditions else rows


def _reordered(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    rows = CORRECT.found(every, asked, meets)
    return (
        sorted(rows, key=lambda row: str(row.get("id", row.get("ref"))))
        if asked.conditions
        else rows
    )


def _renamed(row: Row, asked: ListRequest) -> Row:
    return {**row, "label": row["label"].upper()} if _is_filtered_parcel(asked) else dict(row)


def _is_filtered_parcel(asked: ListRequest) -> bool:
    return asked.kind == "parcels" and bool(asked.conditions)


def _first_condition(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    return CORRECT.found(every, evolve(asked, conditions=asked.conditions[:1]), meets)


def _one_of_field(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    last = {each.field: each for each in asked.conditions}
    return CORRECT.found(every, evolve(asked, conditions=tuple(last.values())), meets)


def _end_lost(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    """Leave the last day of a range out if its first day is given, too."""
    names = {each.parameter for each in asked.conditions}
    is_range = {"received_from", "received_until"} <= names
    conditions = tuple(
        evolve(each, operator="lt") if is_range and each.parameter == "received_until" else each
        for each in asked.conditions
    )
    return CORRECT.found(every, evolve(asked, conditions=conditions), meets)


def _any_condition(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    return [
        row
        for row in every
        if not asked.conditions or any(meets(row, each) for each in asked.conditions)
    ]


def _first_page_alone(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    return CORRECT.found(every, evolve(asked, conditions=()) if asked.start else asked, meets)


def _all_for_none(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    return CORRECT.found(every, asked, meets) or [*every]


def _total_of_all(
    every: Sequence[Row], matching: Sequence[Row], shown: Sequence[Row], asked: ListRequest
) -> int:
    del matching, shown, asked
    return len(every)


def _total_one_short(
    every: Sequence[Row], matching: Sequence[Row], shown: Sequence[Row], asked: ListRequest
) -> int:
    del every, shown
    return max(0, len(matching) - (1 if len(asked.conditions) > 0 else 0))


LISTING = (
    Mutant("last-match-lost", "filter.complete", PARCELS, Steps(found=_last_lost)),
    Mutant("reordered", "filter.complete", SCANS, Steps(found=_reordered)),
    Mutant("fields-changed", "filter.complete", PARCELS, Steps(item=_renamed)),
    Mutant("second-dropped", "filter.conjunction", PARCELS, Steps(found=_first_condition)),
    Mutant("range-end-lost", "filter.partition", PARCELS, Steps(found=_end_lost), "received_from"),
    Mutant("any-suffices", "filter.conjunction", DEPOTS, Steps(found=_any_condition)),
    Mutant("range-halved", "filter.conjunction", PARCELS, Steps(found=_one_of_field)),
    Mutant("first-page-alone", "filter.later_pages", PARCELS, Steps(found=_first_page_alone)),
    Mutant("first-link-alone", "filter.later_pages", SCANS, Steps(found=_first_page_alone)),
    Mutant("total-unfiltered", "filter.totals", PARCELS, Steps(total=_total_of_all)),
    Mutant("filtered-total-short", "filter.totals", DEPOTS, Steps(total=_total_one_short)),
    Mutant("none-is-all", "filter.none", PARCELS, Steps(found=_all_for_none)),
)
