"""Fields whose names are no names of Python, or that a class uses for something else."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.specs import SHELF, write

_FIELDS: Mapping[str, str] = {
    "displayName": "display_name",
    "@odata.nextLink": "odata_next_link",
    "max-size": "max_size_2",
    "max_size": "max_size",
    "2nd": "field_2_nd",
    "class": "class_",
    "self": "self_",
    "date": "date_",
    "from": "from_",
    "list": "list_",
    "ID": "id_2",
    "@id": "id_3",
    "createdAt": "created_at_2",
    "created-at": "created_at_3",
    "_links": "links",
    "größe": "gr_e",
    "\u5e45": "field",
}
"""The names of fields in Python by their names in JSON."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client whose shelves have all fields, and a list of parts."""
    changes: dict[str, Any] = {f"{SHELF}/{name}": {"type": "string"} for name in _FIELDS}
    changes[f"{SHELF}/allParts"] = {"type": "array", "items": {"type": "integer"}}
    return import_client(write(tmp_path_factory.mktemp("fields") / "renamed_fields.yaml", changes))


def _shelf(package: ModuleType, changes: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    """Return the shelf that the client reads, and the shelf that the server sends."""
    shelf = {
        "id": "7b61621f-62e0-4aad-ab11-9fd19e272e73",
        "label": "a",
        "created_at": "2021-04-16T09:46:20Z",
        **changes,
    }
    meta = {"page": 1, "pages": 1, "total": 1}
    body = {"shelves": [shelf], "meta": meta}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    with httpx.Client(transport=transport) as http:
        return package.Client("key", http_client=http).shelves.list().first(), shelf


def test_each_field_has_a_name_of_its_own(package: ModuleType) -> None:
    """A name that Python can use is kept, and a field with a similar name gets a number."""
    shelf, _ = _shelf(package, {name: f"the {name}" for name in _FIELDS})
    assert {each: getattr(shelf, name) for each, name in _FIELDS.items()} == {
        name: f"the {name}" for name in _FIELDS
    }


def test_the_names_on_the_wire_are_kept(package: ModuleType) -> None:
    """Both writers return what was sent, without the fields that were not sent."""
    shelf, sent = _shelf(package, {"displayName": "A", "@odata.nextLink": "/b"})
    assert package.to_dict(shelf) == sent
    assert b'"@odata.nextLink":"/b"' in package.to_json(shelf)
    assert b"max" not in package.to_json(shelf)


def test_a_model_is_frozen_and_readable(package: ModuleType) -> None:
    """A list is shortened in the repr, as in other packages."""
    shelf, _ = _shelf(package, {"displayName": "A", "allParts": [1, 2, 3]})
    assert "display_name='A'" in repr(shelf)
    assert "all_parts=[1, ... 2 more]" in repr(shelf)
    with pytest.raises(AttributeError):
        shelf.display_name = "B"


def test_a_model_with_a_list_has_a_hash(package: ModuleType) -> None:
    """Equal models have equal hashes, as in packages without renamed fields."""
    one, same, other = (
        _shelf(package, {"displayName": name, "allParts": [1]})[0] for name in ("A", "A", "B")
    )
    assert {one, same, other} == {one, other}
    assert hash(one) != hash(other)


def test_an_error_names_the_field_on_the_wire(package: ModuleType) -> None:
    """The path is that of the body, whose text the error is about."""
    with pytest.raises(package.SchemaError) as raised:
        _shelf(package, {"displayName": 1})
    assert raised.value.path == "$.shelves[0].displayName"
