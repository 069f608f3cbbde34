"""The style of Spotify."""

from tests.support.styles._paging import Offset, Size
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import SECONDS, TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="spotify",
    style=Style(
        path="/v1/me/albums",
        items=rows(
            27,
            lambda number: {
                "added_at": cycle(SECONDS, number),
                "album": {"id": f"{number * 59 % 991:022}", "name": cycle(TEXTS, number)},
            },
        ),
        paging=Offset(Size("limit", 5, 10), "offset"),
        body={
            "/href": "self",
            "/limit": "size",
            "/offset": "offset",
            "/total": "total",
            "/next": "next",
            "/previous": "prev",
            "/items": "items",
        },
        auth=Auth("authorization", TOKEN, "bearer"),
        error="/error/message",
    ),
)
