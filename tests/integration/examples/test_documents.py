"""The documents of the frameworks say what Rollcall needs: what each parameter means, and how."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import rollcall
from rollcall.spec import ListOperation
from tests.support.projects import SHOP, library_spec

LISTS: Mapping[str, tuple[str, str]] = {
    "listBooks": (
        "page",
        """
        genre:eq genre__in:in author__neq:ne author__not_in:notIn title__ilike:contains/case
        pages__gte:gte pages__lt:lt rating__gt:gt rating__isnull:isNull
        order_by:title,pages,rating search:title,author
    """,
    ),
    "listMembers": ("page", "city:eq"),
    "listLoans": (
        "cursor",
        """
        member_id:eq is_open:eq lent_at__gte:gte:instant returned_at__lt:lt:instant
    """,
    ),
    "listLoansOfBook": ("offset", "is_open:eq lent_on:eq:day lent_before:lt:day"),
    "brands_list": ("link", "country:eq country__in:in ordering:name,country search:name"),
    "products_list": (
        "page",
        """
        added_at__date:eq:day added_at__date__gte:gte:day added_at__date__lte:lte:day brand:eq
        category:eq category__in:in category__ne:ne is_new:eq name__icontains:contains/case
        name__istartswith:startsWith/case ordering:name,price,added_at price__gte:gte:decimal
        price__lt:lt:decimal price__range:between:decimal search:name,category stock__in:in
    """,
    ),
    "products_reviews_list": (
        "link",
        """
        answered_at__lt:lt:instant stars__lte:lte written_at__gt:gt:instant
    """,
    ),
    "reviews_list": (
        "offset",
        """
        answered_at__isnull:isNull answered_at__ne:ne:instant/match
        answered_at__range:between:instant author:eq author__in:in
        ordering:stars,written_at,answered_at search:text,author stars:eq
        text__contains:contains/case text__endswith:endsWith/case text__iexact:eq/case
    """,
    ),
}


def _meanings(operation: ListOperation) -> Iterator[str]:
    """Yield the meaning of each parameter in short."""
    for each in operation.parameters:
        if each.sort is not None:
            yield f"{each.name}:{','.join(each.sort.keys)}"
        elif each.search is not None:
            fields = (str(field).lstrip("/") for field in each.search.fields)
            yield f"{each.name}:{','.join(fields)}"
        elif each.filter is not None:
            precision = f":{each.filter.precision}" if each.filter.precision != "exact" else ""
            rest = [*sorted(each.filter.ignored), *(["match"] if each.filter.takes_null else [])]
            operator = each.filter.operator
            if operator == "isNull":
                precision, rest = "", []
            yield "/".join([f"{each.name}:{operator}{precision}", *rest])


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[rollcall.Spec]:
    """Return the documents that the frameworks write, the one of FastAPI with its overlay."""
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "db.sqlite3"))
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "migrate", "-v0"], cwd=SHOP, check=True)
    path = tmp_path / "shop.json"
    write = ["spectacular", "--format", "openapi-json", "--validate", "--file", str(path)]
    subprocess.run([*command, *write], cwd=SHOP, check=True)
    return [library_spec(tmp_path), rollcall.from_path(path)]


def test_the_frameworks_say_what_each_parameter_means(documents: list[rollcall.Spec]) -> None:
    """Each list has its style, and each parameter that is not about pages its meaning."""
    lists = [each for document in documents for each in document.lists]
    expected = {name: (style, *text.split()) for name, (style, text) in LISTS.items()}
    assert {each.id: (each.paging.style, *_meanings(each)) for each in lists} == expected
    for each in lists:
        paging = {each.paging.size, each.paging.index, each.paging.token}
        silent = [
            parameter.name
            for parameter in each.parameters
            if parameter.location == "query"
            and parameter.name not in paging
            and not (parameter.filter or parameter.sort or parameter.search)
        ]
        assert silent == []
