"""The style of Discord."""

from tests.support.styles._paging import After, Size
from tests.support.styles._parameters import Key
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="discord",
    style=Style(
        path="/api/v10/users/@me/guilds",
        items=rows(
            40,
            lambda number: {
                "id": str(7 * 10**16 + number * 10**15),
                "name": cycle(TEXTS, number),
                "icon": None if number % 2 else f"a{number}",
                "owner": number % 5 == 0,
            },
        ),
        paging=After(Size("limit", 10, 10), "after", numeric=True),
        body={"": "items"},
        order=(Key("id", "decimal"),),
        auth=Auth("authorization", TOKEN),
    ),
)
