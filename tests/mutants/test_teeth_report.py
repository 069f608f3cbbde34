"""What a campaign found, as it is told: in text, as JSON, as a page."""

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, expect

from rollcall.http._redact import Redactor
from rollcall.mutants.report import render_faults, summarize, write
from rollcall.reports import render_html, render_joined
from tests.contract_tests._browser import Window, opened, started
from tests.contract_tests._reports import HOSTILE, passing
from tests.contract_tests._suite import ROOT

from ._campaign import NOT_COVERED, SURVIVOR, campaign, report

_SCHEMA = json.loads(
    (ROOT / "src" / "rollcall" / "mutants" / "mutation-report.schema.json").read_text("utf-8")
)
_VALIDATOR = Draft202012Validator(_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of this module."""
    with started() as browser:
        yield browser


def test_the_report_is_what_its_schema_says() -> None:
    """The schema is one, and the JSON of a campaign is valid by it."""
    Draft202012Validator.check_schema(_SCHEMA)
    assert [each.message for each in _VALIDATOR.iter_errors(report())] == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda each: each.update(version=1), ["version"]),
        (lambda each: each.update(side="proxy"), ["side"]),
        (lambda each: each.pop("stopped"), []),
        (lambda each: each["mutants"][0].update(kind="ignored"), ["mutants", 0, "kind"]),
        (
            lambda each: each["mutants"][0]["trials"]["http"].update(law=""),
            ["mutants", 0, "trials", "http", "law"],
        ),
        (
            lambda each: each["mutants"][2]["trials"]["http"].update(law="filter.sound"),
            ["mutants", 2, "trials", "http", "law"],
        ),
    ],
)
def test_other_reports_are_not(
    change: Callable[[dict[str, Any]], object], path: list[str | int]
) -> None:
    """The schema refuses other versions, keys and outcomes, and a kill by nothing."""
    changed = deepcopy(report())
    change(changed)
    assert [[*each.absolute_path] for each in _VALIDATOR.iter_errors(changed)] == [path]


def test_the_summary_tells_what_was_noticed_and_what_not() -> None:
    """The text has a row for each group and channel, the survivors, and what data is wanting."""
    lines = [*summarize(report())]
    text = " ".join(" ".join(lines).split())
    assert f"listLoans: {SURVIVOR} [meta.total-unfiltered]" in text
    assert f"1: {NOT_COVERED}" in text
    assert "broken without any fault, through plain HTTP: 1" in text
    rows = [line.split() for line in lines if line.startswith("  Filters")]
    assert [row[1] for row in rows] == ["1", "1"]
    assert lines[-3].startswith("2 of 4 faults would have been caught here")
    assert "plain HTTP 2 of 4, the client 1 of 3" in text
    assert text.endswith("left out of the count: 1 equivalent.")


def test_the_exit_code_tells_survivors() -> None:
    """A survivor, or a violation without a mutant, makes 1; an equivalent mutant does not."""
    red = campaign()
    survivor = red.mutants[2]
    assert attrs.evolve(red, sound={}).exit_code == 1
    green = attrs.evolve(red, sound={}, mutants=[each for each in red.mutants if each != survivor])
    assert green.exit_code == 0
    assert attrs.evolve(green, sound={"http": ["listLoans page.totals: wrong"]}).exit_code == 1
    assert attrs.evolve(green, errors=["a mutant could not be tried"]).exit_code == 3
    assert attrs.evolve(green, is_interrupted=True).exit_code == 130


def test_what_steers_a_terminal_is_written_out() -> None:
    """A text that a server chose cannot clear the screen of who reads the summary."""
    assert not any("\x1b" in line for line in summarize(report("ESC\x1b[2J is sent.")))


def test_the_files_do_not_hold_the_token(tmp_path: Path) -> None:
    """JSON and page are written into a folder that is made, without the token."""
    write(
        report("It says tok-123456 aloud."),
        Redactor.of("tok-123456"),
        tmp_path / "new" / "faults.json",
        tmp_path / "new" / "faults.html",
    )
    for name in ("faults.json", "faults.html"):
        text = (tmp_path / "new" / name).read_text("utf-8")
        assert "tok-123456" not in text
        assert "It says [token] aloud." in text


@pytest.mark.parametrize("colors", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
def test_the_page_opens_from_disk(
    browser: Browser, tmp_path: Path, colors: Literal["light", "dark"], width: int
) -> None:
    """The page asks for nothing, says nothing in the console, and is not wider than the window."""
    with opened(browser, render_faults(report()), tmp_path, Window(colors, width)) as page:
        expect(page.get_by_role("heading", level=1)).to_contain_text("Library")
        expect(page.locator(".overview .told")).to_contain_text("2 of 4 faults")
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_page_is_filtered(browser: Browser, tmp_path: Path) -> None:
    """An outcome, a group and a channel leave what has them; a cell of the matrix asks for both."""
    with opened(browser, render_faults(report()), tmp_path) as page:
        shown = page.locator("form .shown")
        expect(shown).to_have_text("10 trials, 2 survivors")
        page.get_by_role("checkbox", name="survived").check()
        expect(shown).to_have_text("2 of 10 trials, 2 of 2 survivors")
        page.get_by_role("checkbox", name="Filters").check()
        expect(shown).to_have_text("0 of 10 trials, 0 of 2 survivors")
        page.get_by_role("button", name="Show all").click()
        page.locator(".matrix tbody tr").filter(has_text="Filters").get_by_role("link").last.click()
        expect(shown).to_have_text("2 of 10 trials, 0 of 2 survivors")


def test_the_page_shows_texts_and_runs_none(browser: Browser, tmp_path: Path) -> None:
    """What a server chose is escaped wherever it stands."""
    for text in HOSTILE:
        with opened(browser, render_faults(report(text)), tmp_path) as page:
            assert page.evaluate("window.ran") is None


def test_the_contract_report_has_the_matrix(browser: Browser, tmp_path: Path) -> None:
    """The page of the contract shows the groups by channels, where there was a campaign of it."""
    html = render_html(passing(), [_about(passing())])
    with opened(browser, html, tmp_path, Window(width=400)) as page:
        expect(page.locator("section[aria-labelledby=faults] tbody tr")).to_have_count(4)
        expect(page.get_by_text("2 of 4 faults would have been caught here")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 400
    for without in (render_html(passing()), render_html(passing(), [report()])):
        assert "faults would have been caught" not in without
        assert 'href="#faults"' not in without


def test_each_contract_has_its_matrix() -> None:
    """Of several contracts, each has the campaign that was about it, under its name."""
    one, other = passing(), passing()
    other["spec"] = {**other["spec"], "title": "Another"}
    page = render_joined([one, other], [_about(one), report(), _about(other)])
    assert page.count("2 of 4 faults would have been caught here") == 2
    assert f"<h3>{one['spec']['title']}</h3>" in page
    assert "<h3>Another</h3>" in page


def _about(run: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report of a campaign about the contract and the server of a run."""
    api = {each: run["spec"][each] for each in ("title", "version")}
    server = "the sandbox" if run["server"]["sandbox"] else run["server"]["base_url"]
    return {**report(), "api": api, "server": server}
