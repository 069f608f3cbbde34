"""The tool knows no provider: all that it knows of an API comes from the API's spec."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[3]
TOOL = ROOT / "src" / "rollcall"
SANDBOX = ROOT / "contract_tests" / "sandbox"

# A word is found in any case and number, alone or as a part of an identifier: "room" in "Rooms",
# "room_id", "listRooms", "/rooms/". "Session" is missing: it is also the tool's word for a run.
PROVIDERS = {"telnyx", "twilio"}
SUBJECTS = {"participant", "recording", "room", "video", "webhook"}
# Terms of paging in general, though an API has fields of these names.
TERMS = {"page_number", "page_size", "total_pages"}
EXAMPLES = {"berth", "quay", "vessel", "draught"}

_SPACE = re.compile(r"\broom\b")  # "no room for"
_IDENTIFIER = re.compile(r"[A-Za-z0-9]+")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def _files(folder: Path) -> list[Path]:
    found = (path for path in sorted(folder.rglob("*")) if "__pycache__" not in path.parts)
    return [path for path in found if path.is_file()]


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Return the words of a text, in lower case and in the singular too, with lines."""
    for number, line in enumerate(text.splitlines(), 1):
        for identifier in _IDENTIFIER.findall(line):
            for word in _WORD.findall(identifier):
                yield number, word.lower()
                yield number, word.lower().removesuffix("s")


def _documents() -> list[dict[str, Any]]:
    files = [*(ROOT / "openapi").glob("*.yaml"), *(ROOT / "docs").rglob("*.yaml")]
    texts = [path.read_text("utf-8") for path in files]
    reader = YAML(typ="safe", pure=True)
    return [reader.load(text) for text in texts if re.search("^openapi:", text, re.MULTILINE)]


def _names(node: object, key: str = "") -> Iterator[str]:
    """Return the names of parameters, properties, schemas, paths, operations, and the pointers."""
    if isinstance(node, dict):
        for name, value in node.items():
            if key in {"properties", "schemas", "paths", "securitySchemes"}:
                yield str(name)
            if isinstance(value, str) and (name in {"operationId", "name"} or value[:1] == "/"):
                yield value
            yield from _names(value, str(name))
    elif isinstance(node, list):
        for value in node:
            yield from _names(value, key)


@cache
def _telling() -> frozenset[str]:
    """Return the names in the specs that hold several words, and are no term of an annotation."""
    schema = json.loads((TOOL / "spec" / "annotations.schema.json").read_text("utf-8"))
    terms = {"_".join(_WORD.findall(name)).lower() for name in _names(schema)}
    names = {name for each in _documents() for name in _names(each)}
    return frozenset({name for name in names if re.search(r"\w[\W_]+\w", name)} - terms - TERMS)


def test_names_are_found_in_the_specs() -> None:
    """The names of parameters, fields, paths and pointers are looked for."""
    assert {"unique_name", "filter[date_ended_at][gte]", "/rooms/{room_id}/sessions"} <= _telling()
    assert "total_pages" not in _telling()
    assert {"/meta/page_size", "/more/onward"} <= _telling()
    assert {"arrived_after", "X-Example-Key", "/berths/{berth}/visits"} <= _telling()


@pytest.mark.parametrize(
    "text", ["Room", "list_rooms", "listRoomParticipants", "a TELNYX key", "room's"]
)
def test_a_word_is_found_in_any_form(text: str) -> None:
    """A word is found in identifiers of either style, in prose, in any case, in the plural."""
    assert {word for _, word in _words(text)} & (PROVIDERS | SUBJECTS)
    assert not {word for _, word in _words("mushroom participation")} & SUBJECTS


def test_the_tool_knows_no_provider() -> None:
    """No word of an API stands in code, strings, comments, templates or names of files."""
    files = _files(TOOL)
    assert {".py", ".json", ".jinja", ".css", ".js"} <= {path.suffix for path in files}
    known = PROVIDERS | SUBJECTS | EXAMPLES
    found: list[str] = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        words = _words(f"{path.stem}\n{_SPACE.sub('', text)}")
        found += [f"{path}:{line - 1}: {word}" for line, word in words if word in known]
        found += [
            f"{path}: {name}"
            for name in _telling()
            if name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        ]
    assert not found


def test_the_sandbox_reads_no_spec() -> None:
    """Spec, client and server are three independent witnesses."""
    for path in _files(SANDBOX):
        text = path.read_text("utf-8").lower()
        assert not {word for word in ("openapi", ".yaml", ".yml") if word in text}, path
