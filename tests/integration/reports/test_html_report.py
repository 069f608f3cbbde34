"""The HTML report of a run, in a browser."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from playwright.sync_api import Browser, expect

from rollcall.laws import Verdict, Violation
from rollcall.reports import to_html
from rollcall.runs import Report
from tests.support.reports._browser import Window, opened
from tests.support.reports._reports import empty, failing, hostile, passing

pytestmark = pytest.mark.xdist_group("browser")
_ROOT = Path(__file__).parents[3]
_SHOWN = "form .shown"


@pytest.mark.parametrize(
    ("report", "result", "width"),
    [
        (passing(), "pass", 1400),
        (failing(), "fail", 400),
        (failing(), "fail", 800),
        (empty(), "incomplete", 400),
    ],
    ids=["pass", "fail-narrow", "fail", "empty"],
)
def test_it_opens_from_disk(
    browser: Browser, tmp_path: Path, report: Report, result: str, width: int
) -> None:
    """The page opens without a server, requests nothing, and is not wider than the window."""
    with opened(browser, to_html(report), tmp_path, Window(width=width)) as page:
        expect(page.get_by_role("heading", level=1)).to_contain_text(report.spec_title)
        expect(page.locator(".overall")).to_contain_text(result)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_policy_forbids_other_content(browser: Browser, tmp_path: Path) -> None:
    """The browser refuses other scripts, styles and addresses."""
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
    """Values of one facet are combined with "or", facets and words with "and"; the count follows.

    Causes are filtered with the verdicts, and a hidden channel has no column.
    """
    report = failing()
    with opened(browser, to_html(report), tmp_path) as page:
        expect(page.locator(_SHOWN)).to_have_text("264 verdicts, 1 cause")
        page.get_by_role("checkbox", name="vacuous").check()
        expect(page.locator(_SHOWN)).to_have_text(_left(report, outcome={"vacuous"}))
        page.get_by_role("checkbox", name="fail").check()
        expect(page.locator(_SHOWN)).to_have_text(_left(report, outcome={"vacuous", "fail"}))
        page.get_by_role("checkbox", name="Plain HTTP").check()
        expected = {"outcome": {"vacuous", "fail"}, "channel": {"http"}}
        expect(page.locator(_SHOWN)).to_have_text(_left(report, **expected))
        assert page.locator(".what:visible").count() == 4
        heads = page.locator(".verdicts:visible").first.get_by_role("columnheader")
        assert heads.all_text_contents() == ["Operation", "Subject", "Plain HTTP"]
        page.get_by_role("searchbox").fill("NULL  unique_name")
        expect(page.locator(_SHOWN)).to_have_text("1 of 264 verdicts, 0 of 1 cause")
        expect(page.locator("section:has(> #cards) .nothing")).to_be_visible()
        page.get_by_role("button", name="Show all").click()
        expect(page.locator(_SHOWN)).to_have_text("264 verdicts, 1 cause")
        assert page.locator(".card:visible").count() == 1
        assert page.locator(".law:visible").count() == len(report.laws)


def test_the_address_keeps_the_filter(browser: Browser, tmp_path: Path) -> None:
    """The address of a filtered page opens it with the same filter."""
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
    """A cell of the matrix filters by its channel, operation and family; "back" undoes it."""
    report = failing()
    with opened(browser, to_html(report), tmp_path) as page:
        row = page.locator(".matrix tbody").nth(1).get_by_role("row").nth(2)
        row.get_by_role("link").nth(1).click()
        family = {"operation": {"listRoomSessions"}, "channel": {"client"}, "law": _of("filter")}
        expect(page.locator(_SHOWN)).to_have_text(_left(report, **family))
        expect(page.locator("#family-filter")).to_be_focused()
        expect(page.locator("#family-filter")).to_be_in_viewport()
        page.go_back()
        expect(page.locator(_SHOWN)).to_have_text("264 verdicts, 1 cause")


def test_an_address_leads_to_a_law(browser: Browser, tmp_path: Path) -> None:
    """The address of a law opens it; a verdict links to its violation, even if it is hidden."""
    with opened(browser, to_html(failing()), tmp_path, place="law-page.totals") as page:
        law = page.locator("#law-page\\.totals")
        expect(law).to_be_in_viewport()
        law.get_by_role("link", name="fail").first.click()
        expect(page.locator("#cause-1")).to_be_in_viewport()
        page.get_by_role("checkbox", name="vacuous").check()
        expect(page.locator("#cause-1")).to_be_hidden()
        page.evaluate("location.hash = 'cause-1'")
        expect(page.locator("#cause-1")).to_be_in_viewport()
        page.evaluate("location.hash = '%'")
        expect(page.locator(_SHOWN)).to_have_text("264 verdicts, 1 cause")


def test_buttons_copy_the_exact_text(browser: Browser, tmp_path: Path) -> None:
    """The clipboard has the reproduction, byte for byte, and a screen reader announces it."""
    report = failing()
    python = "\n\n  a = '<b>&amp;\t\"'  \n\n\u05e9 = 1\n\n"
    violation = attrs.evolve(report.violations[0], python=python)
    report = attrs.evolve(report, violations=(violation, *report.violations[1:]))
    with opened(browser, to_html(report), tmp_path) as page:
        for name, text in (("curl", violation.curl), ("Python", violation.python)):
            page.locator("#cause-1").get_by_role("button", name=f"Copy {name}").click()
            expect(page.locator(".announcement")).to_have_text(f"Copied: {name}")
            assert page.evaluate("navigator.clipboard.readText()") == text
            expect(page.locator(".announcement")).to_have_text("")


def test_hostile_text_is_text(browser: Browser, tmp_path: Path) -> None:
    """Text of a server is not executed, makes no element, and does not widen the page."""
    report = hostile()
    for width in (400, 1400):
        with opened(browser, to_html(report), tmp_path, Window(width=width)) as page:
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = 1")
            assert page.evaluate("window.ran") is None
            assert page.locator("script").count() == 1
            assert page.locator("img, svg, textarea, b").count() == 0
            assert page.evaluate("document.documentElement.scrollWidth") == width
            shown = page.locator("#cause-1 h3 bdi").inner_text()
            assert shown == report.violations[0].title
            page.get_by_role("searchbox").fill("<svg/onload")
            expect(page.locator(_SHOWN)).to_contain_text("1 of 10 causes")


def test_the_same_report_makes_the_same_page() -> None:
    """The page depends on neither the hash seed nor the time zone of the process."""
    code = (
        "import hashlib\n"
        "from rollcall.reports import to_html\n"
        "from tests.support.reports._reports import failing\n"
        "print(hashlib.sha256(to_html(failing()).encode()).hexdigest())\n"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        cwd=_ROOT,
        env=os.environ | {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
        text=True,
        timeout=60,
    ).stdout
    assert other.strip() == hashlib.sha256(to_html(failing()).encode()).hexdigest()


def _left(report: Report, **expected: set[str]) -> str:
    """Return the page's count of the results and the causes that a filter leaves."""

    def fits(*found: Verdict | Violation) -> bool:
        return all(
            any(getattr(each, name, "fail") in values for each in found)
            for name, values in expected.items()
        )

    verdicts = sum(map(fits, report.verdicts))
    causes = sum(fits(*each.violations) for each in report.causes)
    total = len(report.causes)
    noun = "cause" if total == 1 else "causes"
    return f"{verdicts:,} of {len(report.verdicts):,} verdicts, {causes} of {total} {noun}"


def _of(family: str) -> set[str]:
    return {each.id for each in failing().laws if each.family == family}
