"""A server for tests of the laws: depots, their parcels, and scans, as `_depot.yaml` says.

    with serve() as depot:
        httpx.get(f"{depot.base_url}/depots", headers={"authorization": f"Bearer {depot.token}"})

It knows nothing of the document, keeps its rows in memory, and answers by the steps of `Steps`.
A mutated variant is the same server with one step that is wrong.
"""

from tests.support.laws.depot._ask import Answer, Ask, Body, Pairs, Refusal, Wanted
from tests.support.laws.depot._churn import Churn
from tests.support.laws.depot._parameters import (
    DEFAULT_SIZE,
    FILTERS,
    MAX_SIZE,
    READERS,
    Condition,
    Filter,
    Reader,
    Value,
)
from tests.support.laws.depot._rows import Data, Row, empty, hard, one_page, one_row, undated
from tests.support.laws.depot._server import SPEC, TOKEN, Target, serve
from tests.support.laws.depot._steps import Steps

__all__ = [
    "DEFAULT_SIZE",
    "FILTERS",
    "MAX_SIZE",
    "READERS",
    "SPEC",
    "TOKEN",
    "Answer",
    "Ask",
    "Body",
    "Churn",
    "Condition",
    "Data",
    "Filter",
    "Pairs",
    "Reader",
    "Refusal",
    "Row",
    "Steps",
    "Target",
    "Value",
    "Wanted",
    "empty",
    "hard",
    "one_page",
    "one_row",
    "serve",
    "undated",
]
