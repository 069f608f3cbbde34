"""The style of Stripe."""

from tests.support.styles._paging import After, Size
from tests.support.styles._parameters import Filter, Key
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="stripe",
    style=Style(
        path="/v1/charges",
        items=rows(
            28,
            lambda number: {
                "id": f"ch_{number * 37 % 100:02}",
                "object": "charge",
                "amount": 100 + number,
                "created": 1_710_000_000 + number // 2 * 60,
                "customer": cycle((None, "cus_A", "cus_a", "cus_A ", "cus_B", ""), number),
                "payment_intent": None if number % 4 == 0 else f"pi_{cycle(TEXTS, number)}",
                "status": cycle(("succeeded", "pending", "failed"), number),
            },
        ),
        paging=After(Size("limit", 5, 10), "starting_after"),
        body={"/has_more": "more", "/data": "items"},
        constants={"/object": "list", "/url": "/v1/charges"},
        filters={
            "customer": Filter("customer"),
            "payment_intent": Filter("payment_intent"),
            "created[gt]": Filter("created", "gt", "integer"),
            "created[gte]": Filter("created", "gte", "integer"),
            "created[lt]": Filter("created", "lt", "integer"),
            "created[lte]": Filter("created", "lte", "integer"),
        },
        order=(Key("created", "integer", descending=True),),
        auth=Auth("authorization", TOKEN, "bearer"),
        strict=True,
        error="/error/message",
    ),
)
