"""The style of Notion."""

from uuid import NAMESPACE_URL, uuid5

from tests.support.styles._paging import Size, Token
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="notion",
    style=Style(
        path="/v1/users",
        items=rows(
            30,
            lambda number: {
                "object": "user",
                "id": str(uuid5(NAMESPACE_URL, str(number))),
                "type": cycle(("person", "person", "bot"), number),
                "name": cycle((*TEXTS, None), number),
            },
        ),
        paging=Token(Size("page_size", 10, 10), "start_cursor"),
        body={"/results": "items", "/next_cursor": "token", "/has_more": "more"},
        constants={"/object": "list", "/type": "user"},
        auth=Auth("authorization", TOKEN, "bearer"),
    ),
)
