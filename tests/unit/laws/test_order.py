"""The documented order of a list: a correct server passes, and a wrong one fails."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.support.evaluations import outcome
from tests.support.killed import fate, mutants_of
from tests.support.orders import ROWS, ordered

Row = Mapping[str, Any]


def _by_rank(row: Row, unset: int) -> int:
    return unset if row["rank"] is None else int(row["rank"])


ORDERS: Mapping[str, tuple[Sequence[Row], Callable[[Row], Any], bool, str]] = {
    "number": (
        [{"field": "/pages"}],
        lambda row: row["pages"],
        False,
        "reversed last-first by-identity as-text",
    ),
    "descending number": (
        [{"field": "/pages", "direction": "descending"}],
        lambda row: row["pages"],
        True,
        "reversed last-first as-text",
    ),
    "text": (
        [{"field": "/title", "precision": "text"}],
        lambda row: row["title"],
        False,
        "case-folded",
    ),
    "text without case": (
        [{"field": "/title", "precision": "text", "ignore": ["case"]}],
        lambda row: row["title"].lower(),
        False,
        "case-counts",
    ),
    "decimal": (
        [{"field": "/price", "precision": "decimal"}],
        lambda row: Decimal(row["price"]),
        False,
        "as-text",
    ),
    "instant": (
        [{"field": "/opened", "precision": "instant"}],
        lambda row: datetime.fromisoformat(row["opened"]),
        False,
        "as-written",
    ),
    "day": (
        [{"field": "/opened", "precision": "day"}],
        lambda row: datetime.fromisoformat(row["opened"]),
        False,
        "reversed",
    ),
    "two keys": (
        [{"field": "/pages", "direction": "descending"}, {"field": "/id", "precision": "text"}],
        lambda row: (-row["pages"], row["id"]),
        False,
        "second-ignored second-first",
    ),
    "nulls first": (
        [{"field": "/rank", "nulls": "first"}],
        lambda row: _by_rank(row, -1),
        False,
        "nulls-moved",
    ),
    "nulls last, descending": (
        [{"field": "/rank", "nulls": "last", "direction": "descending"}],
        lambda row: _by_rank(row, -1),
        True,
        "nulls-moved",
    ),
    "nulls least, descending": (
        [{"field": "/rank", "nulls": "least", "direction": "descending"}],
        lambda row: _by_rank(row, -1),
        True,
        "nulls-moved reversed",
    ),
    "nulls greatest": (
        [{"field": "/rank", "nulls": "greatest"}],
        lambda row: _by_rank(row, 99),
        False,
        "nulls-moved reversed",
    ),
    "nulls greatest, descending": (
        [{"field": "/rank", "nulls": "greatest", "direction": "descending"}],
        lambda row: _by_rank(row, 99),
        True,
        "nulls-moved",
    ),
    "nulls anywhere": (
        [{"field": "/rank"}],
        lambda row: _by_rank(row, 2),
        False,
        "reversed",
    ),
}
"""The documented order, the order of the server, whether reversed, and mutants that are killed."""


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_is_checked(name: str) -> None:
    """A server in the order passes, in the reverse order it fails, and the mutants are killed."""
    order, key, is_reversed, kinds = ORDERS[name]
    rows = sorted(ROWS, key=key, reverse=is_reversed)
    api = ordered(order, rows)
    assert outcome("order.documented", api) == "pass"
    assert outcome("order.documented", ordered(order, rows[::-1])) == "fail"
    known = {each.kind: each for each in mutants_of(api, "order")}
    assert {each: fate(api, known[f"order.{each}"]) for each in kinds.split()} == dict.fromkeys(
        kinds.split(), "killed"
    )


def test_ties_are_free() -> None:
    """The items of one key may have any order, and a list of one key has no witness."""
    order = [{"field": "/pages"}]
    rows = sorted(ROWS, key=lambda row: (row["pages"], -ROWS.index(row)))
    assert outcome("order.documented", ordered(order, rows)) == "pass"
    alike = [row for row in ROWS if row["pages"] == 1]
    assert outcome("order.documented", ordered(order, alike)) == "vacuous"


def test_a_value_between_unset_ones_is_checked() -> None:
    """Without a documented place of null, the items around it are still in order."""
    rows = [row for row in ROWS if row["rank"] is not None]
    rows.sort(key=lambda row: -int(row["rank"]))
    unset = next(row for row in ROWS if row["rank"] is None)
    split = next(at for at in range(len(rows)) if rows[at]["rank"] < rows[0]["rank"])
    api = ordered([{"field": "/rank"}], [rows[0], unset, rows[split]])
    assert outcome("order.documented", api) == "fail"
