"""The style of Intercom."""

from tests.support.styles._paging import Size, Token
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="intercom",
    style=Style(
        path="/contacts",
        items=rows(
            30,
            lambda number: {
                "type": "contact",
                "id": f"{number * 43 % 997:024x}",
                "role": cycle(("user", "lead", "user"), number),
                "email": None if number % 3 == 1 else f"c{number}@intercom.example",
            },
        ),
        paging=Token(Size("per_page", 5, 10), "starting_after"),
        body={
            "/data": "items",
            "/total_count": "total",
            "/pages/page": "page",
            "/pages/per_page": "size",
            "/pages/total_pages": "pages",
            "/pages/next/starting_after": "token",
        },
        constants={"/type": "list", "/pages": {"type": "pages", "next": None}},
        without="absent",
        auth=Auth("authorization", TOKEN, "bearer"),
    ),
)
