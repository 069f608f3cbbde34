"""The report as a page, in a real browser."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import pytest
from playwright.sync_api import Browser, expect

from rollcall.laws import Verdict, Violation
from rollcall.reports import to_html
from rollcall.runs import Report
from tests.support.reports._browser import Window, opened, started
from tests.support.reports._reports import empty, failing, hostile, large, passing

_SHOWN = "form .shown"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of this module."""
    with started() as browser:
        yield browser


@pytest.mark.parametrize(
    ("report", "result"),
    [(passing(), "pass"), (failing(), "fail"), (empty(), "incomplete")],
    ids=["pass", "fail", "empty"],
)
@pytest.mark.parametrize("width", [400, 800, 1400])
def test_it_opens_from_disk(
    browser: Browser, tmp_path: Path, report: Report, result: str, width: int
) -> None:
    """The page opens without a server, asks for nothing, and is not wider than the window."""
    with opened(browser, to_html(report), tmp_path, Window(width=width)) as page:
        expect(page.get_by_role("heading", level=1)).to_contain_text(report.spec_title)
        expect(page.locator(".overall")).to_contain_text(result)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_policy_forbids_all_else(browser: Browser, tmp_path: Path) -> None:
    """A script, a style or an address that is not the page's own is refused by the browser."""
    path = tmp_path / "report.html"
    path.write_text(to_html(failing()), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    refused = page.evaluate(
        """async () => {
          const refused = [];
          const event = "securitypolicyviolation";
          document.addEventListener(event, (each) => refused.push(each.effectiveDirective));
          for (const [tag, text] of [["script", "window.ran = 1"], ["style", "* {color: red}"]]) {
            document.body.append(Object.assign(document.createElement(tag), {textContent: text}));
          }
          document.body.append(Object.assign(new Image(), {src: "http://127.0.0.1:9/"}));
          await fetch("http://127.0.0.1:9/").catch(() => 0);
          await new Promise((resolve) => setTimeout(resolve));
          return refused.sort().concat(String(window.ran));
        }"""
    )
    page.close()
    assert refused == ["connect-src", "img-src", "script-src-elem", "style-src-elem", "undefined"]


def test_filters_combine(browser: Browser, tmp_path: Path) -> None:
    """Values of one kind widen the filter, kinds and words narrow it; the count says what is left.

    Failures are filtered with the verdicts, and a channel that is filtered out has no column.
    """
    report = failing()
    with opened(browser, to_html(report), tmp_path) as page:
        expect(page.locator(_SHOWN)).to_have_text("264 verdicts, 3 violations")
        page.get_by_role("checkbox", name="vacuous").check()
        expect(page.locator(_SHOWN)).to_have_text(_left(report, outcome={"vacuous"}))
        page.get_by_role("checkbox", name="fail").check()
        expect(page.locator(_SHOWN)).to_have_text(_left(report, outcome={"vacuous", "fail"}))
        page.get_by_role("checkbox", name="Plain HTTP").check()
        wanted = {"outcome": {"vacuous", "fail"}, "channel": {"http"}}
        expect(page.locator(_SHOWN)).to_have_text(_left(report, **wanted))
        assert page.locator(".what:visible").count() == 4
        heads = page.locator(".verdicts:visible").first.get_by_role("columnheader")
        assert heads.all_text_contents() == ["Operation", "Subject", "Plain HTTP"]
        page.get_by_role("searchbox").fill("NULL  unique_name")
        expect(page.locator(_SHOWN)).to_have_text("1 of 264 verdicts, 0 of 3 violations")
        expect(page.locator("section:has(> #cards) .nothing")).to_be_visible()
        page.get_by_role("button", name="Show all").click()
        expect(page.locator(_SHOWN)).to_have_text("264 verdicts, 3 violations")
        assert page.locator(".card:visible").count() == 3
        assert page.locator(".law:visible").count() == len(report.laws)


def test_the_address_keeps_the_filter(browser: Browser, tmp_path: Path) -> None:
    """The address of a filtered page opens the page with the same filter."""
    html = to_html(failing())
    with opened(browser, html, tmp_path) as page:
        page.get_by_role("checkbox", name="inconclusive").check()
        page.get_by_role("checkbox", name="listRoomParticipants").check()
        page.get_by_role("searchbox").fill("goes & comes=50% ü")
        expect(page).to_have_url(re.compile("#.*text="))
        shown, address = page.locator(_SHOWN).inner_text(), page.url
    with opened(browser, html, tmp_path, place=address.partition("#")[2]) as page:
        expect(page.locator(_SHOWN)).to_have_text(shown)
        expect(page.get_by_role("searchbox")).to_have_value("goes & comes=50% ü")
        ticked = page.locator("input:checked").evaluate_all("all => all.map(each => each.value)")
        assert ticked == ["inconclusive", "listRoomParticipants"]


def test_a_cell_leads_to_its_laws(browser: Browser, tmp_path: Path) -> None:
    """A cell of the matrix filters by its channel, operation and family; going back undoes it."""
    report = failing()
    with opened(browser, to_html(report), tmp_path) as page:
        row = page.locator(".matrix tbody").nth(1).get_by_role("row").nth(2)
        row.get_by_role("link").nth(1).click()
        family = {"operation": {"listRoomSessions"}, "channel": {"client"}, "law": _of("filter")}
        expect(page.locator(_SHOWN)).to_have_text(_left(report, **family))
        expect(page.locator("#family-filter")).to_be_focused()
        expect(page.locator("#family-filter")).to_be_in_viewport()
        page.go_back()
        expect(page.locator(_SHOWN)).to_have_text("264 verdicts, 3 violations")


def test_an_address_leads_to_a_law(browser: Browser, tmp_path: Path) -> None:
    """The address of a law opens it; a failed verdict leads to its failure, filtered out or not."""
    with opened(browser, to_html(failing()), tmp_path, place="law-page.totals") as page:
        law = page.locator("#law-page\\.totals")
        expect(law).to_be_in_viewport()
        law.get_by_role("link", name="fail").first.click()
        expect(page.locator("#violation-1")).to_be_in_viewport()
        page.get_by_role("checkbox", name="vacuous").check()
        expect(page.locator("#violation-1")).to_be_hidden()
        page.evaluate("location.hash = 'violation-1'")
        expect(page.locator("#violation-1")).to_be_in_viewport()
        page.evaluate("location.hash = '%'")
        expect(page.locator(_SHOWN)).to_have_text("264 verdicts, 3 violations")


def test_copying_gives_the_exact_text(browser: Browser, tmp_path: Path) -> None:
    """What is copied is the reproduction, byte for byte, and a screen reader is told."""
    report = failing()
    python = "\n\n  a = '<b>&amp;\t\"'  \n\n\u05e9 = 1\n\n"
    violation = attrs.evolve(report.violations[0], python=python)
    report = attrs.evolve(report, violations=(violation, *report.violations[1:]))
    with opened(browser, to_html(report), tmp_path) as page:
        for name, text in (("curl", violation.curl), ("Python", violation.python)):
            page.locator("#violation-1").get_by_role("button", name=f"Copy {name}").click()
            expect(page.locator(".announcement")).to_have_text(f"Copied: {name}")
            assert page.evaluate("navigator.clipboard.readText()") == text
            expect(page.locator(".announcement")).to_have_text("")


def test_hostile_text_is_text(browser: Browser, tmp_path: Path) -> None:
    """Nothing in a report is executed, becomes an element, or widens the page."""
    report = hostile()
    for width in (400, 1400):
        with opened(browser, to_html(report), tmp_path, Window(width=width)) as page:
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = 1")
            assert page.evaluate("window.ran") is None
            assert page.locator("script").count() == 1
            assert page.locator("img, svg, textarea, b").count() == 0
            assert page.evaluate("document.documentElement.scrollWidth") == width
            shown = page.locator("#violation-1 h3 bdi").inner_text()
            assert shown == report.violations[0].title
            page.get_by_role("searchbox").fill("<svg/onload")
            expect(page.locator(_SHOWN)).to_contain_text("1 of 10 violations")


def test_thousands_of_verdicts(browser: Browser, tmp_path: Path) -> None:
    """3,000 verdicts are shown and filtered."""
    report = large(3000)
    with opened(browser, to_html(report), tmp_path) as page:
        expect(page.locator(_SHOWN)).to_have_text("3,000 verdicts, 1 violation")
        assert page.locator(".what").count() == 3000
        page.get_by_role("checkbox", name="vacuous").check()
        expect(page.locator(_SHOWN)).to_have_text(_left(report, outcome={"vacuous"}))
        page.get_by_role("searchbox").fill("filter.boundary")
        left = _left(report, outcome={"vacuous"}, law={"filter.boundary"})
        expect(page.locator(_SHOWN)).to_have_text(left)


def test_a_hundred_violations(browser: Browser, tmp_path: Path) -> None:
    """Each of 100 failures is shown, the first unfolded."""
    with opened(browser, to_html(failing(100)), tmp_path) as page:
        assert page.locator(".card:visible").count() == 100
        assert page.locator(".card details[open]").count() == 1


def _left(report: Report, **wanted: set[str]) -> str:
    """Return how much of a report a filter leaves."""

    def count(found: Sequence[Verdict | Violation]) -> int:
        return sum(
            all(getattr(each, name, "fail") in values for name, values in wanted.items())
            for each in found
        )

    wholes = len(report.verdicts), len(report.violations)
    left = count(report.verdicts), count(report.violations)
    nouns = "verdicts", "violation" if len(report.violations) == 1 else "violations"
    return ", ".join(
        f"{part:,} of {whole:,} {noun}"
        for part, whole, noun in zip(left, wholes, nouns, strict=True)
    )


def _of(family: str) -> set[str]:
    return {each.id for each in failing().laws if each.family == family}
