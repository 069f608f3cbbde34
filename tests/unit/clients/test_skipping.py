"""A client that loses items, or hides that it has skipped some, is noticed by its checks."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from rollcall.clients import CheckContext, checks
from rollcall.laws import Results
from rollcall.spec import read_spec
from tests.support.client.list_styles import STYLES
from tests.support.specs import build

_DEFECTS: Mapping[str, tuple[str, str, str]] = {
    "the item after a skipped one is lost": (
        "_invalid.py",
        "        if fault is None:\n",
        "        if fault is None and not (skipped and skipped[-1].position == position - 1):\n",
    ),
    "all items after a skipped one are lost": (
        "_invalid.py",
        "        skipped.append(Skipped(position, raw, place, fault.reason))\n",
        "        skipped.append(Skipped(position, raw, place, fault.reason))\n        break\n",
    ),
    "a skipped item is not reported": (
        "_invalid.py",
        "        skipped.append(Skipped(position, raw, place, fault.reason))\n",
        "        continue\n",
    ),
    "only the first skipped item is reported": (
        "_invalid.py",
        "        skipped.append(Skipped(position, raw, place, fault.reason))\n",
        "        skipped = [*skipped, Skipped(position, raw, place, fault.reason)][:position]\n",
    ),
    "another position is reported": ("_invalid.py", "Skipped(position, raw", "Skipped(0, raw"),
    "another item is reported": (
        "_invalid.py",
        "Skipped(position, raw, place",
        "Skipped(position, valid[0].encode() if valid else raw, place",
    ),
    "another place is reported": ("_invalid.py", "raw, place, fault", "raw, path, fault"),
    "the fault ends the list": ("_invalid.py", "            valid.append(text[part])\n", ""),
    "the page does not have what it skipped": (
        "_walk.py",
        "return Page(items, operation.meta(body), response, skipped)",
        "return Page(items, operation.meta(body), response, ())",
    ),
    "skipped items count as missing": (
        "_walk.py",
        "response, len(items) + len(skipped))",
        "response, len(items))",
    ),
}


def _violations(folder: Path, name: str, defect: tuple[str, str, str] | None) -> list[str]:
    """Return the violations of a client with a defect, each with its law and its title."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(STYLES["offset"].document), encoding="utf-8")
    package = build(path, folder)
    if defect is not None:
        file, old, new = defect
        source = (package / file).read_text(encoding="utf-8")
        assert source.count(old) == 1, source
        (package / file).write_text(source.replace(old, new), encoding="utf-8")
    spec, results = read_spec(path), Results()
    for check in checks(spec):
        if check.law == "conformance.invalid_item_is_skipped":
            check.run(CheckContext(spec, results, seed=1, examples=1))
    assert results.ran
    return [f"{each.title}\n{each.python}" for each in results.violations.values()]


@pytest.mark.parametrize("name", _DEFECTS)
def test_a_client_that_skips_wrongly_is_noticed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The violation has the call, and the response that shows it."""
    monkeypatch.syspath_prepend(tmp_path)
    package = f"skipping_{[*_DEFECTS].index(name)}"
    (found,) = _violations(tmp_path, package, _DEFECTS[name])
    assert 'on_invalid="skip"' in found or "on_invalid='skip'" in found


def test_a_correct_client_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same package without a defect."""
    monkeypatch.syspath_prepend(tmp_path)
    assert _violations(tmp_path, "skipping_rightly", None) == []
