"""A text without a format is of the kind that its filter compares."""

import pytest

from tests.support.api import Api
from tests.support.evaluations import evaluate

_SINCE = tuple(
    {"id": f"b{number:02}", "kind": "map", "made": f"2021-04-{number + 1:02}T12:00:00Z"}
    for number in range(23)
)


def _api(precision: str) -> Api:
    return Api(
        items=_SINCE,
        fields={**Api().fields, "made": {"type": "string", "format": "date-time"}},
        filters={"since": ("made", "gte")},
        values={"since": {"type": "string"}},
        annotations={"since": {"precision": precision}},
    )


@pytest.mark.parametrize("precision", ["instant", "day"])
@pytest.mark.parametrize("law", ["value.empty", "value.empty_text", "value.blanks"])
def test_an_empty_text_is_no_value(law: str, precision: str) -> None:
    """No law compares it with the fields of items."""
    outcomes = {
        each.verdict.subject: each.verdict.outcome for each in evaluate(law, _api(precision))
    }
    assert outcomes.get("since", "") == ("pass" if law == "value.empty" else "")


@pytest.mark.parametrize("precision", ["instant", "day"])
def test_wrong_dates_are_tried(precision: str) -> None:
    """As with a format, 30 February is refused."""
    (found,) = (each.verdict for each in evaluate("filter.refused", _api(precision)))
    assert (found.subject, found.outcome) == ("since", "pass")
