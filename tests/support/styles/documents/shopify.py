"""The style of Shopify."""

from tests.support.styles._paging import Size, Token
from tests.support.styles._parameters import Filter, Key, Select
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import INSTANTS, TEXTS, cycle, rows

__all__ = ["API"]

_STATES = ("active", "archived", "draft")

API = PublicApi(
    file="shopify",
    style=Style(
        path="/admin/api/2025-01/products.json",
        items=rows(
            33,
            lambda number: {
                "id": 632_910_000 + number,
                "title": f"Product {number % 7}",
                "vendor": cycle(TEXTS, number),
                "status": cycle(_STATES, number),
                "created_at": cycle(INSTANTS, number),
            },
        ),
        paging=Token(Size("limit", 5, 10), "page_info", carries=True),
        body={"/products": "items"},
        linked=("prev", "next"),
        filters={
            "ids": Filter("id", "in", "integer", many=","),
            "vendor": Filter("vendor"),
            "status": Filter("status", one_of=_STATES),
            "created_at_min": Filter("created_at", "gte", "instant"),
            "created_at_max": Filter("created_at", "lte", "instant"),
            "since_id": Filter("id", "gt", "integer"),
        },
        order=(Key("id", "integer"),),
        select=Select("fields", ("id", "title", "vendor", "status", "created_at"), always=()),
        auth=Auth("x-shopify-access-token", TOKEN),
        error="/errors",
    ),
)
