"""Rules between fields, and parents at two levels, through the generated client."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

import rollcall
from rollcall.spec import UsageError, read_spec
from tests.support.invoices import INVOICES, Invoices, Row
from tests.support.libraries import Libraries, Place
from tests.support.specs import build


def _report(
    api: Invoices | Libraries,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    **options: Any,  # noqa: ANN401
) -> rollcall.Report:
    """Run laws on an API, through its client too."""
    # Python imports a package of one name once.
    path = folder / f"{folder.name}.json"
    path.write_text(json.dumps(api.document), "utf-8")
    build(path, folder)
    monkeypatch.syspath_prepend(folder)
    target = rollcall.Target(api.base_url, "", transport=httpx.MockTransport(api.respond))
    config = attrs.evolve(rollcall.Config(seed=1, laws=("scope.*", "coherence.*")), **options)
    (report,) = (
        each.report
        for each in rollcall.run(read_spec(path), target, config)
        if isinstance(each, rollcall.RunFinished)
    )
    return report


def _failed(report: rollcall.Report) -> dict[str, set[str]]:
    """Return the laws that fail through each channel."""
    return {
        channel: {
            each.law
            for each in report.verdicts
            if (each.channel, each.outcome) == (channel, "fail")
        }
        for channel in ("http", "client")
    }


@pytest.mark.parametrize("api", [Invoices(), Libraries()], ids=["invoices", "libraries"])
def test_all_laws_pass_through_the_client(
    api: Invoices | Libraries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client takes all path parameters as arguments, and changes no field."""
    report = _report(api, tmp_path, monkeypatch)
    assert "client" in report.channels
    assert not report.violations
    through = {each.channel for each in report.verdicts if each.outcome == "pass"}
    assert {"http", "client"} <= through


WRONG: Mapping[str, Mapping[str, object]] = {
    "coherence.set_when": {"state": "paid", "paid_at": None},
    "coherence.equals_when": {"express": True, "priority": 2},
    "coherence.one_of_when": {"express": True, "carrier": "ship"},
    "coherence.unique": {"shop": INVOICES[0]["shop"], "number": INVOICES[0]["number"]},
    "coherence.count": {"line_count": 9},
    "coherence.sum": {"amount": "0.01"},
}


@pytest.mark.parametrize("law", WRONG)
def test_a_rule_is_checked_through_the_client(
    law: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last invoice breaks it."""
    rows: list[Row] = [*INVOICES[:-1], {**INVOICES[-1], **WRONG[law]}]
    failed = _failed(_report(Invoices(rows=rows), tmp_path, monkeypatch, laws=(law,)))
    assert failed == {"http": {law}, "client": {law}}


def _anywhere(books: Mapping[Place, list[Row]], library: str, name: str) -> list[Row] | None:
    """Find a shelf below any library."""
    del library
    return next((rows for (_, own), rows in books.items() if own == name), None)


def test_a_scope_is_checked_through_the_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ignores the library."""
    laws = ("scope.unknown",)
    failed = _failed(_report(Libraries(finds=_anywhere), tmp_path, monkeypatch, laws=laws))
    assert failed == {"http": {*laws}, "client": {*laws}}


def test_a_run_uses_the_parents_that_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One value names both levels; the report has the whole path."""
    given = {"shelf": ("south/verse",)}
    report = _report(Libraries(), tmp_path, monkeypatch, parents=given, laws=("page.partition",))
    lists = {each.parent for each in report.baselines if each.operation == "listBooks"}
    assert lists == {"south/verse"}
    assert not report.violations


@pytest.mark.parametrize(
    ("listing", "given", "message"),
    [
        ((), {}, "lists the parents of GET /libraries/{library}/shelves;"),
        (
            ("listShelves",),
            {},
            "the parents of GET /libraries/{library}/shelves; pass some with --parent library=…",
        ),
        (("listLibraries",), {}, "or with --parent shelf=LIBRARY/SHELF"),
        (
            ("listLibraries", "listShelves"),
            {"shelf": ("north/verse",)},
            "does not know shelf=north/verse (status 404)",
        ),
        (
            ("listLibraries", "listShelves"),
            {"shelf": ("nothing",)},
            "does not know shelf=nothing (status 404)",
        ),
    ],
)
def test_a_wrong_parent_is_a_usage_error(
    listing: tuple[str, ...],
    given: Mapping[str, tuple[str, ...]],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message names the option and its form."""
    with pytest.raises(UsageError) as error:
        _report(Libraries(listing=listing), tmp_path, monkeypatch, parents=given)
    assert message in str(error.value)
