"""Filters that match the wrong rows."""

from collections.abc import Callable

from attrs import evolve

from tests.support.laws.full_api import Condition, Row, Steps, Value
from tests.support.laws.full_api._instants import SECONDS_OF_DAY, instant
from tests.support.laws.full_api._steps import held
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant

Meets = Callable[[Row, Condition], bool]


def only(parameters: set[str], meets: Meets) -> Steps:
    """Build steps that are wrong only for some parameters."""

    def chosen(row: Row, condition: Condition) -> bool:
        return (meets if condition.parameter in parameters else CORRECT.meets)(row, condition)

    return Steps(meets=chosen)


def comparing(parameter: str, compare_with: Callable[[Value, Value], bool]) -> Steps:
    """Build steps that compare the field with the value differently."""

    def meets(row: Row, condition: Condition) -> bool:
        value = held(row, condition)
        return value is not None and compare_with(value, condition.value)

    return only({parameter}, meets)


def _all(row: Row, condition: Condition) -> bool:
    del row, condition
    return True


def _inverted(row: Row, condition: Condition) -> bool:
    return held(row, condition) is not None and not CORRECT.meets(row, condition)


def _swapped(row: Row, condition: Condition) -> bool:
    other = {"gte": "lte", "lte": "gte"}[condition.operator]
    return CORRECT.meets(row, evolve(condition, operator=other))


def _of_field(field: str) -> Meets:
    return lambda row, condition: CORRECT.meets(row, evolve(condition, field=field))


def _null_too(row: Row, condition: Condition) -> bool:
    return row[condition.field] is None or CORRECT.meets(row, condition)


def _null_is_long_ago(row: Row, condition: Condition) -> bool:
    return CORRECT.meets(
        {**row, condition.field: row[condition.field] or "0001-01-01T00:00:00Z"}, condition
    )


def _null_is_empty(row: Row, condition: Condition) -> bool:
    return CORRECT.meets({**row, condition.field: row[condition.field] or ""}, condition)


def _midnight_lost(row: Row, condition: Condition) -> bool:
    value = row[condition.field]
    return CORRECT.meets(row, condition) and instant(value) != condition.value * SECONDS_OF_DAY


def _midnight_twice(row: Row, condition: Condition) -> bool:
    value = row[condition.field]
    return CORRECT.meets(row, condition) or instant(value) == condition.value * SECONDS_OF_DAY


MATCHING = (
    Mutant("day-ignored", "filter.sound", PARCELS, only({"received_from"}, _all), "received_from"),
    Mutant("boolean-ignored", "filter.sound", SCANS, only({"manual"}, _all), "manual"),
    Mutant("boolean-inverted", "filter.sound", PARCELS, only({"fragile"}, _inverted), "fragile"),
    Mutant(
        "false-is-any",
        "filter.sound",
        DEPOTS,
        comparing("open", lambda value, given: value or not given),
        "open",
    ),
    Mutant(
        "weights-swapped",
        "filter.sound",
        PARCELS,
        only({"weight_min", "weight_max"}, _swapped),
        "weight_min",
    ),
    Mutant(
        "wrong-field",
        "filter.sound",
        PARCELS,
        only({"delivered_from"}, _of_field("received_at")),
        "delivered_from",
    ),
    Mutant(
        "wrong-text-field",
        "filter.complete",
        SCANS,
        only({"station"}, _of_field("parcel_ref")),
        "station",
    ),
    Mutant(
        "null-from", "filter.null", PARCELS, only({"delivered_from"}, _null_too), "delivered_from"
    ),
    Mutant(
        "null-is-long-ago",
        "filter.null",
        PARCELS,
        only({"delivered_until"}, _null_is_long_ago),
        "delivered_until",
    ),
    Mutant(
        "null-is-empty", "value.empty_text", SCANS, only({"station"}, _null_is_empty), "station"
    ),
    Mutant(
        "midnight-lost",
        "filter.ranges",
        PARCELS,
        only({"received_from"}, _midnight_lost),
        "received_from",
    ),
    Mutant(
        "midnight-twice",
        "filter.ranges",
        SCANS,
        only({"scanned_before"}, _midnight_twice),
        "scanned_from",
    ),
    Mutant(
        "numbers-as-text",
        "filter.monotone",
        PARCELS,
        comparing("weight_min", lambda value, given: str(value) >= str(given)),
        "weight_min",
    ),
)
