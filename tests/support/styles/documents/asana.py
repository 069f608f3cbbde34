"""The style of Asana."""

from tests.support.styles._paging import Size, Token
from tests.support.styles._parameters import Filter, Select
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="asana",
    style=Style(
        path="/api/1.0/projects",
        items=rows(
            34,
            lambda number: {
                "gid": str(12_000_000 + number * 29 % 1009),
                "resource_type": "project",
                "name": cycle(TEXTS, number),
                "archived": number % 4 == 0,
                "workspace": {
                    "gid": cycle(("77", "78", "7", "077"), number),
                    "name": cycle(TEXTS, number // 2),
                },
            },
        ),
        paging=Token(Size("limit", 10, 10), "offset"),
        body={"/data": "items", "/next_page/offset": "token", "/next_page/uri": "next"},
        constants={"/next_page": None},
        without="absent",
        filters={
            "workspace": Filter("workspace/gid"),
            "archived": Filter("archived", kind="boolean"),
        },
        select=Select(
            "opt_fields",
            ("name", "resource_type", "archived", "workspace", "workspace.gid"),
            always=("gid",),
            default=("name", "resource_type"),
        ),
        auth=Auth("authorization", TOKEN, "bearer"),
    ),
)
