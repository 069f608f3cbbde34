"""A value of a union is of the member that a discriminator or its own fields tell."""

import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

from tests.support.client.generated import first_shelf, import_client, shelf_with
from tests.support.specs import SHELF, write

_SCHEMAS = "/components/schemas"
_TEXT, _INTEGER, _NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}


def _of(name: str) -> dict[str, str]:
    return {"$ref": f"#{_SCHEMAS}/{name}"}


def _object(*required: str, **properties: object) -> dict[str, object]:
    return {"type": "object", "required": [*required], "properties": properties}


def _part(name: str, **properties: object) -> dict[str, object]:
    return {"allOf": [_of(name), _object(**properties)]}


_NAMED: Mapping[str, Any] = {
    # Implicit names: those of the schemas.
    "cat": _object("kind", kind=_TEXT, lives=_INTEGER, friend=_of("Pet")),
    "dog": _object("kind", kind=_TEXT, barks=_TEXT),
    "Pet": {"oneOf": [_of("cat"), _of("dog")], "discriminator": {"propertyName": "kind"}},
    "MaybePet": {"anyOf": [_of("Pet"), _NULL]},
    # A mapping: by reference and by name, and two values of one schema.
    "Payment": _object("type", type=_TEXT),
    "Card": _part("Payment", number=_TEXT),
    "Transfer": _part("Payment", iban=_TEXT),
    "Paid": {
        "oneOf": [_of("Card"), _of("Transfer")],
        "discriminator": {
            "propertyName": "type",
            "mapping": {"credit": f"#{_SCHEMAS}/Card", "sepa": "Transfer", "swift": "Transfer"},
        },
    },
    # Without a discriminator: by a constant, or by what only one requires.
    "Person": _object("id", "name", id=_TEXT, name=_TEXT),
    "Robot": _object("id", "serial", id=_INTEGER, serial=_INTEGER),
    "Team": _object("members", members={"type": "array", "items": _of("Person")}),
}
_SIZED = [
    _object("unit", unit={"const": "cm"}, width=_INTEGER),
    _object("unit", unit={"type": "string", "enum": ["kg", "t"]}, weight=_INTEGER),
]
_LINKED = [
    # Both require what neither describes.
    _object("url", "ghost", url=_TEXT) | {"type": ["object", "null"]},
    _object("seen", "ghost", url=_TEXT, seen=_INTEGER),
]
_FIELDS: Mapping[str, Any] = {
    "link": {"anyOf": _LINKED},
    "pet": _of("Pet"),
    "pets": {"type": "array", "items": _of("Pet")},
    "pets_by_name": {"type": "object", "additionalProperties": _of("Pet")},
    "pet_or_null": {"oneOf": [_of("Pet"), _NULL]},
    "maybe_pet": _of("MaybePet"),
    "pet_text_or_pets": {
        "oneOf": [_of("Pet"), _TEXT, {"type": "array", "items": _of("Pet")}, _NULL]
    },
    "paid": _of("Paid"),
    "size": {"oneOf": _SIZED},
    "owner": {"anyOf": [_of("Person"), _of("Robot"), _of("Team")]},
    "scalar": {"oneOf": [_TEXT, _INTEGER, {"type": "boolean"}]},
    "scalars": {"type": "array", "items": {"anyOf": [_TEXT, {"type": "number"}, _NULL]}},
    "when": {"anyOf": [{"type": "string", "format": "date-time"}, _TEXT, _NULL]},
}
_CHANGES: Mapping[str, Any] = {
    **{f"{_SCHEMAS}/{name}": schema for name, schema in _NAMED.items()},
    **{f"{SHELF}/{name}": schema for name, schema in _FIELDS.items()},
}


@pytest.fixture(
    scope="module", params=[{}, {f"{SHELF}/camelCase": _TEXT}], ids=["attrs", "msgspec"]
)
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client whose shelves have these fields; renamed fields need msgspec."""
    path = tmp_path_factory.mktemp("unions") / f"unions_{len(request.param)}.yaml"
    return import_client(write(path, _CHANGES | request.param))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"pet": {"kind": "cat", "lives": 9, "friend": {"kind": "dog", "barks": "x"}}}, "Cat"),
        ({"pet": {"kind": "dog"}}, "Dog"),
        ({"pets": [{"kind": "cat"}, {"kind": "dog"}]}, "list"),
        ({"pets_by_name": {"a": {"kind": "dog"}}}, "dict"),
        ({"pet_or_null": None}, "NoneType"),
        ({"pet_or_null": {"kind": "dog"}}, "Dog"),
        ({"maybe_pet": None}, "NoneType"),
        ({"maybe_pet": {"kind": "cat"}}, "Cat"),
        ({"pet_text_or_pets": {"kind": "cat"}}, "Cat"),
        ({"pet_text_or_pets": [{"kind": "cat"}, {"kind": "dog"}]}, "list"),
        ({"pet_text_or_pets": "none"}, "str"),
        ({"pet_text_or_pets": None}, "NoneType"),
        ({"paid": {"type": "credit", "number": "1"}}, "Card"),
        ({"paid": {"type": "sepa", "iban": "1"}}, "Transfer"),
        ({"paid": {"type": "swift", "iban": "1"}}, "Transfer"),
        ({"link": {"url": "a"}}, "ShelfLink3"),
        ({"link": {"seen": 1, "url": "a"}}, "ShelfLink2"),
        ({"link": None}, "NoneType"),
        ({"size": {"unit": "cm", "width": 1}}, "ShelfSizeCm"),
        ({"size": {"unit": "t", "weight": 1}}, "ShelfSize2"),
        ({"owner": {"id": "a", "name": "b"}}, "Person"),
        ({"owner": {"id": 1, "serial": 2}}, "Robot"),
        ({"owner": {"members": [{"id": "a", "name": "b"}]}}, "Team"),
        ({"scalar": 1}, "int"),
        ({"scalar": True}, "bool"),
        ({"scalar": "1"}, "str"),
        ({"scalars": [1, 1.5, "a", None]}, "list"),
        ({"when": "2021-04-16T09:46:20Z"}, "str"),
        ({"when": "yesterday"}, "str"),
        ({"when": None}, "NoneType"),
    ],
    ids=json.dumps,
)
def test_a_value_is_of_its_member(
    package: ModuleType, fields: Mapping[str, Any], kind: str
) -> None:
    """It has the class of the member, and is written as it was read."""
    found = first_shelf(package, fields)
    (name,) = fields
    assert type(getattr(found, name)).__name__ == kind
    assert package.to_dict(found) == shelf_with(fields)
    assert json.loads(package.to_json(found)) == shelf_with(fields)


def test_a_union_is_a_public_type(package: ModuleType) -> None:
    """It stands for its members, also in ``isinstance``."""
    assert isinstance(first_shelf(package, {"pet": {"kind": "dog"}}).pet, package.Pet)
    assert not isinstance(first_shelf(package, {}), package.Pet)
    assert "Pet" in package.__all__


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"pet": {"kind": "cow"}}, r"expected Cat or Dog, got another object, at .*\.pet$"),
        ({"pet": {}}, r"expected Cat or Dog, got another object, at .*\.pet$"),
        ({"pet": "cat"}, r"expected object, got str, at .*\.pet$"),
        ({"pet": {"kind": "cat", "lives": "x"}}, r"expected int, got str, at .*\.pet\.lives$"),
        (
            {"pets": [{"kind": "cat", "friend": {"kind": "dog", "barks": 1}}]},
            r"expected str, got int, at \$\.shelves\[0\]\.pets\[0\]\.friend\.barks$",
        ),
        ({"owner": {"id": "a"}}, r"expected Person or Robot or Team, got another object"),
        ({"pet_text_or_pets": 1}, r"expected str . array, got int, at .*\.pet_text_or_pets$"),
    ],
)
def test_a_value_of_no_member_has_a_place(
    package: ModuleType, fields: Mapping[str, Any], problem: str
) -> None:
    """The error names the field, and the members."""
    with pytest.raises(package.SchemaError, match=problem):
        first_shelf(package, fields)
