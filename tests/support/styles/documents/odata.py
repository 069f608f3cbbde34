"""The style of OData."""

from tests.support.styles._paging import Offset, Size
from tests.support.styles._parameters import Key, Select, Sort
from tests.support.styles._style import Style
from tests.support.styles.documents._api import PublicApi
from tests.support.styles.documents._rows import TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="odata",
    style=Style(
        path="/service/Products",
        items=rows(
            28,
            lambda number: {
                "ID": number,
                "Name": cycle(TEXTS, number),
                "Price": None if number % 6 == 0 else number % 9 + 0.5,
            },
        ),
        paging=Offset(Size("$top", 5, 10), "$skip"),
        body={"/value": "items", "/@odata.count": "total"},
        constants={"/@odata.context": "$metadata#Products"},
        without="absent",
        total_on="$count",
        order=(Key("ID", "integer"),),
        sort=Sort(
            "$orderby",
            {"Name": Key("Name"), "Price": Key("Price", "number", nulls="least")},
            descending=("", " desc"),
            ascending=("", " asc"),
            separator=",",
        ),
        select=Select("$select", ("ID", "Name", "Price"), always=()),
        error="/error/message",
    ),
)
