"""The keys of an order are checked when a document is read."""

from collections.abc import Mapping
from typing import Any

import pytest

from rollcall.spec import SpecError
from tests.support.orders import ROWS, ordered

PLACE = "/paths/~1books/get/x-list/order/0"

WRONG: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "field": ({"field": "/titel"}, "did you mean /title?"),
    "kind": (
        {"field": "/title"},
        "the precisions text, decimal, day and instant order texts",
    ),
    "text": ({"field": "/pages", "precision": "text"}, "the precision text needs a string"),
    "day": ({"field": "/pages", "precision": "day"}, "the precision day needs a date"),
    "ignore": ({"field": "/pages", "ignore": ["case"]}, "only texts ignore differences"),
    "direction": ({"field": "/pages", "direction": "descend"}, "did you mean descending?"),
    "nulls": ({"field": "/rank", "nulls": "lasts"}, "did you mean last?"),
    "key": ({"field": "/rank", "null": "last"}, "did you mean nulls?"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_key_is_refused(name: str) -> None:
    """The error names the place, and the remedy."""
    key, remedy = WRONG[name]
    with pytest.raises(SpecError) as error:
        _ = ordered([key], ROWS).spec
    (problem,) = error.value.problems
    assert PLACE in problem
    assert remedy in problem
