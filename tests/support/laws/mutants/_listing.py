"""Filters that match the right rows and still list the wrong ones."""

from collections.abc import Callable, Sequence

from attrs import evolve

from tests.support.laws.depot import Condition, Row, Steps, Wanted
from tests.support.laws.mutants._mutant import DEPOTS, PARCELS, RIGHT, SCANS, Mutant

Meets = Callable[[Row, Condition], bool]


def _first_alone(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    rows = RIGHT.found(every, want, meets)
    return rows[:1] if any(each.field == "label" for each in want.conditions) else rows


def _last_lost(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    rows = RIGHT.found(every, want, meets)
    return rows[:-1] if want.conditions else rows


def _reordered(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    rows = RIGHT.found(every, want, meets)
    return (
        sorted(rows, key=lambda row: str(row.get("id", row.get("ref"))))
        if want.conditions
        else rows
    )


def _renamed(row: Row, want: Wanted) -> Row:
    return {**row, "label": row["label"].upper()} if _is_filtered_parcel(want) else dict(row)


def _is_filtered_parcel(want: Wanted) -> bool:
    return want.kind == "parcels" and bool(want.conditions)


def _first_condition(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    return RIGHT.found(every, evolve(want, conditions=want.conditions[:1]), meets)


def _one_of_field(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    last = {each.field: each for each in want.conditions}
    return RIGHT.found(every, evolve(want, conditions=tuple(last.values())), meets)


def _any_condition(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    return [
        row
        for row in every
        if not want.conditions or any(meets(row, each) for each in want.conditions)
    ]


def _text_alone(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    texts = tuple(each for each in want.conditions if isinstance(each.value, str))
    return RIGHT.found(every, evolve(want, conditions=texts or want.conditions), meets)


def _first_page_alone(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    return RIGHT.found(every, evolve(want, conditions=()) if want.start else want, meets)


def _all_for_none(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    return RIGHT.found(every, want, meets) or [*every]


def _total_of_all(
    every: Sequence[Row], matching: Sequence[Row], shown: Sequence[Row], want: Wanted
) -> int:
    del matching, shown, want
    return len(every)


def _total_one_short(
    every: Sequence[Row], matching: Sequence[Row], shown: Sequence[Row], want: Wanted
) -> int:
    del every, shown
    return max(0, len(matching) - (1 if len(want.conditions) > 0 else 0))


LISTING = (
    Mutant(
        "first-match-alone",
        "A filter by text lists the first match alone.",
        "filter.complete",
        PARCELS,
        Steps(found=_first_alone),
        "label",
    ),
    Mutant(
        "last-match-lost",
        "Every filtered list lacks its last row.",
        "filter.complete",
        PARCELS,
        Steps(found=_last_lost),
    ),
    Mutant(
        "reordered",
        "A filtered list is in another order.",
        "filter.complete",
        SCANS,
        Steps(found=_reordered),
    ),
    Mutant(
        "fields-changed",
        "The rows of a filtered list have another label.",
        "filter.complete",
        PARCELS,
        Steps(item=_renamed),
    ),
    Mutant(
        "second-dropped",
        "Of several filters the first alone holds.",
        "filter.conjunction",
        PARCELS,
        Steps(found=_first_condition),
    ),
    Mutant(
        "any-suffices",
        "A row is listed when any of several filters holds.",
        "filter.conjunction",
        DEPOTS,
        Steps(found=_any_condition),
    ),
    Mutant(
        "range-halved",
        "Of two filters by the same field the last alone holds.",
        "filter.conjunction",
        PARCELS,
        Steps(found=_one_of_field),
    ),
    Mutant(
        "text-wins",
        "Beside a filter by text, others are dropped.",
        "filter.conjunction",
        SCANS,
        Steps(found=_text_alone),
    ),
    Mutant(
        "first-page-alone",
        "Only the first page is filtered.",
        "filter.later_pages",
        PARCELS,
        Steps(found=_first_page_alone),
    ),
    Mutant(
        "first-link-alone",
        "Only the first page of a linked list is filtered.",
        "filter.later_pages",
        SCANS,
        Steps(found=_first_page_alone),
    ),
    Mutant(
        "total-unfiltered",
        "The total counts the rows without the filters.",
        "filter.totals",
        PARCELS,
        Steps(total=_total_of_all),
    ),
    Mutant(
        "count-unfiltered",
        "The count of a linked list is the one without the filters.",
        "filter.totals",
        SCANS,
        Steps(total=_total_of_all),
    ),
    Mutant(
        "filtered-total-short",
        "The total of a filtered list is one too small.",
        "filter.totals",
        DEPOTS,
        Steps(total=_total_one_short),
    ),
    Mutant(
        "none-is-all",
        "A filter that matches nothing lists everything.",
        "filter.none",
        PARCELS,
        Steps(found=_all_for_none),
    ),
)
