"""Numbers in fields that neither package has, with bounds that have fractions."""

import json
from types import ModuleType
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.specs import SHELF, write

_NAME = "other_numbers"
_FIELDS: dict[str, dict[str, Any]] = {
    "price": {"type": "number"},
    "share": {"type": "number", "minimum": 0.5, "exclusiveMaximum": 10.5},
    "cents": {"type": "number", "multipleOf": 0.01},
    "dozens": {"type": "number", "multipleOf": 12},
    "steps": {"type": "integer", "minimum": 0.5, "exclusiveMaximum": 9.5, "multipleOf": 3.0},
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client whose shelves have numbers."""
    fields = {f"{SHELF}/{name}": {**each, "description": "It."} for name, each in _FIELDS.items()}
    return import_client(write(tmp_path_factory.mktemp("numbers") / f"{_NAME}.yaml", fields))


def _read(package: ModuleType, field: str, spelling: str) -> object:
    """Return a field of a shelf that is sent as it is spelled."""
    shelf = {"id": str(UUID(int=1)), "label": "A", "created_at": "2021-04-16T09:46:20Z"}
    body = {"shelves": [{**shelf, field: None}], "meta": {"page": 1, "pages": 1, "total": 1}}
    content = json.dumps(body).replace("null", spelling).encode()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    with httpx.Client(transport=transport) as http:
        client = package.Client("key", http_client=http)
        (shelf_read,) = client.shelves.list(limit=1)
    value: object = getattr(shelf_read, field)
    return value


@pytest.mark.parametrize(
    ("field", "spelling", "value"),
    [
        ("price", "9007199254740993", 9007199254740993),
        ("price", "19.99", 19.99),
        ("price", "0.0", 0.0),
        ("share", "1", 1),
        ("share", "10", 10),
        ("share", "0.5", 0.5),
        ("cents", "19.99", 19.99),
        ("dozens", "24.0", 24.0),
        ("steps", "9.0", 9),
        ("steps", "3", 3),
    ],
)
def test_a_valid_number_is_read_exactly(
    package: ModuleType, field: str, spelling: str, value: object
) -> None:
    """An integer keeps all its digits in a field of any number."""
    found = _read(package, field, spelling)
    assert found == value
    assert type(found) is type(value)


def test_an_integer_may_be_larger_than_any_float(package: ModuleType) -> None:
    """It is read as an integer."""
    assert _read(package, "price", "1" + "0" * 400) == 10**400


@pytest.mark.parametrize(
    ("field", "spelling"),
    [
        ("share", "0"),
        ("share", "0.25"),
        ("share", "11"),
        ("share", "10.5"),
        ("dozens", "13"),
        ("dozens", "13.0"),
        ("steps", "0"),
        ("steps", "12"),
        ("steps", "4"),
        ("steps", "4.5"),
        ("price", "1e400"),
    ],
)
def test_a_number_out_of_its_bounds_is_refused(
    package: ModuleType, field: str, spelling: str
) -> None:
    """The bounds with a fraction hold for integers too."""
    with pytest.raises(package.SchemaError) as caught:
        _read(package, field, spelling)
    assert caught.value.path == f"$.shelves[0].{field}"
