"""The HTML report of a mutation run, in a browser."""

from pathlib import Path
from typing import Literal

import attrs
import pytest
from playwright.sync_api import Browser, expect

from rollcall.reports import mutation_to_html, to_html
from tests.support.reports._browser import Window, opened
from tests.support.reports._mutation import MISSING, mutation_report
from tests.support.reports._reports import HOSTILE, passing

pytestmark = pytest.mark.xdist_group("browser")
_SHOWN = "form .shown"


@pytest.mark.parametrize(("colors", "width"), [("light", 390), ("dark", 1280)])
def test_it_opens_from_disk(
    browser: Browser, tmp_path: Path, colors: Literal["light", "dark"], width: int
) -> None:
    """The page requests nothing, logs nothing, and is not wider than the window."""
    html = mutation_to_html(mutation_report())
    with opened(browser, html, tmp_path, Window(colors, width)) as page:
        expect(page.get_by_role("heading", level=1)).to_contain_text("Orders API")
        expect(page.locator(".overall")).to_contain_text("survived")
        expect(page.locator(".overview .lead")).to_contain_text("2 of 4 mutants killed")
        expect(page.locator("#not-covered + p + details")).to_contain_text(MISSING)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_filters(browser: Browser, tmp_path: Path) -> None:
    """States, groups and channels narrow the results; a cell of the matrix sets two filters."""
    with opened(browser, mutation_to_html(mutation_report()), tmp_path) as page:
        shown = page.locator(_SHOWN)
        expect(shown).to_have_text("10 results, 2 survivors")
        page.get_by_role("checkbox", name="survived").check()
        expect(shown).to_have_text("2 of 10 results, 2 of 2 survivors")
        page.get_by_role("checkbox", name="Filters").check()
        expect(shown).to_have_text("0 of 10 results, 0 of 2 survivors")
        page.get_by_role("button", name="Show all").click()
        page.locator(".matrix tbody tr").filter(has_text="Filters").get_by_role("link").last.click()
        expect(shown).to_have_text("2 of 10 results, 0 of 2 survivors")
        page.locator(".matrix tbody tr").filter(has_text="All").get_by_role("link").first.click()
        expect(shown).to_have_text("5 of 10 results, 1 of 2 survivors")


def test_the_worst_comes_first(browser: Browser, tmp_path: Path) -> None:
    """Kinds are sorted by state; rows name the law that killed a mutant, or the missing data."""
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
    """Text of a mutant is not executed, and makes no element."""
    report = mutation_report()
    mutants = [
        attrs.evolve(each, id=f"{each.id} {number}", sentence=text)
        for number, text in enumerate(HOSTILE)
        for each in report.mutants
    ]
    html = mutation_to_html(attrs.evolve(report, mutants=mutants))
    with opened(browser, html, tmp_path) as page:
        assert page.evaluate("window.ran") is None
        assert page.locator("img, svg, textarea, b").count() == 0


def test_the_page_of_a_run_has_the_matrix(browser: Browser, tmp_path: Path) -> None:
    """The page of a run summarizes mutation runs of the same spec only."""
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
