"""An example API that uses the whole vocabulary, as `full_api.yaml` describes it.

It lists depots, their parcels, and scans. The server does not read the document, keeps its rows in
memory, and responds by the steps of `Steps`. A mutant has one step that is wrong.

    evaluate("page.partition", full_api(Steps(page=overlap)), "listParcels")
"""

from tests.support.laws.full_api._ask import Answer, Ask, Body, Pairs, Refusal, Wanted
from tests.support.laws.full_api._churn import Churn
from tests.support.laws.full_api._parameters import (
    DEFAULT_SIZE,
    FILTERS,
    MAX_SIZE,
    READERS,
    Condition,
    Filter,
    Reader,
    Value,
)
from tests.support.laws.full_api._rows import Data, Row, empty, hard, one_page, one_row, undated
from tests.support.laws.full_api._server import SPEC, FullApi, full_api, serve
from tests.support.laws.full_api._steps import Steps

__all__ = [
    "DEFAULT_SIZE",
    "FILTERS",
    "MAX_SIZE",
    "READERS",
    "SPEC",
    "Answer",
    "Ask",
    "Body",
    "Churn",
    "Condition",
    "Data",
    "Filter",
    "FullApi",
    "Pairs",
    "Reader",
    "Refusal",
    "Row",
    "Steps",
    "Value",
    "Wanted",
    "empty",
    "full_api",
    "hard",
    "one_page",
    "one_row",
    "serve",
    "undated",
]
