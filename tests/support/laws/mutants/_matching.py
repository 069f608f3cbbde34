"""Filters that match the wrong rows."""

from collections.abc import Callable

from attrs import evolve

from tests.support.laws.depot import Condition, Row, Steps, Value
from tests.support.laws.depot._moments import SECONDS_OF_DAY, moment
from tests.support.laws.depot._steps import held
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
    Mutant(
        "day-ignored",
        "A filter by day is ignored.",
        "filter.sound",
        PARCELS,
        only({"received_from"}, _all),
        "received_from",
    ),
    Mutant(
        "text-ignored",
        "A filter by text is ignored.",
        "filter.sound",
        DEPOTS,
        only({"name"}, _all),
        "name",
    ),
    Mutant(
        "boolean-ignored",
        "A filter by a boolean is ignored.",
        "filter.sound",
        SCANS,
        only({"manual"}, _all),
        "manual",
    ),
    Mutant(
        "boolean-inverted",
        "True and false of a filter are exchanged.",
        "filter.sound",
        PARCELS,
        only({"fragile"}, _inverted),
        "fragile",
    ),
    Mutant(
        "false-is-any",
        "A filter by false lists the true ones too.",
        "filter.sound",
        DEPOTS,
        comparing("open", lambda value, given: value or not given),
        "open",
    ),
    Mutant(
        "day-inverted",
        "A filter by day lists the rows of all other days.",
        "filter.sound",
        PARCELS,
        only({"received_on"}, _inverted),
        "received_on",
    ),
    Mutant(
        "swapped",
        "Two filters by day, from and until, are exchanged.",
        "filter.sound",
        PARCELS,
        only({"received_from", "received_until"}, _swapped),
        "received_until",
    ),
    Mutant(
        "weights-swapped",
        "Two filters by number, least and most, are exchanged.",
        "filter.sound",
        PARCELS,
        only({"weight_min", "weight_max"}, _swapped),
        "weight_min",
    ),
    Mutant(
        "wrong-field",
        "A filter by day reads another field.",
        "filter.sound",
        PARCELS,
        only({"delivered_from"}, _of_field("received_at")),
        "delivered_from",
    ),
    Mutant(
        "wrong-text-field",
        "A filter by text reads another field.",
        "filter.complete",
        SCANS,
        only({"station"}, _of_field("parcel_ref")),
        "station",
    ),
    Mutant(
        "null-before",
        "What has no moment is before every moment.",
        "filter.null",
        PARCELS,
        only({"delivered_before"}, _null_too),
        "delivered_before",
    ),
    Mutant(
        "null-from",
        "What has no day is from every day on.",
        "filter.null",
        PARCELS,
        only({"delivered_from"}, _null_too),
        "delivered_from",
    ),
    Mutant(
        "null-is-long-ago",
        "What has no day is taken for the first of all days.",
        "filter.null",
        PARCELS,
        only({"delivered_until"}, _null_is_long_ago),
        "delivered_until",
    ),
    Mutant(
        "null-is-empty",
        "What has no text is taken for the empty text.",
        "filter.null",
        SCANS,
        only({"station"}, _null_is_empty),
        "station",
    ),
    Mutant(
        "null-on",
        "What has no day is on every day.",
        "filter.null",
        DEPOTS,
        only({"closed_on"}, _null_too),
        "closed_on",
    ),
    Mutant(
        "midnight-lost",
        "A row at midnight is neither before a day nor from it on.",
        "filter.ranges",
        PARCELS,
        only({"received_from"}, _midnight_lost),
        "received_from",
    ),
    Mutant(
        "midnight-twice",
        "A row at midnight is both before a day and from it on.",
        "filter.ranges",
        SCANS,
        only({"scanned_before"}, _midnight_twice),
        "scanned_from",
    ),
    Mutant(
        "numbers-as-text",
        "Weights are compared as texts, so that 9 is more than 10.",
        "filter.monotone",
        PARCELS,
        comparing("weight_min", lambda value, given: str(value) >= str(given)),
        "weight_min",
    ),
)
