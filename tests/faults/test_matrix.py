"""The kill matrix: written from runs, about the faults that there are, and never by hand."""

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import pytest

from contract_tests.contract import read_document
from contract_tests.faults import client, spec
from contract_tests.faults._matrix import compiled, read, written
from contract_tests.faults._matrix_command import add_arguments, run
from contract_tests.faults._matrix_page import render
from contract_tests.faults.server import catalogue

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DOCUMENTS = {
    document.title: document
    for path in sorted((ROOT / "openapi").glob("*.yaml"))
    if "\nopenapi:" in path.read_text("utf-8")
    for document in [read_document(path)]
}


def _trial(outcome: str, **other: object) -> dict[str, Any]:
    plain = {"law": "", "subject": "", "title": "", "requests": 4, "seconds": 0.25, "reasons": []}
    return {"outcome": outcome, **plain, **other}


def _fault(kind: str, trials: dict[str, Any], **other: object) -> dict[str, Any]:
    return {
        "id": f"listBooks {kind}",
        "kind": kind,
        "group": kind.partition(".")[0],
        "operation": "listBooks",
        "subject": "",
        "sentence": f"What is wrong with {kind}.",
        "needs": "",
        "equivalent": None,
        "trials": trials,
        **other,
    }


def _report(side: str, channels: dict[str, str], faults: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "version": 1,
        "side": side,
        "generated_at": "2026-01-02T03:04:05+00:00",
        "api": {"title": "Books", "version": "1.0.0"},
        "server": "the sandbox",
        "profile": "ci",
        "seed": 1,
        "seconds": 12.0,
        "stopped": None,
        "sound": {},
        "channels": [{"id": each, "title": title} for each, title in channels.items()],
        "groups": [{"id": "page", "title": "Pages"}, {"id": "link", "title": "Links"}],
        "faults": faults,
        "notes": [],
    }


def _reports() -> list[dict[str, Any]]:
    killed = _trial("killed", law="page.length")
    laws = _report(
        "server",
        {"http": "laws, plain HTTP", "client": "laws, client"},
        [
            _fault("page.lost", {"http": killed, "client": killed}),
            _fault(
                "page.twice",
                {"http": killed, "client": _trial("survived", reasons=["page.once: no ties"])},
            ),
            _fault("page.same", {"http": _trial("unreached")}, equivalent="Nothing differs."),
        ],
    )
    alone = _report(
        "server",
        {"schemathesis-1": "schemathesis, seed 1", "schemathesis-2": "schemathesis, seed 2"},
        [
            _fault("page.lost", {"schemathesis-1": killed, "schemathesis-2": _trial("survived")}),
            _fault("page.twice", {"schemathesis-1": _trial("survived"), "schemathesis-2": killed}),
        ],
    )
    return [laws, alone, _report("client", {"a": "laws"}, [_fault("page.lost", {"a": killed})])]


def test_it_can_be_written_again_from_what_is_kept() -> None:
    """The page is the same from the two files beside it as from the reports."""
    matrix = compiled(_reports())
    head, lines = written(matrix)
    assert render(read(head, lines.splitlines())) == render(matrix)


def test_what_each_column_noticed_is_counted() -> None:
    """A cell says how many were noticed of those that could be; equivalents are no such."""
    page = render(compiled(_reports()))
    row = next(line for line in page.splitlines() if line.startswith("| Pages"))
    assert row.split(" | ")[1:8] == ["3", "1", "2/2", "2/2", "1/2", "1/2", "1/2"]
    assert "| Links" not in page


def test_what_is_not_noticed_is_named() -> None:
    """A survivor is told with its column and what was lacking, an equivalent with its reason."""
    page = render(compiled(_reports()))
    lines = page.splitlines()
    told = (
        "- `listBooks page.twice`: What is wrong with page.twice. (laws, client: survived) "
        "Needed: page.once: no ties."
    )
    assert lines[lines.index("In one column, but not in another: 1.") + 2] == told
    assert "Nothing differs. (1)\n\n- `listBooks page.same`" in page
    assert "In no column" not in page
    reports = _reports()
    del reports[0]["faults"][1]["trials"]["http"]
    assert "In no column: 1.\n\n- `listBooks page.twice`" in render(compiled(reports))


@pytest.mark.parametrize("broken", ["stopped", "strange"])
def test_a_report_that_does_not_fit_is_refused(broken: str) -> None:
    """No matrix is made of a run that ended early, or of runs about different faults."""
    reports = _reports()
    if broken == "stopped":
        reports[1]["stopped"] = "it was interrupted"
    else:
        reports[1]["faults"][0]["id"] = "listBooks page.strange"
    with pytest.raises(ValueError, match="ended early" if broken == "stopped" else "strange"):
        compiled(reports)


def test_the_command_writes_three_files(tmp_path: Path) -> None:
    """The page, the lines and what they were measured with are written into a folder."""
    paths = []
    for number, report in enumerate(_reports()):
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(json.dumps(report), "utf-8")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert run(parser.parse_args([*map(str, paths), "--folder", str(tmp_path)])) == 0
    assert {each.name for each in tmp_path.glob("faults.*")} == {
        *("faults.md", "faults.csv", "faults.json")
    }
    assert "Written by `make matrix`" in (tmp_path / "faults.md").read_text("utf-8").splitlines()[0]
    assert run(parser.parse_args([str(tmp_path / "missing.json")])) == 2


def _published(side: str) -> dict[str, set[str]]:
    """Give the faults of a side that are published, by the title of the API."""
    found: dict[str, set[str]] = {}
    with (DOCS / "faults.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, _, title = row["side"].partition(": ")
            if name == side:
                found.setdefault(title, set()).add(row["fault"])
    return found


def test_the_published_servers_have_the_present_faults() -> None:
    """Who changes a catalogue runs `make matrix` again: a document has its faults, no other."""
    published = _published("server")
    assert published.keys() == DOCUMENTS.keys()
    for title, document in DOCUMENTS.items():
        present = {each.id for each in catalogue(document)}
        assert published[title] == present, sorted(published[title] ^ present)[:5]


def test_the_published_clients_have_the_present_faults() -> None:
    """Each faulty client is tried with one package at least that has what it takes."""
    published = _published("client")
    assert published.keys() == DOCUMENTS.keys()
    present = {each.kind for each in client.FAULTS}
    found = set().union(*published.values())
    assert found == present, sorted(found ^ present)[:5]


def test_the_published_documents_have_faults_of_every_kind() -> None:
    """Of the faults of each document, some of every kind are tried."""
    published = _published("spec")
    assert published.keys() == DOCUMENTS.keys()
    for title, document in DOCUMENTS.items():
        mutations = {each.id: each.kind for each in spec.mutations(document)}
        beyond = published[title] - mutations.keys()
        assert not beyond, sorted(beyond)[:5]
        assert {mutations[each] for each in published[title]} == {*mutations.values()}
        assert len(published[title]) >= 60


def test_the_published_page_is_what_the_command_writes() -> None:
    """The page says what the lines say: nobody has changed the one without the other."""
    head = (DOCS / "faults.json").read_text("utf-8")
    lines = (DOCS / "faults.csv").read_text("utf-8").splitlines()
    assert (DOCS / "faults.md").read_text("utf-8") == render(read(head, lines))


def test_every_published_fault_is_noticed() -> None:
    """The laws, the tests or the witnesses notice each fault, or it is said which data it needs."""
    told: dict[tuple[str, str], set[str]] = {}
    with (DOCS / "faults.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["column"].startswith("schemathesis"):
                outcomes = told.setdefault((row["side"], row["fault"]), set())
                outcomes.add(f"{row['outcome']}, and why" if row["reason"] else row["outcome"])
    silent = {
        fault
        for fault, outcomes in told.items()
        if "killed" not in outcomes and not outcomes & {"unreached, and why", "equivalent, and why"}
    }
    assert not silent, sorted(silent)[:5]
    unnoticed = {fault for fault, outcomes in told.items() if "killed" not in outcomes}
    assert not any(side.startswith(("client", "spec")) for side, _ in unnoticed)
