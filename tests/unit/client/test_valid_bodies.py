"""A client reads every body that the schema admits, however its JSON is written."""

import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rollcall.channels import Call, differences, is_same_json, values_of
from rollcall.clients import drawn_replies
from rollcall.spec import Spec, item_schema, read_spec
from tests.support.client.generated import import_client
from tests.support.specs import SHELF, write

_NAME = "valid_bodies"
_ANY: dict[str, Any] = {"type": "object", "additionalProperties": True}
_FIELDS: dict[str, dict[str, Any]] = {
    "count": {"type": "integer"},
    "share": {"type": "number"},
    "level": {"type": "integer", "minimum": -3, "exclusiveMaximum": 12.5, "multipleOf": 3},
    "price": {"type": "number", "minimum": 0.5, "maximum": 1e9},
    "grams": {"type": ["integer", "null"], "minimum": 0},
    "note": {"type": ["string", "null"], "minLength": 2, "maxLength": 5},
    "mark": {"type": "string", "pattern": "^[A-Z]{2}[0-9]+$"},
    "wood": {"type": "string", "enum": ["oak", "ash"]},
    "kind": {"const": "shelf"},
    "is_full": {"type": "boolean"},
    "made_on": {"type": "string", "format": "date"},
    "seen_at": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
    "page": {"type": "string", "format": "uri"},
    "sizes": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
    "extra": _ANY,
}


@pytest.fixture(scope="module", name="path")
def spec_with_many_fields(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a spec whose shelves have a field for each kind of schema."""
    changes: dict[str, object] = {
        f"{SHELF}/{name}": {**each, "description": "It."} for name, each in _FIELDS.items()
    }
    return write(tmp_path_factory.mktemp("valid") / f"{_NAME}.yaml", changes)


@pytest.fixture(scope="module", name="package")
def generated_client(path: Path) -> ModuleType:
    """Generate and import the client."""
    return import_client(path)


def _written(value: Any, chance: random.Random) -> str:  # noqa: ANN401 - JSON
    """Write a value as JSON: with blanks, escapes and numbers of any spelling, in any order."""
    blank = chance.choice(["", " ", "\n\t", "\r\n"])
    match value:
        case dict():
            pairs = [
                f"{_text(name, chance)}{blank}:{blank}{_written(each, chance)}"
                for name, each in chance.sample([*value.items()], len(value))
            ]
            return f"{{{blank}{f'{blank},'.join(pairs)}{blank}}}"
        case list():
            return f"[{blank}{f'{blank},'.join(_written(each, chance) for each in value)}{blank}]"
        case str():
            return _text(value, chance)
        case bool() | None | float():
            return json.dumps(value)
    if value == 0 or abs(value) > 2**53:
        return str(value)
    spellings = [f"{value}", f"{value}.0", f"{value}e0", f"{value}0E-1", f"{value}.000e+00"]
    return chance.choice(spellings)


def _text(text: str, chance: random.Random) -> str:
    written = ""
    for character in text:
        escaped = json.dumps(character)[1:-1]
        units = character.encode("utf-16-be").hex()
        coded = "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
        plain = character if character.isprintable() and character not in '"\\' else escaped
        written += chance.choice([plain, escaped, coded])
    return f'"{written}"'


def _read(package: ModuleType, content: bytes) -> tuple[list[Any], Any]:
    """Return the items of a page, as the client reads them, and the page information."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    with httpx.Client(transport=transport) as http:
        client = package.Client("key", http_client=http, retries=0)
        page = next(client.shelves.list().pages())
        return page.items, package.to_dict(page.meta)


def _difference(spec: Spec, package: ModuleType, body: Any, content: bytes) -> list[str]:  # noqa: ANN401
    (operation, *_) = spec.lists
    items, meta = _read(package, content)
    assert meta == body["meta"]
    assert is_same_json([package.to_dict(each) for each in items], body["shelves"])
    pairs = zip(body["shelves"], map(values_of, items), strict=True)
    schema = item_schema(spec, operation)
    return [each for sent, got in pairs for each in differences(spec, schema, sent, got)]


def test_a_client_accepts_each_valid_body(path: Path, package: ModuleType) -> None:
    """It returns the data that was sent: the client is not stricter than its spec."""
    spec = read_spec(path)
    call = Call(spec, spec.lists[0], {})

    @settings(
        max_examples=150,
        database=None,
        derandomize=True,
        report_multiple_bugs=False,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(
        body=drawn_replies(call).map(lambda each: json.loads(each.body)),
        seed=st.integers(0, 2**32),
        mark=st.booleans(),
    )
    def check(body: Any, seed: int, mark: bool) -> None:  # noqa: ANN401, FBT001 - drawn
        body["meta"] = {"page": 1, "pages": 1, "total": len(body["shelves"])}
        chance = random.Random(seed)  # noqa: S311 - no secret
        content = (b"\xef\xbb\xbf" if mark else b"") + _written(body, chance).encode()
        assert json.loads(content.decode("utf-8-sig")) == body, "the body was written wrongly"
        assert not _difference(spec, package, body, content)

    check()
