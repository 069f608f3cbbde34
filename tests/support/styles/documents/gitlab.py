"""The style of GitLab."""

from tests.support.styles._paging import Numbered, Size
from tests.support.styles._parameters import Filter, Key, Search, Sort
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import INSTANTS, TEXTS, cycle, rows

__all__ = ["API"]

_CREATED = Key("created_at", "instant", descending=True)
_VISIBILITIES = ("public", "internal", "private")

API = PublicApi(
    file="gitlab",
    style=Style(
        path="/api/v4/projects",
        items=rows(
            27,
            lambda number: {
                "id": 500 + number * 2,
                "name": cycle(TEXTS, number),
                "path": f"path{number % 10}",
                "archived": number % 5 == 0,
                "visibility": cycle(_VISIBILITIES, number),
                "created_at": cycle(INSTANTS, number * 2),
                "last_activity_at": cycle(INSTANTS, number),
            },
        ),
        paging=Numbered(Size("per_page", 5, 10, too_large="clamped"), "page"),
        body={"": "items"},
        headers={
            "X-Total": "total",
            "X-Total-Pages": "pages",
            "X-Page": "page",
            "X-Per-Page": "size",
        },
        linked=("prev", "next", "first", "last"),
        filters={
            "archived": Filter("archived", kind="boolean"),
            "visibility": Filter("visibility", one_of=_VISIBILITIES),
            "id_after": Filter("id", "gt", "integer"),
            "id_before": Filter("id", "lt", "integer"),
            "last_activity_after": Filter("last_activity_at", "gt", "instant"),
            "last_activity_before": Filter("last_activity_at", "lt", "instant"),
        },
        order=(_CREATED,),
        sort=Sort(
            "order_by",
            {
                "id": Key("id", "integer", descending=True),
                "name": Key("name", descending=True),
                "path": Key("path", descending=True),
                "created_at": _CREATED,
                "last_activity_at": Key("last_activity_at", "instant", descending=True),
            },
            direction=("sort", "asc", "desc"),
        ),
        search=Search("search", ("path", "name"), words="all"),
        auth=Auth("private-token", TOKEN),
    ),
)
