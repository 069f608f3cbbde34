"""An example API that uses the whole vocabulary, as `full_api.yaml` describes it.

It lists depots, their parcels, and scans. The server does not read the document, keeps its rows in
memory, and responds by the steps of `Steps`. A mutant has one step that is wrong.

    evaluate("page.partition", full_api(Steps(page=overlap)), "listParcels")
"""

from tests.support.laws.full_api._churn import Churn
from tests.support.laws.full_api._messages import (
    Body,
    ListRequest,
    Pairs,
    Refusal,
    Request,
    Response,
)
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
    "Body",
    "Churn",
    "Condition",
    "Data",
    "Filter",
    "FullApi",
    "ListRequest",
    "Pairs",
    "Reader",
    "Refusal",
    "Request",
    "Response",
    "Row",
    "Steps",
    "Value",
    "empty",
    "full_api",
    "hard",
    "one_page",
    "one_row",
    "serve",
    "undated",
]
