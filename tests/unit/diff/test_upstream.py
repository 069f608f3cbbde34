"""``rollcall upstream``: how a document differs from its vendor's own."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from rollcall.cli import main
from rollcall.diff import read_explanations

_FOLDER: Final = Path(__file__).parent / "upstream"
_CURATED: Final = _FOLDER / "curated.yaml"
_ROOT: Final = Path(__file__).parents[3]
_LIST: Final = "/paths/~1v2~1shelves~1{id}~1books/get"
_BOOK: Final = (
    f"{_LIST}/responses/200/content/application~1json/schema/properties/data/items/properties"
)
_PLACE: Final = "GET /v2/shelves/{shelf_id}/books"
_REMOVED: Final = object()


def _vendor(folder: Path, changes: Mapping[str, object]) -> Path:
    """Write the vendor's document with other values, by their JSON Pointers."""
    document = YAML(typ="safe", pure=True).load(_FOLDER / "vendor.yaml")
    for pointer, value in changes.items():
        *parents, last = (
            token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]
        )
        node: Any = document
        for token in parents:
            node = node[int(token) if isinstance(node, list) else token]
        if value is _REMOVED:
            del node[int(last) if isinstance(node, list) else last]
        else:
            node[last] = value
    path = folder / "vendor.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["upstream", *map(str, arguments)])


def _report(*arguments: str | Path) -> Any:  # noqa: ANN401 - JSON
    done = _run(*arguments, "--format", "json")
    report = json.loads(done.stdout)
    assert report["exit_code"] == done.exit_code
    return report


def _explained(folder: Path, text: str) -> Path:
    path = folder / "explained.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_api_written_in_another_way_has_no_difference(tmp_path: Path) -> None:
    """Objects in a query, references, versions of OpenAPI, names and orders do not count."""
    done = _run(_CURATED, _vendor(tmp_path, {}))
    assert done.exit_code == 0, done.output
    assert "0 differences from" in " ".join(done.stdout.split())
    assert _report(_CURATED, _vendor(tmp_path, {}))["differences"] == []


def test_both_sides_may_be_the_vendor(tmp_path: Path) -> None:
    """A range of statuses covers a status in either document."""
    done = _report(_vendor(tmp_path, {}), _CURATED)
    assert [each["change"] for each in done["differences"]] == []


_CASES: Final[dict[str, tuple[dict[str, object], list[tuple[str, str, str]]]]] = {
    "an operation": (
        {"/paths/~1authors": {"get": {"responses": {"200": {"description": "All."}}}}},
        [("operation.removed", "GET /authors", "removed")],
    ),
    "a nested filter": (
        {"/components/schemas/range/properties/eq": {"type": "string"}},
        [("parameter.removed", f"{_PLACE} filter[printed_at][eq]", "parameter removed")],
    ),
    "a filter that the vendor does not have": (
        {"/components/schemas/range/properties/lte": _REMOVED},
        [("parameter.added", f"{_PLACE} filter[printed_at][lte]", "optional parameter added")],
    ),
    "a bound": (
        {"/components/schemas/size/maximum": 100},
        [("request.narrowed", f"{_PLACE} page[size]", "maximum 100 → 50")],
    ),
    "a field": (
        {f"{_BOOK}/pages": {"type": "integer"}},
        [("response.removed", f"{_PLACE} 200.data[].pages", "field removed")],
    ),
    "a field of a field": (
        {"/components/schemas/person/properties/born": {"type": "string"}},
        [("response.removed", "Author.born", "field removed")],
    ),
    "null": (
        {f"{_BOOK}/printed_at/nullable": False},
        [("response.widened", f"{_PLACE} 200.data[].printed_at", "null is a value now")],
    ),
    "a value": (
        {"/components/schemas/kind/enum": ["poem", "novel", "play"]},
        [("response.narrowed", f"{_PLACE} 200.data[].kind", "enum removes play")],
    ),
    "the server": (
        {"/servers/0/url": "https://api.example.com"},
        [
            (
                "server.changed",
                "Books",
                "server https://api.example.com → https://books.example.com",
            )
        ],
    ),
    "the server of a path": (
        {
            "/paths/~1v2~1shelves~1{id}~1books/servers": [{"url": "https://books.example.com/api"}],
        },
        [
            ("operation.added", _PLACE, "added"),
            ("operation.removed", "GET /api/v2/shelves/{id}/books", "removed"),
        ],
    ),
    "the credential": (
        {"/components/securitySchemes/key_of_account/scheme": "basic"},
        [
            ("security.removed", _PLACE, "no longer accepted with key_of_account"),
            ("security.added", _PLACE, "accepted with bearer"),
        ],
    ),
    "the body of a range of statuses": (
        {
            f"{_LIST}/responses/4XX/content/application~1json/schema/properties": {
                "message": {"type": "string"},
                "code": {"type": "integer"},
            }
        },
        [
            ("response.removed", f"{_PLACE} {status}.code", "field removed")
            for status in ("404", "422", "4XX")
        ],
    ),
}


@pytest.mark.parametrize("name", _CASES)
def test_a_difference_is_listed_at_its_place(name: str, tmp_path: Path) -> None:
    """The place is the operation with its parameter or field, or the schema with its field."""
    changes, expected = _CASES[name]
    found = _report(_CURATED, _vendor(tmp_path, changes))
    assert found["exit_code"] == 1
    listed = [(each["change"], each["place"], each["what"]) for each in found["differences"]]
    assert sorted(listed) == sorted(expected)


_PLAY: Final = {"/components/schemas/kind/enum": ["poem", "novel", "play"]}


def test_explained_differences_are_folded(tmp_path: Path) -> None:
    """They are counted; ``--all`` prints them with their reasons."""
    vendor = _vendor(tmp_path, _PLAY)
    text = "explained: [{why: no plays here, change: response.narrowed, at: '*.kind'}]"
    explained = _explained(tmp_path, text)
    folded = _run(_CURATED, vendor, "--explained", explained)
    assert folded.exit_code == 0, folded.output
    assert "0 differences from" in folded.stdout
    assert "and 1 that" in folded.stdout
    assert "play" not in folded.stdout
    whole = _run(_CURATED, vendor, "--explained", explained, "--all")
    assert whole.exit_code == 0, whole.output
    assert re.search(r"enum removes play +response\.narrowed +no plays here", whole.stdout)


def test_an_explanation_stands_beside_the_document(tmp_path: Path) -> None:
    """``NAME.upstream.yaml`` is read if it exists."""
    curated = tmp_path / "books.yaml"
    curated.write_bytes(_CURATED.read_bytes())
    text = "explained: [{why: w, change: response.narrowed, at: '*.kind', what: '* play'}]"
    (tmp_path / "books.upstream.yaml").write_text(text, encoding="utf-8")
    assert _run(curated, _vendor(tmp_path, _PLAY)).exit_code == 0


@pytest.mark.parametrize(
    "explanation",
    [
        "{why: w, change: response.widened, at: '*.kind'}",
        "{why: w, change: response.narrowed, at: kind}",
        "{why: w, change: response.narrowed, at: '*.kind', what: removes}",
    ],
)
def test_an_explanation_is_about_a_change_of_a_place(explanation: str, tmp_path: Path) -> None:
    """Another change, place or text is neither explained nor forgotten."""
    explained = _explained(tmp_path, f"explained: [{explanation}]")
    found = _report(_CURATED, _vendor(tmp_path, _PLAY), "--explained", explained)
    assert [each["why"] for each in found["differences"]] == [None]
    assert len(found["gone"]) == 1


def test_a_difference_that_is_gone_is_an_error(tmp_path: Path) -> None:
    """Each place of an explanation must have its difference; the line of another is named."""
    text = """\
explained:
  - why: no plays here
    change: response.narrowed
    at:
      - "*.kind"
      - "*.title"
"""
    explained = _explained(tmp_path, text)
    done = _run(_CURATED, _vendor(tmp_path, _PLAY), "--explained", explained)
    assert done.exit_code == 1
    words = " ".join(done.stdout.split())
    assert "explained.yaml:6: no longer a difference, so remove its explanation" in words
    assert "response.narrowed at *.title" in words
    assert "explained.yaml:5" not in words


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("explained: {}", ["1: /explained: {} is not of type 'array'"]),
        ("explaned: []", ["'explained' is a required property", "did you mean explained?"]),
        (
            "explained:\n- {change: response.narowed, at: x}\n- {why: ' ', change: a.b, at: []}",
            [
                "2: /explained/0: 'why' is a required property",
                "unknown change response.narowed; did you mean response.narrowed?",
                "3: /explained/1/why: ' ' does not match; expected a text: the reason of the",
                "3: /explained/1/change: unknown change a.b",
                "3: /explained/1/at: [] should be non-empty",
            ],
        ),
        ("[", ["not valid YAML"]),
    ],
)
def test_all_problems_of_the_explanations_are_told(
    text: str, problems: list[str], tmp_path: Path
) -> None:
    """Each has the file, the line, and what to correct."""
    explained = _explained(tmp_path, text)
    done = _run(_CURATED, _vendor(tmp_path, {}), "--explained", explained)
    assert done.exit_code == 2
    for problem in problems:
        assert problem in done.stderr
    assert "explained.yaml:" in done.stderr


def test_a_missing_document_is_a_usage_error(tmp_path: Path) -> None:
    """The message names the file."""
    done = _run(_CURATED, tmp_path / "nothing.json")
    assert done.exit_code == 2
    assert "nothing.json: cannot be read" in done.stderr


def test_the_sample_of_the_page_is_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The output in docs/howto/upstream.md is that of the explanations there."""
    page = (_ROOT / "docs" / "howto" / "upstream.md").read_text("utf-8")
    (explanations,) = re.findall(r"^```yaml\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    (output,) = re.findall(r"^```text\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    query = f"{_LIST}/parameters/1/schema/properties"
    changes: dict[str, object] = {
        "/components/schemas/size/maximum": 100,
        "/components/schemas/person/properties/born": {"type": "integer"},
        f"{query}/author": {"type": "string"},
    }
    _vendor(tmp_path, changes)
    (tmp_path / "openapi.yaml").write_bytes(_CURATED.read_bytes())
    (tmp_path / "openapi.upstream.yaml").write_text(explanations, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert _run("openapi.yaml", "vendor.json").stdout.split() == output.split()


@pytest.mark.parametrize("name", ["telnyx-video", "twilio-video"])
def test_each_explanation_is_a_decision(name: str) -> None:
    """The reasons are rows of CURATION.md."""
    text = (_ROOT / "openapi" / "CURATION.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \|", text, flags=re.MULTILINE)
    explanations = read_explanations(_ROOT / "openapi" / f"{name}.upstream.yaml")
    assert explanations
    assert {each.why for each in explanations} <= {*rows}
