"""Overlays: the rules of OpenAPI Overlay 1.0 and 1.1, and the places that errors name."""

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

import rollcall
from rollcall.spec import Overlay, Source, read_source
from tests.support.api import asgi

BOOKS = """\
openapi: 3.1.0
info: { title: Books, version: "1" }
paths:
  /books:
    get:
      operationId: listBooks
      tags: [old, kept]
      parameters:
        - { name: debug, in: query, schema: { type: boolean } }
        - { name: size, in: query, schema: { type: integer, minimum: 1, maximum: 9 } }
        - { name: page, in: query, schema: { type: integer, minimum: 1 } }
        - { name: genre, in: query, schema: { type: string } }
        - $ref: "#/components/parameters/Author"
      responses:
        "200":
          description: Books.
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: { type: array, items: { $ref: "#/components/schemas/Book" } }
components:
  parameters:
    Author: { name: author, in: query, schema: { type: string } }
  schemas:
    Book: { type: object, properties: { id: { type: string }, genre: { type: string } } }
"""
LISTED = """\
overlay: 1.0.0
info: { title: Lists, version: 1.0.0 }
actions:
  - target: $.paths['/books'].get
    update:
      x-list:
        items: /items
        identity: /id
        pagination: { style: page, pageSize: { parameter: size }, pageIndex: { parameter: page } }
  - target: $.paths.*.get.parameters[?@.name == 'genre']
    update:
      x-filter:
        field: /genre
        operator: eq
        precision: exact
"""


def overlaid(folder: Path, document: str, *actions: str, version: str = "1.1.0") -> Source:
    """Apply actions to a document."""
    path = folder / "openapi.yaml"
    path.write_text(document, encoding="utf-8")
    text = f"overlay: {version}\ninfo: {{ title: T, version: 1.0.0 }}\nactions:\n"
    return read_source(path, overlays=[Overlay("t.overlay.yaml", text + "\n".join(actions))])


def written(folder: Path, name: str, text: str) -> Path:
    """Write a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, *actions: str, version: str = "1.1.0") -> list[str]:
    """Return the problems of actions on the books, without their file."""
    with pytest.raises(rollcall.SpecError) as caught:
        overlaid(folder, BOOKS, *actions, version=version)
    assert all(each.startswith("t.overlay.yaml:") for each in caught.value.problems)
    return [each.removeprefix("t.overlay.yaml:") for each in caught.value.problems]


MERGES = {
    "a new key": ("x: { a: 1 }", "- { target: $.x, update: { b: 2 } }", {"a": 1, "b": 2}),
    "a primitive value": ("x: { a: 1 }", "- { target: $.x, update: { a: two } }", {"a": "two"}),
    "null": ("x: { a: 1 }", "- { target: $.x, update: { a: null } }", {"a": None}),
    "an inner object": (
        "x: { a: { b: 1, c: 2 } }",
        "- { target: $.x, update: { a: { c: 3 } } }",
        {"a": {"b": 1, "c": 3}},
    ),
    "an inner array": (
        "x: { a: [1] }",
        "- { target: $.x, update: { a: [1, 2] } }",
        {"a": [1, 1, 2]},
    ),
    "items for an array": ("x: [1]", "- { target: $.x, update: [2, [3]] }", [1, 2, [3]]),
    "an item for an array": ("x: [1]", "- { target: $.x, update: { a: 2 } }", [1, {"a": 2}]),
    "the root": ("x: { a: 1 }", "- { target: $, update: { x: { b: 2 } } }", {"a": 1, "b": 2}),
    "a selected primitive value": ("x: { a: 1 }", "- { target: $.x.a, update: 2 }", {"a": 2}),
    "a wildcard": (
        "x: { a: { k: 1 }, b: {} }",
        "- { target: $.x.*, update: { s: true } }",
        {"a": {"k": 1, "s": True}, "b": {"s": True}},
    ),
    "a filter": (
        "x: [{ name: a }, { name: b }]",
        "- { target: \"$.x[?@.name == 'b']\", update: { s: true } }",
        [{"name": "a"}, {"name": "b", "s": True}],
    ),
    "traits": (
        "x: { a: { x-traits: [paged] }, b: { x-traits: [] } }",
        "- { target: \"$.x[?@['x-traits'][?(@ == 'paged')]]\", update: { s: true } }",
        {"a": {"x-traits": ["paged"], "s": True}, "b": {"x-traits": []}},
    ),
    "removal of a key": ("x: { a: 1, b: 2 }", "- { target: $.x.a, remove: true }", {"b": 2}),
    "removal of items": ("x: [1, 2, 3, 2]", '- { target: "$.x[?@ == 2]", remove: true }', [1, 3]),
    "removal of nested nodes": (
        "x: [{ a: [{ a: 1 }, 2] }, { a: 3 }]",
        "- { target: $.x..a, remove: true }",
        [{}, {}],
    ),
    "removal at any depth": (
        "x: { a: { d: 1, k: 1 }, b: [{ d: 2 }] }",
        "- { target: $.x..d, remove: true }",
        {"a": {"k": 1}, "b": [{}]},
    ),
    "removal before an update": (
        "x: { a: 1 }",
        "- { target: $.x.a, remove: true, update: 5 }",
        {},
    ),
    "actions in sequence": (
        "x: { a: [1] }",
        "- { target: $.x.a, remove: true }\n- { target: $.x, update: { a: [2] } }",
        {"a": [2]},
    ),
}


@pytest.mark.parametrize("version", ["1.0.0", "1.0.7", "1.1.0"])
@pytest.mark.parametrize(("before", "actions", "after"), MERGES.values(), ids=MERGES)
def test_an_action_changes_what_it_selects(
    before: str, actions: str, after: object, version: str, tmp_path: Path
) -> None:
    """Both versions merge objects, append to arrays, and replace primitive values."""
    found = overlaid(tmp_path, f"openapi: 3.1.0\n{before}", actions, version=version)
    assert found.raw["x"] == after
    assert found.notices == ()


COPIES = {
    "into a node": ("a: { k: 1 }\n  b: { l: 2 }", "", {"a": {"k": 1}, "b": {"k": 1, "l": 2}}),
    "of arrays": ("a: [1]\n  b: [0]", "", {"a": [1], "b": [0, 1]}),
    "into an array": ("a: { k: 1 }\n  b: [0]", "", {"a": {"k": 1}, "b": [0, {"k": 1}]}),
    "of a primitive value": ("a: 1\n  b: 2", "", {"a": 1, "b": 1}),
    "as a move": ("a: { k: 1 }\n  b: {}", "- { target: $.x.a, remove: true }", {"b": {"k": 1}}),
}


@pytest.mark.parametrize(("before", "then", "after"), COPIES.values(), ids=COPIES)
def test_a_copy_is_merged_like_an_update(
    before: str, then: str, after: object, tmp_path: Path
) -> None:
    """The value comes from the document as the actions before have left it."""
    found = overlaid(
        tmp_path, f"openapi: 3.1.0\nx:\n  {before}", "- { target: $.x.b, copy: $.x.a }", then
    )
    assert found.raw["x"] == after


def test_a_copy_is_independent_of_its_source(tmp_path: Path) -> None:
    """A later change of the source does not change the copy."""
    found = overlaid(
        tmp_path,
        "openapi: 3.1.0\nx: { a: { k: [1] } }",
        "- { target: $.x, update: { b: {} } }",
        "- { target: $.x.b, copy: $.x.a }",
        "- { target: $.x.a.k, update: 2 }",
    )
    assert found.raw["x"] == {"a": {"k": [1, 2]}, "b": {"k": [1]}}


def test_an_overlay_adds_the_annotations(tmp_path: Path) -> None:
    """The spec is the same as with the annotations in the document itself."""
    path = written(tmp_path, "openapi.yaml", BOOKS)
    spec = rollcall.from_path(path, overlays=written(tmp_path, "lists.overlay.yaml", LISTED))
    (books,) = spec.lists
    assert [each.name for each in books.filters] == ["genre"]
    assert spec.notices == ()
    assert rollcall.from_path(path).lists == ()


def test_overlays_are_applied_in_their_order(tmp_path: Path) -> None:
    """The second overlay changes what the first one added; JSON is as good as YAML."""
    path = written(tmp_path, "openapi.yaml", BOOKS)
    actions = [{"target": "$..['x-list'].identity", "update": "/genre"}]
    second = {"overlay": "1.1.0", "info": {"title": "I", "version": "1"}, "actions": actions}
    overlays = [
        written(tmp_path, "lists.overlay.yaml", LISTED),
        written(tmp_path, "identity.overlay.json", json.dumps(second)),
    ]
    spec = rollcall.from_path(path, overlays=overlays)
    assert str(spec.lists[0].identity) == "/genre"
    assert spec.overlays == tuple(map(str, overlays))


def test_a_problem_of_an_added_part_names_the_overlay(tmp_path: Path) -> None:
    """The error has the file, the line and the pointer of the action."""
    path = written(tmp_path, "openapi.yaml", BOOKS)
    overlay = written(
        tmp_path, "lists.overlay.yaml", LISTED.replace("field: /genre", "field: /titel")
    )
    with pytest.raises(rollcall.SpecError) as caught:
        rollcall.from_path(path, overlays=overlay)
    place = f"{overlay}:13: /actions/1/update/x-filter/field: "
    assert str(caught.value).startswith(place)


def test_a_problem_of_an_appended_item_names_the_overlay(tmp_path: Path) -> None:
    """Items of an array are traced one by one."""
    path = written(tmp_path, "openapi.yaml", BOOKS)
    more = (
        "  - target: $.paths['/books'].get.parameters\n"
        "    update:\n"
        "      - { name: year, in: query, schema: { type: integer } }\n"
        "      - name: id\n"
        "        in: query\n"
        "        schema: { type: string }\n"
        "        x-filter: { field: /ids, operator: eq, precision: exact }\n"
    )
    overlay = written(tmp_path, "lists.overlay.yaml", LISTED + more)
    with pytest.raises(rollcall.SpecError) as caught:
        rollcall.from_path(path, overlays=overlay)
    assert str(caught.value).startswith(f"{overlay}:22: /actions/2/update/1/x-filter/field: ")


def test_a_removal_moves_no_position(tmp_path: Path) -> None:
    """What stands behind a removed item is still named by its own line in the document."""
    path = written(
        tmp_path,
        "openapi.yaml",
        BOOKS.replace("genre, in: query,", "genre, in: query, x-filter: 5,"),
    )
    removal = "  - { target: \"$..parameters[?@.name == 'debug']\", remove: true }\n"
    start = LISTED.partition("  - target: $.paths.*")[0]
    overlay = written(tmp_path, "lists.overlay.yaml", start + removal)
    with pytest.raises(rollcall.SpecError) as caught:
        rollcall.from_path(path, overlays=overlay)
    place = "/paths/~1books/get/parameters/3/x-filter: "
    assert str(caught.value).startswith(f"{path}:12: {place}")


def test_a_copied_part_is_named_where_it_was_written(tmp_path: Path) -> None:
    """The copy of an added part leads to the overlay."""
    path = written(tmp_path, "openapi.yaml", BOOKS)
    text = LISTED.replace("1.0.0\ninfo", "1.1.0\ninfo").replace("identity: /id", "identity: /ids")
    text += "  - { target: $.paths, update: { /more: {} } }\n"
    text += "  - { target: \"$.paths['/more']\", copy: \"$.paths['/books']\" }\n"
    text += "  - { target: \"$.paths['/more'].get.operationId\", update: listMore }\n"
    overlay = written(tmp_path, "lists.overlay.yaml", text)
    with pytest.raises(rollcall.SpecError) as caught:
        rollcall.from_path(path, overlays=overlay)
    problems = caught.value.problems
    assert len(problems) == 2
    place = f"{overlay}:8: /actions/0/update/x-list/identity: "
    assert all(each.startswith(place) for each in problems)
    assert "listMore" in problems[0] + problems[1]


def test_a_reference_to_another_file_names_the_overlay(tmp_path: Path) -> None:
    """A reference of an overlay is relative to the document; one that fails names the overlay."""
    folder = tmp_path / "overlays"
    folder.mkdir()
    path = written(tmp_path, "openapi.yaml", BOOKS)
    written(tmp_path, "year.yaml", "{ name: year, in: query, schema: { type: integer } }")
    action = "  - target: $..get.parameters\n    update: { $ref: year.yaml }\n"
    overlay = written(folder, "year.overlay.yaml", LISTED + action)
    books = rollcall.from_path(path, overlays=overlay).lists[0]
    assert books.parameter("year") is not None
    written(folder, "year.overlay.yaml", LISTED + action.replace("year.yaml", "years.yaml"))
    with pytest.raises(rollcall.SpecError) as caught:
        rollcall.from_path(path, overlays=overlay)
    assert str(caught.value).startswith(f"{overlay}:17: /actions/2/update/$ref: the $ref does not")


def test_an_action_that_selects_nothing_is_a_notice(tmp_path: Path) -> None:
    """The action succeeds, as the specification says; the notice has its file and line."""
    found = overlaid(
        tmp_path,
        BOOKS,
        "- { target: $.info, update: { x-a: 1 } }",
        "- { target: \"$.paths['/boks'].get\", update: { x-b: 1 } }",
        "- { target: $.info, description: none }",
    )
    path = tmp_path / "openapi.yaml"
    assert found.notices == (
        f"t.overlay.yaml:5: /actions/1/target: $.paths['/boks'].get selects nothing in {path}",
        "t.overlay.yaml:6: /actions/2: the action has no update, copy or remove",
    )


def test_an_update_beside_a_reference_is_a_notice(tmp_path: Path) -> None:
    """OpenAPI ignores what stands beside the reference of a parameter, but not of a schema."""
    found = overlaid(
        tmp_path,
        BOOKS,
        "- { target: '$.paths.*.get.parameters[-1:]', update: { x-filter: {} } }",
        "- { target: '$..schema.properties.items.items', update: { title: T } }",
    )
    (notice,) = found.notices
    assert notice.startswith(
        "t.overlay.yaml:4: /actions/0/update: /paths/~1books/get/parameters/4 "
    )


@pytest.mark.parametrize(
    ("extends", "places"),
    [("../openapi.yaml", []), ("openapi.yaml", [":3: /extends"]), ("https://api.test/v1", [])],
)
def test_an_overlay_of_another_file_is_a_notice(
    extends: str, places: list[str], tmp_path: Path
) -> None:
    """``extends`` is relative to the overlay; an address is not compared with a file."""
    (tmp_path / "overlays").mkdir()
    text = LISTED.replace("actions:", f"extends: {extends}\nactions:")
    overlay = written(tmp_path / "overlays", "lists.overlay.yaml", text)
    spec = rollcall.from_path(written(tmp_path, "openapi.yaml", BOOKS), overlays=overlay)
    assert [each.partition(": the")[0] for each in spec.notices] == [
        f"{overlay}{each}" for each in places
    ]


def test_all_problems_of_overlays_are_raised_at_once(tmp_path: Path) -> None:
    """The message has a line for each, file by file, in the order of the lines."""
    first = dedent("""\
        overlay: 2.0.0
        info: { title: T, version: 1.0 }
        actions:
          - target: paths
            updat: 1
            x-note: any
          - target: $.x-a
            copy: $[
            update: 1
        """)
    overlays = [
        written(tmp_path, "first.yaml", first),
        written(tmp_path, "second.yaml", "openapi: 3.1.0"),
        written(tmp_path, "third.yaml", "["),
    ]
    with pytest.raises(rollcall.SpecError) as caught:
        rollcall.from_path(written(tmp_path, "openapi.yaml", BOOKS), overlays=overlays)
    found = [each.removeprefix(f"{tmp_path}/") for each in caught.value.problems]
    assert [each.partition(": ")[0] for each in found] == [
        *("first.yaml:1", "first.yaml:2", "first.yaml:4", "first.yaml:5", "first.yaml:7"),
        *("first.yaml:8", "first.yaml:8", "second.yaml", "third.yaml:1"),
    ]
    assert found[0].endswith("/overlay: expected version 1.0.0 or 1.1.0, got 2.0.0")
    assert found[2].endswith("paths is not a JSONPath query (RFC 9535): it must begin with $")
    assert found[3].endswith("unknown key 'updat'; did you mean update?")
    assert found[4].endswith("is written ['x-list']")
    assert found[5].endswith("an action has update or copy, not both")
    assert found[7].endswith('not an overlay: it has no "overlay" key at its root')


REFUSED = {
    "{ target: $, remove: true }": "/target: the root of a document cannot be removed",
    "{ target: $.info, update: 5 }": (
        "/update: a primitive value cannot be merged into an object at /info of the document"
    ),
    "{ target: $, update: { info: { title: [1] } } }": (
        "/update/info/title: an array cannot be merged into a primitive value at /info/title of "
        "the document"
    ),
    "{ target: $.paths.*, update: { get: { tags: new } } }": (
        "/update/get/tags: a primitive value cannot be merged into an array at "
        "/paths/~1books/get/tags of the document"
    ),
    "{ target: $.info, copy: $.info.title }": (
        "/copy: a primitive value cannot be merged into an object at /info of the document"
    ),
    "{ target: $.info, copy: $.none }": "/copy: $.none selects 0 nodes; a copy needs 1",
    "{ target: $.info, copy: $.info.* }": "/copy: $.info.* selects 2 nodes; a copy needs 1",
    "{ target: $.*, update: {} }": (
        "/target: $.* selects a primitive value and an object; all must be alike"
    ),
}


@pytest.mark.parametrize(("action", "problem"), REFUSED.items())
def test_what_cannot_be_applied_is_refused(action: str, problem: str, tmp_path: Path) -> None:
    """The error names the part of the action, and the part of the document."""
    found = refused(tmp_path, f"- {action}", f"- {action}")
    assert found == [f"4: /actions/0{problem}", f"5: /actions/1{problem}"]


def test_a_copy_needs_version_1_1(tmp_path: Path) -> None:
    """The key is new in 1.1."""
    (problem,) = refused(tmp_path, "- { target: $.info, copy: $.info }", version="1.0.0")
    assert problem == "4: /actions/0/copy: copy is new in version 1.1: write overlay: 1.1.0"


def test_extensions_of_an_overlay_are_ignored(tmp_path: Path) -> None:
    """Keys that begin with x- are free."""
    found = overlaid(tmp_path, BOOKS, "- { target: $.info, update: { x-a: 1 }, x-b: 2 }\nx-c: 3")
    assert found.raw["info"]["x-a"] == 1


def test_an_overlay_may_remove_what_makes_a_document(tmp_path: Path) -> None:
    """The result is checked, not the file."""
    with pytest.raises(rollcall.SpecError, match='no "openapi" key at its root'):
        overlaid(tmp_path, BOOKS, "- { target: $.openapi, remove: true }")


def test_missing_files_are_raised_at_once(tmp_path: Path) -> None:
    """The message names each."""
    path = written(tmp_path, "openapi.yaml", BOOKS)
    with pytest.raises(rollcall.SpecError) as caught:
        rollcall.from_path(path, overlays=[tmp_path / "a.yaml", tmp_path / "b.yaml"])
    assert [each.partition(":")[0] for each in caught.value.problems] == [
        f"{tmp_path}/a.yaml",
        f"{tmp_path}/b.yaml",
    ]


def test_the_configuration_names_overlays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an argument, those of pyproject.toml or the environment are applied."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "openapi.yaml", BOOKS)
    written(tmp_path, "lists.overlay.yaml", LISTED)
    written(tmp_path, "pyproject.toml", '[tool.rollcall]\noverlays = ["lists.overlay.yaml"]\n')
    assert rollcall.from_path("openapi.yaml").overlays == ("lists.overlay.yaml",)
    assert rollcall.from_path("openapi.yaml", overlays=()).overlays == ()
    monkeypatch.setenv("ROLLCALL_OVERLAYS", "none.yaml")
    with pytest.raises(rollcall.SpecError, match=r"none\.yaml: cannot be read"):
        rollcall.from_path("openapi.yaml")


def test_a_document_of_an_application_is_overlaid(tmp_path: Path) -> None:
    """The document may come from an application, and the overlay from a file."""
    document: Mapping[str, Any] = YAML(typ="safe", pure=True).load(BOOKS)
    app = asgi(lambda _request: httpx.Response(200, json=document))
    text = LISTED.replace("actions:", "extends: openapi.yaml\nactions:")
    overlay = written(tmp_path, "lists.overlay.yaml", text)
    spec = rollcall.from_asgi("/openapi.json", app, overlays=overlay)
    assert [each.id for each in spec.lists] == ["listBooks"]
    assert spec.notices == ()  # no file was extended
