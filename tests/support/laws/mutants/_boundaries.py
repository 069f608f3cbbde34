"""Filters that are wrong at the boundary."""

from fractions import Fraction

from tests.support.laws.full_api import Condition, Row, Steps
from tests.support.laws.full_api._instants import SECONDS_OF_DAY, instant
from tests.support.laws.full_api._steps import compare, held
from tests.support.laws.mutants._matching import Meets, comparing, only
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant

_RECEIVED = {
    "received_on",
    "received_from",
    "received_until",
    "received_after",
    "received_before",
}


def _days_ahead(hours: int) -> Meets:
    def meets(row: Row, condition: Condition) -> bool:
        value = row[condition.field]
        if value is None or condition.precision != "day":
            return CORRECT.meets(row, condition)
        return compare((instant(value) + hours * 3600) // SECONDS_OF_DAY, condition)

    return meets


def _written_day(row: Row, condition: Condition) -> bool:
    value = row[condition.field]
    return value is not None and compare(instant(f"{value[:10]}T00:00:00Z") // 86_400, condition)


def _at_midnight(row: Row, condition: Condition) -> bool:
    value = row[condition.field]
    return value is not None and compare(Fraction(instant(value), SECONDS_OF_DAY), condition)


def _whole_seconds(row: Row, condition: Condition) -> bool:
    value = held(row, condition)
    return value is not None and compare(Fraction(value // 1), condition)


BOUNDARIES = (
    Mutant(
        "from-is-after",
        "filter.boundary",
        PARCELS,
        comparing("received_from", lambda value, given: value > given),
        "received_from",
    ),
    Mutant(
        "until-is-before",
        "filter.boundary",
        PARCELS,
        comparing("received_until", lambda value, given: value < given),
        "received_until",
    ),
    Mutant(
        "after-is-from",
        "filter.boundary",
        PARCELS,
        comparing("received_after", lambda value, given: value >= given),
        "received_after",
    ),
    Mutant(
        "before-is-until",
        "filter.boundary",
        SCANS,
        comparing("scanned_before", lambda value, given: value <= given),
        "scanned_before",
    ),
    Mutant(
        "from-a-day-early",
        "filter.boundary",
        DEPOTS,
        comparing("opened_from", lambda value, given: value >= given - 1),
        "opened_from",
    ),
    Mutant(
        "until-midnight",
        "filter.boundary",
        PARCELS,
        only({"delivered_until"}, _at_midnight),
        "delivered_until",
    ),
    Mutant(
        "on-midnight",
        "filter.boundary",
        PARCELS,
        only({"delivered_on"}, _at_midnight),
        "delivered_on",
    ),
    Mutant("zone-ahead", "filter.boundary", PARCELS, Steps(meets=_days_ahead(2)), "received_from"),
    Mutant("zone-behind", "filter.boundary", SCANS, Steps(meets=_days_ahead(-5)), "scanned_before"),
    Mutant("written-day", "filter.boundary", PARCELS, only(_RECEIVED, _written_day), "received_on"),
    Mutant(
        "instant-included",
        "filter.boundary",
        PARCELS,
        comparing("delivered_after", lambda value, given: value >= given),
        "delivered_after",
    ),
    Mutant(
        "whole-seconds",
        "filter.boundary",
        SCANS,
        only({"scanned_after"}, _whole_seconds),
        "scanned_after",
    ),
    Mutant(
        "least-excluded",
        "filter.boundary",
        PARCELS,
        comparing("weight_min", lambda value, given: value > given),
        "weight_min",
    ),
)
