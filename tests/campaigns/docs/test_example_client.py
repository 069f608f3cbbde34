"""Every law holds on the example API through every channel of its generated client."""

from pathlib import Path

import pytest

from rollcall.codegen import update
from tests.support.checks import check
from tests.support.example_api import SPEC, serving


def test_every_law_passes_through_every_channel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every verdict is a pass with a witness."""
    update([SPEC], tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    with serving() as server:
        outcome = check(tmp_path, server.base_url, token=server.key, spec=SPEC)
    assert outcome.status == 0, outcome.output
    verdicts = outcome.report["verdicts"]
    assert [each for each in verdicts if each["outcome"] != "pass" or not each["witnesses"]] == []
    assert {each["channel"] for each in verdicts} == {
        "http",
        "client",
        "client-async",
        "client-ahead",
    }
