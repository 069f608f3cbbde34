"""Clients read what the schemas of public documents describe."""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from rollcall.spec import read_spec
from tests.support.client.generated import first_shelf, import_client, shelf_with
from tests.support.specs import GET_BOOKS, GET_SHELVES, REMOVED, SHELF, write

_SCHEMAS = "/components/schemas"
_TEXT = {"type": "string"}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#{_SCHEMAS}/{name}"}


_USER = {"type": "object", "required": ["id", "name"], "properties": {"id": _TEXT, "name": _TEXT}}
_BOT = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "name": _TEXT},
}
_EXTRA: Mapping[str, Any] = {
    "owner": {"oneOf": [_reference("User"), _reference("Bot")]},
    "holder": {"anyOf": [_reference("User"), {"type": "null"}]},
    "maker": {"allOf": [_reference("User"), {"type": "object", "properties": {"age": _TEXT}}]},
    "strict": {"allOf": [_reference("User"), {"additionalProperties": False}]},
    "when": {"oneOf": [{"type": "string", "format": "date-time"}, _TEXT]},
    "several": {"oneOf": [_TEXT, {"type": "array", "items": _TEXT}, {"type": "array"}]},
    "state": {"type": "string", "enum": ["new", None], "default": 5},
    "mixed": {"enum": [True, "x", 1.5, None]},
    "anything": True,
    "file": {"type": "string", "format": "binary"},
    "upper": _reference("Shelf"),
    "lower": {"type": "array", "items": _reference("Shelf")},
    "alias": _reference("Author"),
}
_CHANGES: Mapping[str, Any] = {
    f"{_SCHEMAS}/User": _USER,
    f"{_SCHEMAS}/Bot": _BOT,
    f"{_SCHEMAS}/Author": _reference("User"),
    **{f"{SHELF}/{name}": schema for name, schema in _EXTRA.items()},
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client whose shelves have these fields."""
    folder = tmp_path_factory.mktemp("schemas")
    return import_client(write(folder / "public_schemas.yaml", _CHANGES))


_SHELF = shelf_with({})


@pytest.mark.parametrize(
    "fields",
    [
        {"owner": {"id": "u", "name": "Ada"}},
        {"owner": {"id": 7}},
        {"holder": None, "state": None, "mixed": None, "anything": None},
        {"holder": {"id": "u", "name": "Ada"}},
        {"maker": {"id": "u", "name": "Ada", "age": "36"}},
        {"strict": {"id": "u", "name": "Ada"}},
        {"when": "2021-04-16T09:46:20Z"},
        {"when": "yesterday"},
        {"several": "x"},
        {"several": ["x", 1]},
        {"state": "old", "mixed": 1.5, "anything": [{}], "file": "x"},
        {"mixed": True},
        {"upper": {**_SHELF, "lower": [{**_SHELF, "lower": []}]}},
        {"alias": {"id": "u", "name": "Ada"}},
    ],
)
def test_a_field_is_read_and_written(package: ModuleType, fields: Mapping[str, Any]) -> None:
    """What was sent comes back, whichever alternative it is."""
    shelf = {**_SHELF, **fields}
    assert package.to_dict(first_shelf(package, shelf)) == shelf


def test_a_model_with_lists_has_a_hash(package: ModuleType) -> None:
    """Equal models have equal hashes; lists and objects without a class are left out of them."""
    fields = {"several": ["x"], "anything": [{}], "lower": [_SHELF], "upper": _SHELF}
    one, same = (first_shelf(package, {**_SHELF, **fields}) for _ in range(2))
    other = first_shelf(package, {**_SHELF, **fields, "label": "b"})
    assert {one, same, other} == {one, other}
    assert hash(one) != hash(other)


def test_alternatives_that_look_alike_become_one_object(package: ModuleType) -> None:
    """It has the fields of all; those of some may be absent."""
    user, bot = ({"id": "u", "name": "Ada"}, {"id": 7})
    assert first_shelf(package, {**_SHELF, "owner": user}).owner.name == "Ada"
    assert first_shelf(package, {**_SHELF, "owner": bot}).owner.name is package.UNSET
    with pytest.raises(package.SchemaError, match="owner"):
        first_shelf(package, {**_SHELF, "owner": {"name": "Ada"}})


def test_an_object_leads_back_to_itself(package: ModuleType) -> None:
    """Each level is of the same class."""
    shelf = first_shelf(package, {**_SHELF, "upper": {**_SHELF, "lower": [_SHELF]}})
    assert type(shelf.upper.lower[0]) is type(shelf)


def test_classes_have_names_of_their_own(tmp_path: Path) -> None:
    """A schema gives way to the classes of the package, of resources and of statuses."""
    names = ("Client", "Shelves", "NotFoundError", "book", "3d")
    package = import_client(
        write(
            tmp_path / "named_classes.yaml",
            {
                **{f"{_SCHEMAS}/{name}": _USER for name in names},
                **{f"{SHELF}/f{index}": _reference(name) for index, name in enumerate(names)},
                f"{SHELF}/f9": _reference("Book"),
                f"{GET_BOOKS}/tags": ["client"],
                f"{GET_SHELVES}/responses/410": {"$ref": "#/components/responses/NotFound"},
            },
        )
    )
    assert {"ClientModel", "ShelvesModel", "NotFoundErrorModel", "Book", "Book2", "Model3D"} <= {
        *package.__all__
    }
    assert {"NotFoundError", "NotFoundError2"} <= {*package.__all__}
    assert type(package.Client("key").client).__name__ == "ClientResource"


def test_a_status_may_have_several_responses(tmp_path: Path) -> None:
    """Its class is then named by the status."""
    package = import_client(
        write(
            tmp_path / "several_responses.yaml",
            {
                "/components/responses/Other": {"description": "Gone."},
                f"{GET_BOOKS}/responses/404": {"$ref": "#/components/responses/Other"},
                f"{GET_BOOKS}/responses/default": {"$ref": "#/components/responses/Other"},
            },
        )
    )
    assert package.NotFoundError.__doc__ == "404. The meaning depends on the operation."


def test_a_required_parameter_is_a_required_argument(tmp_path: Path) -> None:
    """It is sent with each request; None is refused."""
    kind = {"name": "kind", "in": "query", "required": True, "schema": _TEXT}
    changes = {f"{GET_SHELVES}/parameters/-": kind}
    package = import_client(write(tmp_path / "required.yaml", changes))
    with package.Client("key") as client:
        with pytest.raises(TypeError, match="kind"):
            client.shelves.list()
        with pytest.raises(package.ArgumentError, match="kind: it is required"):
            client.shelves.list(kind=None)
    sent: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.query.decode())
        return httpx.Response(404)

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        pager = package.Client("key", http_client=http).shelves.list(kind="x")
        with pytest.raises(package.NotFoundError):
            pager.first()
    assert sent == ["kind=x"]


def test_a_parameter_of_documented_integers_takes_integers(tmp_path: Path) -> None:
    """Also those that are not documented yet."""
    brand = {"name": "brand", "in": "query", "schema": {"type": "integer", "enum": [1, 2]}}
    brand["x-filter"] = {"field": "/label", "operator": "eq", "precision": "exact"}
    changes = {f"{SHELF}/label": {"type": "integer"}, f"{GET_SHELVES}/parameters/1": brand}
    package = import_client(write(tmp_path / "integers.yaml", changes))
    with package.Client("key") as client:
        client.shelves.list(brand=3)
        with pytest.raises(package.ArgumentError, match="brand"):
            client.shelves.list(brand="1")


def test_an_object_in_the_query_has_an_argument_for_each_property(tmp_path: Path) -> None:
    """They are sent in the style deepObject."""
    schema = {"type": "object", "properties": {"from": _TEXT, "to": _TEXT}}
    span = {"name": "span", "in": "query", "style": "deepObject", "schema": schema}
    changes = {f"{GET_SHELVES}/parameters/-": span}
    spec = read_spec(write(tmp_path / "deep_objects.yaml", changes))
    names = {each.name: each.python_name for each in spec.lists[0].parameters}
    assert (names["span[from]"], names["span[to]"]) == ("span_from", "span_to")
    assert "span" not in names


def test_an_operation_without_an_id_is_named_by_its_path(tmp_path: Path) -> None:
    """The name is that of the method and the path."""
    changes = {
        f"{GET_BOOKS}/operationId": REMOVED,
        f"{GET_SHELVES}/operationId": REMOVED,
        f"{GET_BOOKS}/x-list/parent/operation": "getShelves",
        f"{SHELF[:-11]}/x-invariants": REMOVED,
    }
    spec = read_spec(write(tmp_path / "no_ids.yaml", changes))
    assert [each.id for each in spec.lists] == ["getShelves", "getShelvesShelfIdBooks"]
