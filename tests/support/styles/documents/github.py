"""The style of GitHub."""

from tests.support.styles._paging import Numbered, Size
from tests.support.styles._parameters import Filter, Key, Sort
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import SECONDS, cycle, rows

__all__ = ["API"]

_ORGS = ("octo", "hub", "empty")
_CREATED = Key("created_at", "instant", descending=True)

API = PublicApi(
    file="github",
    style=Style(
        path="/orgs/{}/repos",
        items=rows(
            34,
            lambda number: {
                "id": 1000 + number * 11 % 97,
                "full_name": f"repo-{number * 5 % 9}",
                "owner": {"login": _ORGS[number % 4 == 0]},
                "visibility": cycle(("public", "private", "private"), number),
                "created_at": cycle(SECONDS, number),
                "updated_at": cycle(SECONDS, number * 5),
                "pushed_at": cycle(SECONDS, number * 7),
            },
        ),
        paging=Numbered(Size("per_page", 5, 10, too_large="clamped"), "page"),
        body={"": "items"},
        linked=("prev", "next", "last", "first"),
        points_at_itself=False,
        filters={"type": Filter("visibility", one_of=("public", "private", "internal"))},
        order=(_CREATED,),
        sort=Sort(
            "sort",
            {
                "created": _CREATED,
                "updated": Key("updated_at", "instant", descending=True),
                "pushed": Key("pushed_at", "instant", descending=True),
                "full_name": Key("full_name"),
            },
            direction=("direction", "asc", "desc"),
        ),
        auth=Auth("authorization", TOKEN, "bearer"),
        parents=_ORGS,
        parent="owner/login",
        refusal=422,
        invalid_page=422,
    ),
    parents={"org": _ORGS},
)
