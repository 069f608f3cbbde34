"""The schema of a text with several values, or with an operator, limits the whole text."""

from typing import Any

import attrs
import pytest

from rollcall.laws import Evaluation
from tests.support.evaluations import evaluate
from tests.support.many_filters import FILTERS, with_filters

_SCHEMAS = {
    "price_in": {"type": "string", "minLength": 9},
    "price": {"type": "string", "pattern": "^(gte|lt):"},
    "title": {"type": "string", "pattern": "^[~!]"},
    "opened": {"type": "string", "pattern": "^(gt|le)2021"},
}
"""The schemas of texts; most of their values alone do not match."""


def _evaluated(name: str, keeps: Any = None) -> list[Evaluation]:  # noqa: ANN401 - as the API takes it
    api = with_filters(name)
    changed = {"values": {name: _SCHEMAS[name]}} | ({"keeps": keeps} if keeps else {})
    return evaluate("filter.sound", attrs.evolve(api, **changed))


@pytest.mark.parametrize("name", _SCHEMAS)
def test_a_text_is_sent_that_its_schema_admits(name: str) -> None:
    """The values alone need not match the pattern, or have the length."""
    assert [each.verdict.outcome for each in _evaluated(name)] == ["pass"]
    assert FILTERS[name][3].keys() & {"separator", "prefixes"}


@pytest.mark.parametrize("name", _SCHEMAS)
def test_no_other_text_is_sent(name: str) -> None:
    """A server that ignores the filter is detected with a text that the schema admits."""
    (found,) = _evaluated(name, lambda _item, _name, _value: True)
    assert found.violation is not None
    assert f"{name}=" in found.violation.title
