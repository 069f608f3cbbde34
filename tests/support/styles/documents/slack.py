"""The style of Slack, with the statuses of HTTP."""

from tests.support.styles._paging import Size, Token
from tests.support.styles._parameters import Filter
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import rows

__all__ = ["API"]

API = PublicApi(
    file="slack",
    style=Style(
        path="/api/conversations.list",
        items=rows(
            30,
            lambda number: {
                "id": f"C{number * 31 % 89:04}",
                "name": f"channel-{number}",
                "is_archived": number % 3 == 0,
                "is_private": number % 4 == 0,
                "created": 1_700_000_000 + number,
            },
        ),
        paging=Token(Size("limit", 5, 10), "cursor"),
        body={"/channels": "items", "/response_metadata/next_cursor": "token"},
        constants={"/ok": True},
        without="empty",
        filters={"exclude_archived": Filter("is_archived", "ne", "boolean", one_of=("true",))},
        auth=Auth("authorization", TOKEN, "bearer"),
        error="/error",
    ),
)
