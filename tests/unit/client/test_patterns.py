"""Patterns of texts: a client accepts the same bodies as msgspec, and refuses others as it does.

The client matches a pattern for all texts of a field at once, msgspec one text after the other.
"""

import json
import re
from collections.abc import Mapping
from random import Random
from types import ModuleType
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.client.generated import import_client, shelf_with
from tests.support.specs import SHELF, write

_MARK: Mapping[str, Any] = {"type": "string", "pattern": "^[A-Z]{2}[0-9]$", "maxLength": 3}
_TAG: Mapping[str, Any] = {
    "type": "object",
    "required": ["mark"],
    "properties": {"mark": _MARK, "inner": {"$ref": "#/components/schemas/Tag"}},
}
_TAGS = {"$ref": "#/components/schemas/Tag"}
_FIELDS: Mapping[str, Any] = {
    "mark": _MARK,
    "part": {"type": ["string", "null"], "pattern": "b"},
    "tag": {"anyOf": [_TAGS, {"type": "null"}]},
    "tags": {"type": "array", "items": _TAGS},
    "table": {"type": "array", "items": {"type": "array", "items": _TAGS}},
    "by_name": {"type": "object", "additionalProperties": _TAGS},
    "marks": {"type": "array", "items": _MARK},
    "count": {"type": "integer"},
}
_META = {"page": 1, "pages": 1, "total": 1}


@pytest.fixture(scope="module", name="package")
def client_with_patterns(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Import a client whose shelves have texts with patterns at several depths."""
    changes = {f"{SHELF}/{name}": {**each, "description": "It."} for name, each in _FIELDS.items()}
    changes["/components/schemas/Tag"] = {**_TAG, "description": "A tag."}
    return import_client(write(tmp_path_factory.mktemp("patterns") / "patterns.yaml", changes))


def _mark(chance: Random) -> object:
    if chance.randrange(25):
        return chance.choice(["AB1", "CD2", "EF3"])
    return chance.choice(["AB", "ab1", "AB1\n", "AB12", "", 7, None])


def _tag(chance: Random, depth: int = 2) -> object:
    if not chance.randrange(60):
        return chance.choice([7, "AB1", [], {}])
    inner = {"inner": _tag(chance, depth - 1)} if depth and not chance.randrange(3) else {}
    return {"mark": _mark(chance), **inner}


def _fields(chance: Random) -> Mapping[str, object]:
    def tags() -> list[object]:
        return [_tag(chance) for _ in range(chance.randrange(3))]

    found = {
        "mark": _mark(chance),
        "part": chance.choice(["b", "abc", None] + ["c"] * (not chance.randrange(20))),
        "tag": chance.choice([None, _tag(chance)]),
        "tags": tags(),
        "table": [tags(), tags()],
        "by_name": {str(number): each for number, each in enumerate(tags())},
        "marks": [_mark(chance) for _ in range(chance.randrange(3))],
        "count": chance.choice([7, 7.0, 7] + ["7"] * (not chance.randrange(20))),
    }
    return {name: found[name] for name in chance.sample([*found], chance.randrange(len(found)))}


def _kinds(value: object) -> Any:  # noqa: ANN401 - nested lists of classes
    """Return the classes of a value and of all in it."""
    if isinstance(value, list):
        return [*map(_kinds, value)]
    if isinstance(value, dict):
        return {name: _kinds(each) for name, each in value.items()}
    fields = vars(value) if hasattr(value, "__attrs_attrs__") else {}
    inner = {name: _kinds(each) for name, each in fields.items() if name.isidentifier()}
    return [type(value), inner]


@given(seed=st.integers(0, 2**64))
@settings(max_examples=150, database=None, derandomize=True)
def test_a_body_is_read_as_by_msgspec(package: ModuleType, seed: int) -> None:
    """The objects are of the same classes, and an error names the same place and reason."""
    chance = Random(seed)  # noqa: S311 - no secret
    shelves = [shelf_with(_fields(chance)) for _ in range(chance.randrange(6))]
    for number, each in enumerate(shelves):
        each["id"] = f"7b61621f-62e0-4aad-ab11-{number:012}"
    meta = {**_META, "total": len(shelves)}
    body = json.dumps({"shelves": shelves, "meta": meta}).encode()
    items, problem, place = None, "", ""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    with httpx.Client(transport=transport) as http:
        pager = package.Client("key", http_client=http, retries=0).shelves.list()
        try:
            items = next(pager.pages()).items
        except package.SchemaError as error:
            problem, place = error.expected, error.path
    integers = re.sub(rb"\b7\.0", b"7", body)
    try:
        expected = msgspec.json.decode(integers, type=package.ShelfList).shelves
    except msgspec.ValidationError as error:
        reason, _, at = str(error).partition(" - at ")
        assert place == at.strip("`")
        assert ("regex" in problem) == ("regex" in reason)
    else:
        assert items == expected, problem
        assert _kinds(items) == _kinds(expected)


@pytest.mark.parametrize(("marks", "is_valid"), [(("a", "AB1"), True), (("AB1", "a"), False)])
def test_the_last_text_of_a_name_that_occurs_twice_is_matched(
    package: ModuleType, marks: tuple[str, str], *, is_valid: bool
) -> None:
    """It is the one that the model has; a text that it replaces is in no model."""
    first, last = (f'"mark": "{each}"'.encode() for each in marks)
    body = json.dumps({"shelves": [shelf_with({"mark": "b"})], "meta": _META}).encode()
    body = body.replace(b'"mark": "b"', first + b", " + last)
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    with httpx.Client(transport=transport) as http:
        pages = package.Client("key", http_client=http, retries=0).shelves.list().pages()
        if not is_valid:
            with pytest.raises(package.SchemaError, match=r"at \$\.shelves\[0\]\.mark"):
                next(pages)
            return
        (shelf,) = next(pages).items
    assert shelf.mark == "AB1"
    assert first in package.to_json(shelf).replace(b":", b": ")
