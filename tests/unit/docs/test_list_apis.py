"""docs/explanation/list_apis.md says what the documents of the public list APIs say."""

import json
from pathlib import Path
from typing import Any

from scripts import publish_list_apis

_ROOT = Path(__file__).parents[3]


def test_the_page_is_up_to_date() -> None:
    """`scripts/publish_list_apis.py` writes it."""
    assert publish_list_apis.main(["--check"]) == 0


def _words() -> set[str]:
    """Return the words of the vocabulary whose meaning a server can break, from its JSON Schema."""
    path = _ROOT / "src" / "rollcall" / "spec" / "annotations.schema.json"
    schema: Any = json.loads(path.read_text("utf-8"))["$defs"]
    paging = {key for name in schema if name.endswith("Pagination") for key in _keys(schema, name)}
    filters, search = schema["filter"]["properties"], schema["search"]["properties"]
    operators = filters["operator"]["enum"]
    plain = {"x-expand", "x-search", "x-select", "x-sort", "x-credentials", "x-list parent"}
    return plain | {
        *(f"x-list {each}" for each in paging - {"style"}),
        *(f"x-list style {each}" for each in schema["pagination"]["properties"]["style"]["enum"]),
        *(f"x-list {each}" for each in ("items", "identity", "order")),
        *(f"x-list order {each}" for each in ("direction", "nulls", "ignore")),
        *(f"x-sort {each}" for each in ("prefix", "suffix", "parameter", "separator", "nulls")),
        *(f"x-filter operator {each}" for each in operators),
        *(f"x-filter precision {each}" for each in filters["precision"]["enum"]),
        *(f"x-filter {each}" for each in filters.keys() - {"field", "operator", "precision"}),
        *(f"x-search match {each}" for each in search["match"]["enum"]),
        *(f"x-search words {each}" for each in search["words"]["enum"]),
        *(f"x-select {each}" for each in schema["select"]["properties"].keys() - {"fields"}),
        *(f"x-invariants {each}" for each in _keys(schema, "invariant")),
        *(f"x-strictness {each}" for each in _keys(schema, "strictness")),
        "x-expand order",
    }


def _keys(schema: Any, name: str) -> set[str]:  # noqa: ANN401 - JSON
    return {*schema[name]["properties"]}


def test_each_word_of_the_vocabulary_has_figures() -> None:
    """Over HTTP, the laws kill a mutant that is about it."""
    path = _ROOT / "docs" / "explanation" / "list_apis_mutants.json"
    record = json.loads(path.read_text("utf-8"))
    killed = {
        word
        for api in record.values()
        for word, channels in api["words"].items()
        if channels.get("http", {}).get("killed")
    }
    assert _words() - killed == set()
