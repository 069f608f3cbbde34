"""Rollcall tests an API that it does not know, from its annotated document alone."""

import importlib
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from ruamel.yaml import YAML

from rollcall.codegen import update
from tests.support.checks import check
from tests.support.example_api import KEY_HEADER, SPEC, RunningExample, serving

DOCUMENT: dict[str, Any] = YAML(typ="safe", pure=True).load(SPEC.read_text(encoding="utf-8"))
OPERATIONS = [item["get"] for item in DOCUMENT["paths"].values()]


@pytest.fixture(scope="module")
def server() -> Iterator[RunningExample]:
    """Start the server of the example."""
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the client of the example, and return the folder of the package."""
    folder = tmp_path_factory.mktemp("generated")
    update([SPEC], folder)
    return folder


@pytest.fixture
def client(generated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Import the client of the example, for one test."""
    monkeypatch.syspath_prepend(str(generated))
    yield importlib.import_module("example_api")
    for name in [each for each in sys.modules if each.partition(".")[0] == "example_api"]:
        del sys.modules[name]


def test_the_client_reads_both_lists(client: ModuleType, server: RunningExample) -> None:
    """Numbered and linked pages, filters and an expanded field return the items of the server."""
    with client.Client(server.key, base_url=server.base_url) as api:
        berths = list(api.berths.list(per=9, with_visits=True, concurrency=3))
        assert [each.code for each in berths] == [
            each["code"] for p in range(2) for each in server.get("/berths", per=50, p=p)["berths"]
        ]
        visits = list(api.berths.visits.list("B-3", limit_=7))
        assert [each.ref for each in visits] == [each["ref"] for each in server.visits("B-3")]
        assert next(each for each in berths if each.code == "B-3").visits == visits
        since = datetime(2026, 3, 1, tzinfo=UTC)
        narrowed = api.berths.visits.list(
            "B-3", arrived_after=since, departed_by=date(2026, 3, 20), draught_min=10, limit_=2
        )
        assert [each.ref for each in narrowed] == [
            each.ref
            for each in visits
            if each.arrived_at > since
            and each.departed_at is not None
            and each.departed_at.astimezone(UTC).date() <= date(2026, 3, 20)
            and (each.draught or 0) >= 10
        ]
        with pytest.raises(client.NotFoundError) as refusal:
            api.berths.visits.list("B-99").first()
        assert refusal.value.body.problem.parameter == "berth"


def test_the_client_keeps_the_key_secret(client: ModuleType, server: RunningExample) -> None:
    """A response does not keep the header with the key, and callers cannot set that header."""
    with client.Client(server.key, base_url=server.base_url) as api:
        page = next(api.berths.list().pages())
        assert KEY_HEADER.lower() not in page.response.request.headers
    with (
        client.Client("wrong", base_url=server.base_url) as api,
        pytest.raises(client.UnauthorizedError),
    ):
        api.berths.list().first()
    for headers in ({KEY_HEADER: "other"}, {KEY_HEADER.upper(): "other"}):
        with pytest.raises(client.ArgumentError, match="is set by the client"):
            client.Client(server.key, base_url=server.base_url, headers=headers)


def test_every_law_passes(server: RunningExample, tmp_path: Path) -> None:
    """Every law has witnesses on both lists over plain HTTP, without a client."""
    outcome = check(tmp_path, server.base_url, token=server.key, spec=SPEC)
    assert outcome.status == 0, outcome.output
    verdicts = outcome.report["verdicts"]
    assert [each for each in verdicts if each["outcome"] != "pass" or not each["witnesses"]] == []
    assert {each["channel"] for each in verdicts} == {"http"}
    assert {each["law"].partition(".")[0] for each in verdicts} == {
        *("page", "link", "filter", "expand", "scope", "value", "coherence", "auth", "http"),
        "conformance",
    }
    for operation in OPERATIONS:
        filters = {each["name"] for each in operation["parameters"] if "x-filter" in each}
        for law in ("filter.sound", "filter.complete"):
            assert filters == {
                each["subject"]
                for each in verdicts
                if (each["law"], each["operation"]) == (law, operation["operationId"])
            }
