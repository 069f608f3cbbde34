"""The documents that the frameworks write say what Rollcall needs, in the frameworks' own way."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from rollcall.spec import Spec, read_spec
from tests.support.projects import LIBRARY, SHOP

PRINT_LIBRARY = "import json; from library.main import app; print(json.dumps(app.openapi()))"
FILTERS = {
    "listBooks": {
        "genre": ("/genre", "eq", "exact"),
        "author": ("/author", "eq", "exact"),
        "available": ("/is_available", "eq", "exact"),
        "min_pages": ("/pages", "gte", "exact"),
        "max_pages": ("/pages", "lte", "exact"),
        "min_rating": ("/rating", "gte", "exact"),
        "added_from": ("/added_at", "gte", "day"),
        "added_until": ("/added_at", "lte", "day"),
    },
    "listLoans": {
        "member": ("/member", "eq", "exact"),
        "is_open": ("/is_open", "eq", "exact"),
        "lent_after": ("/lent_at", "gt", "instant"),
        "returned_before": ("/returned_at", "lt", "instant"),
    },
    "products_list": {
        "category": ("/category", "eq", "exact"),
        "is_new": ("/is_new", "eq", "exact"),
        "min_price": ("/price", "gte", "exact"),
        "max_price": ("/price", "lte", "exact"),
        "min_stock": ("/stock", "gte", "exact"),
        "added_from": ("/added_at", "gte", "day"),
        "added_until": ("/added_at", "lte", "day"),
    },
    "products_reviews_list": {
        "author": ("/author", "eq", "exact"),
        "min_stars": ("/stars", "gte", "exact"),
        "written_after": ("/written_at", "gt", "instant"),
        "answered_before": ("/answered_at", "lt", "instant"),
    },
}


def _written(folder: Path, project: Path, *command: str) -> Spec:
    path = folder / "openapi.json"
    ran = subprocess.run(
        [sys.executable, *command], cwd=project, check=True, capture_output=True, text=True
    )
    path.write_text(json.dumps(json.loads(ran.stdout)), "utf-8")
    return read_spec(path)


@pytest.mark.parametrize(
    ("project", "command", "lists"),
    [
        (LIBRARY, ["-c", PRINT_LIBRARY], ["listBooks", "listLoans"]),
        (
            SHOP,
            ["manage.py", "spectacular", "--format", "openapi-json", "--validate"],
            ["products_list", "products_reviews_list"],
        ),
    ],
    ids=["fastapi", "django-rest-framework"],
)
def test_a_framework_writes_the_annotations(
    project: Path, command: list[str], lists: list[str], tmp_path: Path
) -> None:
    """Both lists are annotated, the second one with its parent, and so is each filter."""
    spec = _written(tmp_path, project, *command)
    first, second = spec.lists
    assert [first.id, second.id] == lists
    assert (first.parent, second.parent is not None) == (None, True)
    for each in spec.lists:
        assert _filters(each.id, spec) == FILTERS[each.id]
        assert each.paging.total_items is not None


def _filters(operation: str, spec: Spec) -> Mapping[str, tuple[str, str, str]]:
    return {
        each.name: (str(each.filter.field), each.filter.operator, each.filter.precision)
        for each in spec.list_operation(operation).filters
        if each.filter is not None
    }
