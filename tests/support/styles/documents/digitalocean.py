"""The style of DigitalOcean."""

from tests.support.styles._paging import Numbered, Size
from tests.support.styles._parameters import Filter
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import SECONDS, TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="digitalocean",
    style=Style(
        path="/v2/droplets",
        items=rows(
            27,
            lambda number: {
                "id": 3_164_444 + number * 3,
                "name": cycle(TEXTS, number),
                "status": cycle(("new", "active", "off", "archive"), number),
                "memory": 1024 * (number % 4 + 1),
                "tags": [*("web", "db")[: number % 3]],
                "created_at": cycle(SECONDS, number),
            },
        ),
        paging=Numbered(Size("per_page", 5, 10), "page"),
        body={
            "/droplets": "items",
            "/links/pages/first": "first",
            "/links/pages/prev": "prev",
            "/links/pages/next": "next",
            "/links/pages/last": "last",
            "/meta/total": "total",
        },
        constants={"/links": {}},
        without="absent",
        points_at_itself=False,
        filters={"name": Filter("name", fold=("case",))},
        auth=Auth("authorization", TOKEN, "bearer"),
    ),
)
