"""The style of Jira."""

import base64

from tests.support.styles._paging import Offset, Size
from tests.support.styles._parameters import Filter, Key, Search, Sort
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import TEXTS, cycle, rows

__all__ = ["API"]

_TYPES = ("business", "service_desk", "software")

API = PublicApi(
    file="jira",
    style=Style(
        path="/rest/api/3/project/search",
        items=rows(
            28,
            lambda number: {
                "id": str(10_000 + number * 3),
                "key": f"K{number * 17 % 28:02}",
                "name": cycle(TEXTS, number),
                "projectTypeKey": cycle(_TYPES, number),
            },
        ),
        paging=Offset(Size("maxResults", 5, 10, too_large="clamped"), "startAt"),
        body={
            "/self": "self",
            "/nextPage": "next",
            "/maxResults": "size",
            "/startAt": "offset",
            "/total": "total",
            "/isLast": "done",
            "/values": "items",
        },
        without="absent",
        filters={
            "id": Filter("id", "in", many="repeated"),
            "typeKey": Filter("projectTypeKey", "in", many=",", one_of=_TYPES),
        },
        order=(Key("key"),),
        sort=Sort(
            "orderBy",
            {"key": Key("key"), "name": Key("name")},
            descending=("-", ""),
            ascending=("+", ""),
        ),
        search=Search("query", ("key", "name"), words="phrase"),
        auth=Auth("authorization", base64.b64encode(TOKEN.encode()).decode(), "basic"),
    ),
)
