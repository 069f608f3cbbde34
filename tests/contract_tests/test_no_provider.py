"""The engine knows no provider: all that it knows of an API comes from the API's document."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from ruamel.yaml import YAML

from ._harbour import ROOT

ENGINE = ROOT / "contract_tests"
SANDBOX = ENGINE / "sandbox"

# What the APIs are about, beside the names in their documents. A word is found in whatever case and
# number, alone or as a part of an identifier: "room" in "Rooms", "room_id", "listRooms", "/rooms/".
PROVIDERS = {"telnyx", "twilio"}
SUBJECTS = {"room", "session", "participant", "webhook", "recording", "video"}
EXAMPLES = {"harbour", "berth", "quay", "vessel", "draught"}


@attrs.frozen
class Allowed:
    """Where a word stands for something else.

    Attributes:
        file: The file below contract_tests/, or a pattern of several.
        pattern: The text around it.
        reason: What it stands for.
    """

    file: str
    pattern: str
    reason: str


ALLOWED = (
    Allowed(
        "conftest.py",
        r"pytest_session\w+|pytest\.Session|\bsession(?=: |\.(config|items|exitstatus|should))",
        "pytest calls a run a session",
    ),
    Allowed(
        "_transport.py",
        r"requests\.Session|_Session|\bsession\b",
        "requests calls what keeps the connections a session",
    ),
    Allowed(
        "faults/client/catalogue/*.py",
        r"test_vendor_defects\.py::test_\w+",
        "the project's own tests of a client are called so",
    ),
)

_IDENTIFIER = re.compile(r"[A-Za-z0-9]+")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def _files() -> list[Path]:
    return [
        path
        for path in sorted(ENGINE.rglob("*"))
        if path.is_file() and not {SANDBOX, ENGINE / "__pycache__"} & {*path.parents}
        if "__pycache__" not in path.parts
    ]


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Return the words of a text, in lower case and in the singular, with their lines."""
    for number, line in enumerate(text.splitlines(), 1):
        for identifier in _IDENTIFIER.findall(line):
            for word in _WORD.findall(identifier):
                yield number, word.lower()
                yield number, word.lower().removesuffix("s")


def _without_allowed(path: Path, text: str) -> str:
    for each in ALLOWED:
        if path in ENGINE.glob(each.file):
            text = re.sub(each.pattern, "", text)
    return text


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


def _vocabulary() -> set[str]:
    """Return the terms of the annotations, in the style of Python."""
    schema = json.loads(
        (ROOT / "src" / "rollcall" / "spec" / "annotations.schema.json").read_text("utf-8")
    )
    return {"_".join(_WORD.findall(name)).lower() for name in _names(schema)}


@cache
def _telling() -> frozenset[str]:
    """Return those names in the documents that are no single words, which might be anybody's."""
    names = {name for each in _documents() for name in _names(each)}
    return frozenset({name for name in names if re.search(r"\w[\W_]+\w", name)} - _vocabulary())


def test_what_is_looked_at() -> None:
    """The whole engine is looked at, templates too, and the names in the documents are found."""
    files = _files()
    assert len(files) > 50
    assert {".py", ".json", ".jinja", ".css", ".js"} <= {path.suffix for path in files}
    assert {"unique_name", "filter[date_ended_at][gte]", "/rooms/{room_id}/sessions"} <= _telling()
    assert "total_pages" not in _telling()
    assert {"/meta/page_size", "/more/onward"} <= _telling()
    assert {"arrived_after", "X-Harbour-Key", "/berths/{berth}/visits"} <= _telling()


@pytest.mark.parametrize(
    "text", ["Room", "list_rooms", "listRoomSessions", "a TELNYX key", "room's"]
)
def test_a_word_is_found_wherever_it_stands(text: str) -> None:
    """A word is found in identifiers of either style, in prose, in any case, in the plural."""
    found = {word for _, word in _words(text)}
    assert found & (PROVIDERS | SUBJECTS)
    assert not {word for _, word in _words("mushroom obsession")} & SUBJECTS


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(ENGINE)))
def test_the_engine_knows_no_provider(path: Path) -> None:
    """No word of an API stands in code, strings, comments, templates or names of files."""
    text = _without_allowed(path, path.read_text(encoding="utf-8"))
    words = PROVIDERS | SUBJECTS | EXAMPLES
    lines = [number for number, word in _words(f"{path.stem}\n{text}") if word in words]
    assert not lines, f"{path}, lines {[number - 1 for number in lines]}"
    names = [name for name in _telling() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    assert not names, path


@pytest.mark.parametrize("allowed", ALLOWED, ids=lambda allowed: allowed.file)
def test_what_is_allowed_is_needed(allowed: Allowed) -> None:
    """An exception that nothing needs any more is one that hides something."""
    text = "".join(path.read_text(encoding="utf-8") for path in ENGINE.glob(allowed.file))
    assert re.search(allowed.pattern, text)
    assert (SUBJECTS | PROVIDERS) & {word for _, word in _words(text)}
    assert allowed.reason
