"""The checks of a client accept the clients of documents that frameworks write."""

import json
from pathlib import Path
from typing import Any

import pytest

from rollcall.clients import CheckContext, checks
from rollcall.laws import Results
from rollcall.spec import read_spec
from tests.support.dialects import DIALECTS, described
from tests.support.specs import build


def test_a_client_of_json_api_passes_each_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has another media type, no components and no page number in a page."""
    path = tmp_path / "of_json_api.json"
    path.write_text(json.dumps(described(DIALECTS["JSON:API"]).document), encoding="utf-8")
    build(path, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    spec, results = read_spec(path), Results()
    for check in checks(spec):
        if not check.needs_target:
            check.run(CheckContext(spec, results, seed=1, examples=2))
    assert not [f"{each.law}: {each.title}" for each in results.violations.values()]
    assert sum(results.ran.values())


def test_a_client_of_a_document_that_requires_nothing_passes_each_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the items nor the page information are required, as in most public documents."""
    path = tmp_path / "of_nothing_required.json"
    document = json.dumps(_without_required(described(DIALECTS["FastAPI"]).document))
    path.write_text(document, encoding="utf-8")
    build(path, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    spec, results = read_spec(path), Results()
    for check in checks(spec):
        if not check.needs_target:
            check.run(CheckContext(spec, results, seed=1, examples=2))
    assert not [f"{each.law}: {each.title}" for each in results.violations.values()]
    assert sum(results.ran.values())


def _without_required(node: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(node, dict):
        kept = {
            key: each
            for key, each in node.items()
            if not isinstance(each, list) or key != "required"
        }
        return {key: _without_required(each) for key, each in kept.items()}
    return [*map(_without_required, node)] if isinstance(node, list) else node
