"""The style of Django REST framework, with django-filter."""

from tests.support.styles._paging import Numbered, Size
from tests.support.styles._parameters import Filter, Key, Search, Sort
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import INSTANTS, TEXTS, cycle, rows

__all__ = ["API"]

API = PublicApi(
    file="django_rest_framework",
    style=Style(
        path="/api/products/",
        items=rows(
            29,
            lambda number: {
                "id": number + 1,
                "name": cycle(TEXTS, number),
                "category": cycle(("book", "map", "Book", "book "), number),
                "price": cycle(("9.50", "10.00", "10.0", "100.25", "9.5", "0.99"), number),
                "sold_at": None if number % 5 == 0 else cycle(INSTANTS, number),
            },
        ),
        paging=Numbered(Size("page_size", 5, 10, too_large="clamped", invalid="ignored"), "page"),
        body={"/count": "total", "/next": "next", "/previous": "prev", "/results": "items"},
        filters={
            "category": Filter("category"),
            "id__in": Filter("id", "in", "integer", many=","),
            "name__icontains": Filter("name", "contains", fold=("case",)),
            "name__startswith": Filter("name", "startsWith"),
            "price__gte": Filter("price", "gte", "decimal"),
            "price__range": Filter("price", "between", "decimal", many=","),
            "sold_at__isnull": Filter("sold_at", "isNull"),
            "sold_at__lt": Filter("sold_at", "lt", "instant"),
        },
        order=(Key("id", "integer"),),
        sort=Sort(
            "ordering",
            {"name": Key("name"), "price": Key("price", "decimal")},
            descending=("-", ""),
            separator=",",
            unknown="ignored",
        ),
        search=Search("search", ("name", "category")),
        auth=Auth("authorization", TOKEN),
        empty="ignored",
        blanks="ignored",
        invalid_page=404,
        past_end="not found",
        error="/detail",
    ),
)
