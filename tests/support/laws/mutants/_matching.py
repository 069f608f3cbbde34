"""Filters that match the wrong rows."""

from collections.abc import Callable

from attrs import evolve

from tests.support.laws.full_api import Condition, Row, Steps, Value
from tests.support.laws.full_api._moments import SECONDS_OF_DAY, moment
from tests.support.laws.full_api._steps import held
from tests.support.laws.mutants._mutant import DEPOTS, PARCELS, RIGHT, SCANS, Mutant

Meets = Callable[[Row, Condition], bool]


def only(parameters: set[str], meets: Meets) -> Steps:
    """Make a step that is wrong for some parameters alone."""

    def chosen(row: Row, condition: Condition) -> bool:
        return (meets if condition.parameter in parameters else RIGHT.meets)(row, condition)

    return Steps(meets=chosen)


def comparing(parameter: str, compare_with: Callable[[Value, Value], bool]) -> Steps:
    """Make a step that compares what a row holds with the value in another way."""

    def meets(row: Row, condition: Condition) -> bool:
        value = held(row, condition)
        return value is not None and compare_with(value, condition.value)

    return only({parameter}, meets)


def _all(row: Row, condition: Condition) -> bool:
    del row, condition
    return True


def _inverted(row: Row, condition: Condition) -> bool:
    return held(row, condition) is not None and not RIGHT.meets(row, condition)


def _swapped(row: Row, condition: Condition) -> bool:
    other = {"gte": "lte", "lte": "gte"}[condition.operator]
    return RIGHT.meets(row, evolve(condition, operator=other))


def _of_field(field: str) -> Meets:
    return lambda row, condition: RIGHT.meets(row, evolve(condition, field=field))


def _null_too(row: Row, condition: Condition) -> bool:
    return row[condition.field] is None or RIGHT.meets(row, condition)


def _null_is_long_ago(row: Row, condition: Condition) -> bool:
    return RIGHT.meets(
        {**row, condition.field: row[condition.field] or "0001-01-01T00:00:00Z"}, condition
    )


def _null_is_empty(row: Row, condition: Condition) -> bool:
    return RIGHT.meets({**row, condition.field: row[condition.field] or ""}, condition)


def _midnight_lost(row: Row, condition: Condition) -> bool:
    value = row[condition.field]
    return RIGHT.meets(row, condition) and moment(value) != condition.value * SECONDS_OF_DAY


def _midnight_twice(row: Row, condition: Condition) -> bool:
    value = row[condition.field]
    return RIGHT.meets(row, condition) or moment(value) == condition.value * SECONDS_OF_DAY


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
    Mutant("null-is-empty", "filter.null", SCANS, only({"station"}, _null_is_empty), "station"),
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
