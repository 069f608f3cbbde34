"""Filters of every operator and precision: a correct server passes, and a wrong one fails."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from tests.support.evaluations import evaluate, evaluate_all, runner_of
from tests.support.many_filters import MANY_FILTERS, with_filters

Keeps = Callable[[Any, Any], bool]


def test_a_correct_server_passes_all_laws() -> None:
    """Every law of every filter has a witness."""
    found = evaluate_all(runner_of(MANY_FILTERS))
    assert {each.verdict.outcome for each in found} == {"pass"}
    assert {each.verdict.subject for each in found} >= {*MANY_FILTERS.filters}


def _day(text: str, hours: int) -> str:
    return (
        (datetime.fromisoformat(text).astimezone(UTC) + timedelta(hours=hours)).date().isoformat()
    )


WRONG: Mapping[str, tuple[str, Keeps]] = {
    "ne keeps null": ("title_not", lambda known, value: known != value),
    "contains read as startsWith": (
        "title_has",
        lambda known, value: known is not None and known.startswith(value),
    ),
    "startsWith read as contains": (
        "title_starts",
        lambda known, value: known is not None and value in known,
    ),
    "endsWith read as contains": (
        "title_ends",
        lambda known, value: known is not None and value in known,
    ),
    "contains without case": (
        "title_has",
        lambda known, value: known is not None and value.lower() in known.lower(),
    ),
    "isNull inverted": ("untitled", lambda known, value: (known is not None) is value),
    "isNull of empty texts": ("untitled", lambda known, value: (not known) is value),
    "case ignored by no one": (
        "title_is",
        lambda known, value: known is not None and known.strip() == value.strip(),
    ),
    "null left out": (
        "title_like",
        lambda known, value: known is not None and value.lower() in known.lower(),
    ),
    "texts ordered without case": (
        "title_from",
        lambda known, value: known is not None and known.lower() >= value.lower(),
    ),
    "only the first value": ("title_in", lambda known, values: known == values[0]),
    "not the last value": ("pages_of", lambda known, values: known in (values[:-1] or values)),
    "notIn of the first value": ("title_not_in", lambda known, values: known != values[0]),
    "an operator in the value ignored": (
        "pages",
        lambda known, value: known == int(value.lstrip("!<>=")),
    ),
    "the upper end left out": (
        "pages_within",
        lambda known, values: values[0] <= known < values[1],
    ),
    "decimals compared as texts": (
        "price_is",
        lambda known, value: known is not None and known == value,
    ),
    "decimals ordered as texts": (
        "price_from",
        lambda known, value: known is not None and known >= value,
    ),
    "decimals cut": (
        "price_below",
        lambda known, value: known is not None and int(Decimal(known)) < value,
    ),
    "a day in UTC": (
        "opened_on",
        lambda known, value: known is not None and _day(known, 0) == value,
    ),
    "a day without summer time": (
        "opened_by",
        lambda known, value: known is not None and _day(known, 2) <= value,
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_comparison_fails(name: str) -> None:
    """``filter.sound`` or ``filter.complete`` fails."""
    parameter, keeps = WRONG[name]
    api = with_filters(parameter)
    field = api.filters[parameter][0]
    wrong = attrs.evolve(api, keeps=lambda item, _name, value: keeps(item[field], value))
    found = [*evaluate("filter.sound", wrong), *evaluate("filter.complete", wrong)]
    assert "fail" in {each.verdict.outcome for each in found}
