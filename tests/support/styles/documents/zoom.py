"""The style of Zoom."""

from tests.support.styles._paging import Size, Token
from tests.support.styles._parameters import Filter
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import SECONDS, cycle, rows

__all__ = ["API"]

_STATES = ("active", "inactive", "active", "active")

API = PublicApi(
    file="zoom",
    style=Style(
        path="/v2/users",
        items=rows(
            46,
            lambda number: {
                "id": f"u{number * 19 % 97:02}",
                "email": f"user{number}@zoom.example",
                "status": cycle(_STATES, number),
                "role_id": cycle((None, "0", "1", "2", "A", "a", "A ", "", "2"), number),
                "created_at": cycle(SECONDS, number),
            },
        ),
        paging=Token(Size("page_size", 5, 10), "next_page_token"),
        body={
            "/next_page_token": "token",
            "/page_size": "size",
            "/total_records": "total",
            "/users": "items",
        },
        without="empty",
        filters={
            "status": Filter("status", one_of=("active", "inactive", "pending"), default="active"),
            "role_id": Filter("role_id"),
        },
        auth=Auth("authorization", TOKEN, "bearer"),
    ),
)
