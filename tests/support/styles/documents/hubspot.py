"""The style of HubSpot."""

from tests.support.styles._paging import Size, Token
from tests.support.styles._parameters import Filter, Select
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import SECONDS, TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="hubspot",
    style=Style(
        path="/crm/v3/objects/contacts",
        items=rows(
            41,
            lambda number: {
                "id": str(100 + number),
                "properties": {
                    "hs_object_id": str(100 + number),
                    "email": f"c{number}@hubspot.example" if number % 3 else None,
                    "firstname": cycle(TEXTS, number),
                    "phone": None if number % 2 else f"+49 {number}",
                },
                "createdAt": cycle(SECONDS, number),
                "archived": number % 3 == 0,
            },
        ),
        paging=Token(Size("limit", 5, 10), "after"),
        body={"/results": "items", "/paging/next/after": "token", "/paging/next/link": "next"},
        without="absent",
        filters={"archived": Filter("archived", kind="boolean", default="false")},
        select=Select(
            "properties",
            ("hs_object_id", "email", "firstname", "phone"),
            always=("hs_object_id",),
            default=("email", "firstname"),
            within="properties",
            unknown="ignored",
        ),
        auth=Auth("authorization", TOKEN, "bearer"),
    ),
)
