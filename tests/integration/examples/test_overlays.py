"""The annotations of the example projects may stand in an overlay."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

import rollcall
from rollcall.http import serving
from tests.support.overlays import apart
from tests.support.projects import module


def _outcomes(spec: rollcall.Spec, target: rollcall.Target) -> list[tuple[object, ...]]:
    """Check a target, and return the verdicts and the notes."""
    config = rollcall.Config(seed=1, laws=("filter.sound", "coherence.*", "page.partition"))
    *_, finished = rollcall.run(spec, target, config)
    assert isinstance(finished, rollcall.RunFinished)
    assert finished.report.exit_code == 0
    return [
        (each.operation, each.law, each.channel, each.subject, each.outcome, each.witnesses)
        for each in finished.report.verdicts
    ]


def _assert_same_verdicts(folder: Path, fetch: Callable[[], Any], target: rollcall.Target) -> None:
    document = fetch()
    bare, overlay = apart(document)
    for name, content in (("whole", document), ("bare", bare), ("overlay", overlay)):
        (folder / f"{name}.json").write_text(json.dumps(content), "utf-8")
    assert rollcall.from_path(folder / "bare.json").lists == ()
    spec = rollcall.from_path(folder / "bare.json", overlays=folder / "overlay.json")
    assert spec.notices == ()
    expected = _outcomes(rollcall.from_path(folder / "whole.json"), target)
    assert len(expected) > 20
    assert _outcomes(spec, target) == expected


def test_the_library_has_the_same_verdicts(tmp_path: Path) -> None:
    """The document of FastAPI without annotations, and an overlay with all of them."""
    app = module("library.main").app
    with serving(app) as url:
        _assert_same_verdicts(tmp_path, app.openapi, rollcall.Target(url))


def test_the_shop_has_the_same_verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document of drf-spectacular likewise."""
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "db.sqlite3"))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "project.settings")
    application = module("project.wsgi").application
    module("django.core.management").call_command("migrate", verbosity=0)
    transport = httpx.WSGITransport(application)

    def fetch() -> Any:  # noqa: ANN401 - JSON
        with httpx.Client(transport=transport, base_url="http://shop.test") as client:
            return client.get("/schema/", params={"format": "json"}).json()

    _assert_same_verdicts(tmp_path, fetch, rollcall.Target("http://shop.test", transport=transport))
