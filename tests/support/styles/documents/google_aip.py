"""The style of Google's API improvement proposals."""

from tests.support.styles._paging import Size, Token
from tests.support.styles._parameters import Key, Sort
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import INSTANTS, TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="google_aip",
    style=Style(
        path="/v1/publishers",
        items=rows(
            28,
            lambda number: {
                "name": f"publishers/p{number * 41 % 83:02}",
                "displayName": cycle(TEXTS, number),
                "createTime": cycle(INSTANTS, number),
            },
        ),
        paging=Token(Size("pageSize", 5, 10, too_large="clamped"), "pageToken"),
        body={"/publishers": "items", "/nextPageToken": "token", "/totalSize": "atLeast"},
        without="absent",
        sort=Sort(
            "orderBy",
            {"displayName": Key("displayName"), "createTime": Key("createTime", "instant")},
            descending=("", " desc"),
            separator=",",
        ),
        auth=Auth("authorization", TOKEN, "bearer"),
        error="/error/message",
    ),
)
