"""The tables of ANNOTATIONS.md have the keys of the schema, with their types and defaults."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator

from tests.support.documents._annotations import VOCABULARY
from tests.support.documents._document import OPENAPI

PAGE = (OPENAPI / "ANNOTATIONS.md").read_text(encoding="utf-8")

Schema = Mapping[str, Any]
_DEFINITIONS: Mapping[str, Schema] = VOCABULARY["$defs"]
_RULES = _DEFINITIONS["invariant"]["properties"]

TABLES: Mapping[str, Schema] = {
    "x-list": _DEFINITIONS["list"],
    "parent": _DEFINITIONS["parent"],
    "order": _DEFINITIONS["sortKey"],
    "x-filter": _DEFINITIONS["filter"],
    "x-sort": _DEFINITIONS["sort"],
    "x-expand": _DEFINITIONS["expand"],
    "x-search": _DEFINITIONS["search"],
    "x-select": _DEFINITIONS["select"],
    "Elements": _RULES["sum"],
    "x-credentials": _DEFINITIONS["credentials"]["items"],
}
"""The definitions by the headings of their tables."""

STYLES = ("page", "offset", "cursor", "link")

_TYPES = {"string": "text", "boolean": "boolean", "array": "list", "object": "object"}


@attrs.frozen
class Row:
    """A row of a table of keys: the type and the default of a key, and what it means."""

    type: str
    default: str
    meaning: str
    styles: str = "all"


def _cells(heading: str) -> Iterator[list[str]]:
    """Yield the cells of each row of the first table below a heading, without its head."""
    below = PAGE.partition(f"# {heading}\n")[2]
    (table,) = re.findall(r"^\|.*?(?=\n[^|]|\n\n)", below, re.MULTILINE | re.DOTALL)[:1]
    for line in table.splitlines()[2:]:
        yield [each.strip() for each in line[1:-1].split("|")]


def _rows(heading: str) -> dict[str, Row]:
    """Return the rows of a table of keys, a key each."""
    rows = {}
    for keys, *others in _cells(heading):
        groups = others.pop(0).split(";") if heading == "pagination" else ["all"]
        names = re.findall("`([^`]+)`", keys)
        type_, default, meaning = others
        for name, styles in zip(names, groups * (len(names) // len(groups)), strict=True):
            rows[name] = Row(type_, default, meaning, styles)
    return rows


def _type_of(schema: Schema) -> str:
    """Return the type of a value, in the words of the page."""
    if "enum" in schema:
        return "word"
    if "$ref" in schema:
        return _type_of_definition(str(schema["$ref"]).rpartition("/")[2])
    found = schema["type"]
    return _TYPES[found] if isinstance(found, str) else "value"


def _type_of_definition(name: str) -> str:
    named = {
        "bodyPointer": "pointer",
        "operationId": "operation",
        "order": "keys of an order",
        "parentField": "pointer, or pointers by parameter",
    }
    if name in {"pointer", "place"}:
        return name
    if name in named:
        return named[name]
    schema = _DEFINITIONS[name]
    return "place" if "if" in schema else _type_of(schema)


def test_the_schema_has_the_version_of_the_page() -> None:
    """The schema is a JSON Schema itself, and its ``$id`` ends with the version."""
    Draft202012Validator.check_schema(VOCABULARY)
    version = VOCABULARY["$id"].rpartition(":")[2]
    assert f"This is version {version} of the vocabulary" in PAGE
    assert VOCABULARY["$defs"]["version"]["examples"] == [version]


@pytest.mark.parametrize(("heading", "schema"), TABLES.items(), ids=TABLES)
def test_a_table_has_the_keys_of_the_schema(heading: str, schema: Schema) -> None:
    """Each key of the schema is in the table and the reverse, with its type and its default."""
    rows = _rows(heading)
    assert {*rows} == {*schema["properties"]}
    for name, row in rows.items():
        found = schema["properties"][name]
        assert row.type == _type_of(found), name
        if name in schema.get("required", ()):
            assert row.default.startswith("required"), name
        elif "default" in found:
            assert row.default == f"`{found['default']}`", name
        else:
            assert not row.default or row.default.startswith("required, "), name
        for word in found.get("enum", ()) if name not in {"operator", "precision"} else ():
            assert f"`{word}`" in row.meaning, word


def _paging_keys() -> Iterator[tuple[str, str, Schema, bool]]:
    """Yield each key of a style, with the style, its schema, and whether it is required."""
    for style in STYLES:
        paging = _DEFINITIONS[f"{style}Pagination"]
        for name, schema in paging["properties"].items():
            inner = _inner(schema)
            is_required = name in paging["required"]
            if name == "style":
                continue
            if inner is None:
                yield style, name, schema, is_required
                continue
            for key, each in inner["properties"].items():
                needed = is_required and key in inner["required"]
                yield style, f"{name}.{key}", each, needed


def _inner(schema: Schema) -> Schema | None:
    """Return the schema of an object within the paging; None for a place."""
    while "$ref" in schema:
        schema = _DEFINITIONS[str(schema["$ref"]).rpartition("/")[2]]
    return schema if "properties" in schema else None


def test_the_table_of_paging_has_the_keys_of_each_style() -> None:
    """Each key of the schema is in the table and the reverse, with the styles that have it."""
    rows = _rows("pagination")
    styles: dict[str, list[str]] = {}
    required: dict[str, list[str]] = {}
    for style, key, schema, is_required in _paging_keys():
        assert rows[key].type == _type_of(schema), key
        styles.setdefault(key, []).append(style)
        required.setdefault(key, []).extend([style] * is_required)
    assert {*rows} == {*styles}
    for key, row in rows.items():
        named = re.findall("`([a-z]+)`", row.styles) or [*STYLES]
        assert sorted(named) == sorted(styles[key]), key
        assert sorted(re.findall("`([a-z]+)`", row.default)) == sorted(required[key]), key


@pytest.mark.parametrize("name", ["totalItems", "hasMore"])
def test_the_keys_of_a_place_are_explained(name: str) -> None:
    """The row of a place that may be an object names the keys of the object."""
    meaning = _rows("pagination")[name].meaning
    for key, schema in _DEFINITIONS[name]["then"]["properties"].items():
        assert re.search(rf"\b{key}\b", meaning), key
        assert not schema.get("default") or f"{key}: false" in meaning


def test_the_table_of_rules_has_each_rule() -> None:
    """Each rule of x-invariants has a row."""
    assert {cells[0].strip("`") for cells in _cells("x-invariants")} == {*_RULES}


def test_the_table_of_words_has_each_word() -> None:
    """The first table names each annotation."""
    words = {
        re.findall("`([^`]+)`", cells[0])[0] for cells in _cells("The annotations of a list API")
    }
    assert words == {*VOCABULARY["properties"]}
