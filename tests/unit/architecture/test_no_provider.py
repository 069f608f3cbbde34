"""The tool is independent of the providers: it gets each name of an API from its spec."""

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

# A word is found in any case and number, alone or within an identifier: "room" in "Rooms",
# "room_id", "listRooms", "/rooms/". "Session" is left out, because the tool has a class Session.
PROVIDERS = {"telnyx", "twilio"}
SUBJECTS = {"participant", "recording", "room", "video", "webhook"}
# Terms of paging that are also names of fields.
TERMS = {"page_number", "page_size", "total_pages"}
# This module lists what names usually mean, and a provider's may be among the usual ones.
USUAL_NAMES = TOOL / "annotate" / "_names.py"
EXAMPLES = {"berth", "quay", "vessel", "draught"}

_SPACE = re.compile(r"\broom\b")  # "no room for"
_IDENTIFIER = re.compile(r"[A-Za-z0-9]+")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def _files(folder: Path) -> list[Path]:
    found = (path for path in sorted(folder.rglob("*")) if "__pycache__" not in path.parts)
    return [path for path in found if path.is_file()]


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Return each word of a text with its line, in lower case, and also without a final s."""
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
    """Return the names of parameters, properties, schemas, paths and operations, and pointers."""
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
def _distinctive_names() -> frozenset[str]:
    """Return the names in the specs that have several words and are no annotation terms."""
    schema = json.loads((TOOL / "spec" / "annotations.schema.json").read_text("utf-8"))
    terms = {"_".join(_WORD.findall(name)).lower() for name in _names(schema)}
    names = {name for each in _documents() for name in _names(each)}
    return frozenset({name for name in names if re.search(r"\w[\W_]+\w", name)} - terms - TERMS)


def test_names_are_found_in_the_specs() -> None:
    """The search covers names of parameters, fields, paths and pointers."""
    assert {
        "unique_name",
        "filter[date_ended_at][gte]",
        "/rooms/{room_id}/sessions",
    } <= _distinctive_names()
    assert "total_pages" not in _distinctive_names()
    assert {"/meta/page_size", "/more/onward"} <= _distinctive_names()
    assert {"arrived_after", "X-Example-Key", "/berths/{berth}/visits"} <= _distinctive_names()


@pytest.mark.parametrize(
    "text", ["Room", "list_rooms", "listRoomParticipants", "a TELNYX key", "room's"]
)
def test_a_word_is_found_in_any_form(text: str) -> None:
    """A word is found in identifiers of both styles, in prose, in any case, in the plural."""
    assert {word for _, word in _words(text)} & (PROVIDERS | SUBJECTS)
    assert not {word for _, word in _words("mushroom participation")} & SUBJECTS


def test_the_tool_has_no_name_of_an_api() -> None:
    """Code, strings, comments, templates and file names have no word of an API."""
    files = _files(TOOL)
    assert {".py", ".json", ".jinja", ".css", ".js"} <= {path.suffix for path in files}
    known = PROVIDERS | SUBJECTS | EXAMPLES
    found: list[str] = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        words = _words(f"{path.stem}\n{_SPACE.sub('', text)}")
        found += [f"{path}:{line - 1}: {word}" for line, word in words if word in known]
        names = _distinctive_names() if path != USUAL_NAMES else frozenset()
        found += [
            f"{path}: {name}"
            for name in names
            if name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        ]
    assert not found


def test_the_sandbox_reads_no_spec() -> None:
    """The files of the sandbox mention no spec, so that it is independent of the spec."""
    for path in _files(SANDBOX):
        text = path.read_text("utf-8").lower()
        assert not {word for word in ("openapi", ".yaml", ".yml") if word in text}, path
