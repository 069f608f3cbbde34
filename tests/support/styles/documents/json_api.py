"""The style of JSON:API."""

from tests.support.styles._paging import Numbered, Size
from tests.support.styles._parameters import Filter, Key, Select, Sort
from tests.support.styles._style import Style
from tests.support.styles.documents._api import PublicApi
from tests.support.styles.documents._rows import INSTANTS, TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="json_api",
    style=Style(
        path="/articles",
        items=rows(
            27,
            lambda number: {
                "type": "articles",
                "id": str(number + 1),
                "attributes": {
                    "title": cycle(TEXTS, number),
                    "author": cycle(("9", "7", None, "07", "70"), number),
                    "created": cycle(INSTANTS, number),
                },
            },
        ),
        paging=Numbered(Size("page[size]", 5, 10), "page[number]"),
        body={
            "/data": "items",
            "/links/self": "self",
            "/links/first": "first",
            "/links/last": "last",
            "/links/prev": "prev",
            "/links/next": "next",
            "/meta/total": "total",
        },
        filters={
            "filter[author]": Filter("attributes/author", "in", many=","),
            "filter[created][gte]": Filter("attributes/created", "gte", "day"),
        },
        sort=Sort(
            "sort",
            {
                "title": Key("attributes/title"),
                "created": Key("attributes/created", "instant"),
            },
            descending=("-", ""),
            separator=",",
        ),
        select=Select(
            "fields[articles]", ("title", "author", "created"), always=(), within="attributes"
        ),
        strict=True,
        media_type="application/vnd.api+json",
        error="/errors/detail",
    ),
)
