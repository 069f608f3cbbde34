"""The full API has what the laws need: every operator, and rows that are hard to filter."""

from datetime import UTC, datetime, time
from itertools import product

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.documents._annotations import shape_problems
from tests.support.documents._document import read
from tests.support.laws.full_api import FILTERS, MAX_SIZE, SPEC, full_api, hard


def test_the_document_is_valid() -> None:
    """The document is OpenAPI 3.1, and its annotations match their schema."""
    document = read(SPEC)
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert shape_problems(document) == []


def test_the_server_has_the_filters_of_the_document() -> None:
    """Field, operator and precision of each filter are the same."""
    for operation in full_api().spec.lists:
        documented = {
            each.name: (str(each.filter.field), each.filter.operator, each.filter.precision)
            for each in operation.parameters
            if each.filter
        }
        kind = operation.path.rpartition("/")[2]
        assert documented == {
            name: (f"/{each.field}", each.operator, each.precision)
            for name, each in FILTERS[kind].items()
        }


def test_every_operator_has_a_filter() -> None:
    """Every operator is there by day, and the others that the vocabulary combines."""
    found = {(each.operator, each.precision) for of in FILTERS.values() for each in of.values()}
    assert found >= set(product(("eq", "gte", "lte", "gt", "lt"), ("day",)))
    assert found >= {("gt", "instant"), ("lt", "instant"), ("eq", "exact"), ("gte", "exact")}


@pytest.mark.parametrize("kind", FILTERS)
def test_the_rows_are_hard_to_filter(kind: str) -> None:
    """No field is sorted, and date-times have ties, midnights and days that differ by zone."""
    depots = [row["id"] for row in hard().depots]
    lists = [hard().rows(kind, each) for each in ([None] if kind == "depots" else depots)]
    rows = max(lists, key=len)
    assert len(rows) > (MAX_SIZE / 2 if kind == "depots" else MAX_SIZE)
    for name, value in rows[0].items():
        column = [row[name] for row in rows if row[name] is not None]
        if name not in {"kind", "depot_id"}:
            assert column not in (sorted(column), sorted(column, reverse=True)), name
        if isinstance(value, str) and value.startswith("20"):
            instants = [datetime.fromisoformat(each).astimezone(UTC) for each in column]
            assert len(set(instants)) < len(instants)
            assert any(each.time() == time.min for each in instants)
            assert any(each.hour >= 22 for each in instants)
            assert any(each.hour < 5 for each in instants)
