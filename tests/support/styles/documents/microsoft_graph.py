"""The style of Microsoft Graph."""

from tests.support.styles._paging import Size, Token
from tests.support.styles._parameters import Key, Select, Sort
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import TEXTS, cycle, rows

__all__ = ["API"]

_NAME = Key("displayName", fold=("case",))

API = PublicApi(
    file="microsoft_graph",
    style=Style(
        path="/v1.0/users",
        items=rows(
            30,
            lambda number: {
                "id": f"{number * 61 % 967:08x}",
                "displayName": cycle(TEXTS, number),
                "userPrincipalName": f"u{number * 7 % 30:02}@graph.example",
                "mail": None if number % 3 == 0 else f"m{number}@graph.example",
            },
        ),
        paging=Token(Size("$top", 5, 10), "$skiptoken"),
        body={"/value": "items", "/@odata.nextLink": "next", "/@odata.count": "total"},
        constants={"/@odata.context": "https://graph.example/v1.0/$metadata#users"},
        without="absent",
        total_on="$count",
        sort=Sort(
            "$orderby",
            {"displayName": _NAME, "userPrincipalName": Key("userPrincipalName")},
            descending=("", " desc"),
        ),
        select=Select("$select", ("id", "displayName", "userPrincipalName", "mail"), always=()),
        auth=Auth("authorization", TOKEN, "bearer"),
        error="/error/message",
    ),
)
