"""The report of a mutation run as a page, in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import attrs
import pytest
from playwright.sync_api import Browser, expect

from rollcall.reports import MutationReport, mutation_to_html, to_html
from tests.support.reports._browser import Window, opened, started
from tests.support.reports._mutation import MISSING, mutation_report
from tests.support.reports._reports import HOSTILE, passing

_SHOWN = "form .shown"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of this module."""
    with started() as browser:
        yield browser


@pytest.mark.parametrize("colors", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_opens_from_disk(
    browser: Browser, tmp_path: Path, colors: Literal["light", "dark"], width: int
) -> None:
    """The page asks for nothing, says nothing in the console, and is not wider than the window."""
    html = mutation_to_html(mutation_report())
    with opened(browser, html, tmp_path, Window(colors, width)) as page:
        expect(page.get_by_role("heading", level=1)).to_contain_text("Library")
        expect(page.locator(".overall")).to_contain_text("survived")
        expect(page.locator(".overview .lead")).to_contain_text("2 of 4 mutants killed")
        expect(page.locator("#not-covered + p + details")).to_contain_text(MISSING)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_filters(browser: Browser, tmp_path: Path) -> None:
    """A state, a group and a channel leave what has them; a cell of the matrix asks for both."""
    with opened(browser, mutation_to_html(mutation_report()), tmp_path) as page:
        shown = page.locator(_SHOWN)
        expect(shown).to_have_text("10 trials, 2 survivors")
        page.get_by_role("checkbox", name="survived").check()
        expect(shown).to_have_text("2 of 10 trials, 2 of 2 survivors")
        page.get_by_role("checkbox", name="Filters").check()
        expect(shown).to_have_text("0 of 10 trials, 0 of 2 survivors")
        page.get_by_role("button", name="Show all").click()
        page.locator(".matrix tbody tr").filter(has_text="Filters").get_by_role("link").last.click()
        expect(shown).to_have_text("2 of 10 trials, 0 of 2 survivors")
        page.locator(".matrix tbody tr").filter(has_text="All").get_by_role("link").first.click()
        expect(shown).to_have_text("5 of 10 trials, 1 of 2 survivors")


def test_the_worst_comes_first(browser: Browser, tmp_path: Path) -> None:
    """Kinds and tables say what became of a mutant, which law killed it, and what was lacking."""
    html = mutation_to_html(mutation_report())
    with opened(browser, html, tmp_path, place="family-filter") as page:
        laws = page.locator("section[data-family=filter] .law h4")
        assert laws.all_inner_texts() == ["filter.null-matches", "filter.ignored"]
        page.evaluate("location.hash = 'law-filter.ignored'")
        cells = page.locator("#law-filter\\.ignored .what")
        assert cells.all_inner_texts() == ["✓ killed filter.sound"] * 2
        page.evaluate("location.hash = 'law-filter.null-matches'")
        reasons = page.locator("#law-filter\\.null-matches .reason p")
        assert reasons.all_inner_texts() == [f"needs {MISSING}", "filter.null: none is null"]


def test_hostile_text_is_text(browser: Browser, tmp_path: Path) -> None:
    """Nothing in a report is executed."""
    for text in HOSTILE:
        with opened(browser, mutation_to_html(mutation_report(text)), tmp_path) as page:
            assert page.evaluate("window.ran") is None
            assert page.locator("img, svg, textarea, b").count() == 0


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"sound": {}, "mutants": mutation_report().mutants[:2]}, "killed"),
        ({"is_interrupted": True, "stopped": "it was interrupted"}, "incomplete"),
    ],
)
def test_the_result(changes: dict[str, object], result: str) -> None:
    """The page is good where no mutant survived; a run that was interrupted is incomplete."""
    report: MutationReport = attrs.evolve(mutation_report(), **changes)  # type: ignore[arg-type]
    html = mutation_to_html(report)
    assert f"<title>{result}: Library 1.0.0, mutants of the server</title>" in html
    assert (report.stopped or "No mutant that changed a response survived.") in html


def test_the_page_of_a_run_has_the_matrix(browser: Browser, tmp_path: Path) -> None:
    """Mutation runs of the same spec are summarized; those of another are not."""
    run = passing()
    about = attrs.evolve(mutation_report(), title=run.spec_title, version=run.spec_version)
    html = to_html(run, [about, mutation_report()])
    with opened(browser, html, tmp_path, Window(width=390)) as page:
        section = page.locator("section[aria-labelledby=mutants-1]")
        expect(section.locator("tbody tr")).to_have_count(4)
        expect(section).to_contain_text("2 of 4 mutants killed")
        assert section.get_by_role("link").count() == 0
        assert page.get_by_text("mutants killed").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert "mutants killed" not in to_html(run)
