"""The HTML report by keyboard, with a screen reader, in dark colours and on paper."""

from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest
from playwright.sync_api import Browser, Page, expect

from rollcall.reports import to_html
from tests.support.reports._browser import Window, opened
from tests.support.reports._reports import failing, hostile

pytestmark = pytest.mark.xdist_group("browser")
_SHOWN = "form .shown"

# The contrast, as WCAG 2 defines it, of each visible text with its background, and of the edge of
# each field.
_CONTRASTS = """
() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = numbers(color).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if ((numbers(color)[3] ?? 1) === 1) return color;
    }
    throw new Error("the text has no background");
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  for (const each of document.querySelectorAll("details")) each.open = true;
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest("button:disabled")) continue;
    const style = getComputedStyle(element);
    found.push([walker.currentNode.data.trim().slice(0, 40), ratio(style.color, behind(element))]);
  }
  for (const field of document.querySelectorAll("input[type=search]")) {
    const placeholder = getComputedStyle(field, "::placeholder");
    found.push(["the placeholder", ratio(placeholder.color, behind(field))]);
    const edge = getComputedStyle(field).borderTopColor;
    found.push(["the edge of a field, times 1.5", 1.5 * ratio(edge, behind(field.parentElement))]);
  }
  return found;
}
"""

# The focused element: its place among all stops, its outline, and whether it is in view.
_FOCUS = """
() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  window.stops ??= [...document.querySelectorAll("a[href], button, input, summary")]
    .filter((each) => each.checkVisibility() && !each.disabled);
  return {
    index: window.stops.indexOf(element),
    stops: window.stops.length,
    at_end: element === document.body,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    in_view: box.bottom > 0 && box.top < innerHeight,
  };
}
"""


def test_tab_reaches_every_control(browser: Browser, tmp_path: Path) -> None:
    """Tab reaches each link, button, field and fold in order, in view, with an outline."""
    report = failing(1)
    laws = tuple(each for each in report.laws if each.family == "page")
    names = {each.id for each in laws}
    verdicts = tuple(each for each in report.verdicts if each.law in names)
    report = attrs.evolve(report, laws=laws, verdicts=verdicts)
    with opened(browser, to_html(report), tmp_path) as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        reached = []
        focus = page.evaluate(_FOCUS)
        for _ in range(1000):
            assert focus["outline"] >= 2, focus
            assert focus["in_view"], focus
            if focus["index"] >= 0:
                reached.append(focus["index"])
            page.keyboard.press("Tab")
            focus = page.evaluate(_FOCUS)
            if focus["at_end"] or focus["index"] == 0:
                break
        assert reached == [*range(focus["stops"])]


def test_keys_operate_every_control(browser: Browser, tmp_path: Path) -> None:
    """Keys follow the skip link, tick a box, open a fold and copy a text."""
    with opened(browser, to_html(failing()), tmp_path) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.get_by_role("searchbox").focus()
        page.keyboard.type("totals")
        expect(page.locator(_SHOWN)).to_have_text("12 of 264 verdicts, 1 of 1 cause")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.locator(_SHOWN)).to_have_text("3 of 264 verdicts, 1 of 1 cause")
        summary = page.locator("#cause-1 summary").first
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#cause-1 .copy").first).to_be_hidden()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#cause-1 .copy").first).to_have_text("Copied")
        expect(page.locator("#cause-1 .copy").first).to_be_focused()


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_contrast(browser: Browser, tmp_path: Path, colors: Literal["light", "dark"]) -> None:
    """Every text has a contrast of at least 4.5 in both colour schemes, filtered or not."""
    backgrounds = {"light": "rgb(253, 253, 252)", "dark": "rgb(18, 21, 23)"}
    with opened(browser, to_html(failing()), tmp_path, Window(colors=colors)) as page:
        background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert background == backgrounds[colors]
        contrasts = page.evaluate(_CONTRASTS)
        page.get_by_role("searchbox").fill("matches nothing")
        expect(page.locator(".nothing").first).to_be_visible()
        contrasts += page.evaluate(_CONTRASTS)
    assert len(contrasts) > 1000
    assert not [(text, ratio) for text, ratio in contrasts if ratio < 4.5]


def test_landmarks_and_headings(browser: Browser, tmp_path: Path) -> None:
    """The page has one of each landmark and one first heading, and skips no level."""
    with opened(browser, to_html(failing()), tmp_path) as page:
        for role in ("banner", "main", "contentinfo", "search", "navigation"):
            assert page.get_by_role(role).count() == 1, role
        levels = [int(name[1]) for name in _all(page, "h1, h2, h3, h4, h5, h6", "tagName")]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert page.get_by_role("status").count() == 2


def test_accessible_names(browser: Browser, tmp_path: Path) -> None:
    """Each control has a name for a screen reader, and each verdict is also a word."""
    named = {"button", "checkbox", "link", "searchbox", "table", "region", "article"}
    with opened(browser, to_html(hostile()), tmp_path) as page:
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
        words = page.locator(".verdict:visible").all_inner_texts()
        expect(page.get_by_label("Text", exact=True)).to_be_visible()
    nodes = [each for each in tree["nodes"] if not each["ignored"]]
    seen = {each["role"]["value"] for each in nodes}
    assert {"button", "checkbox", "link", "searchbox", "table", "columnheader"} <= seen
    nameless = [
        each["role"]["value"]
        for each in nodes
        if each["role"]["value"] in named and not each["name"]["value"].strip()
    ]
    assert nameless == []
    assert len(words) > 350
    symbols = {"fail": "✗", "inconclusive": "≈", "vacuous": "○", "pass": "✓"}
    for word in words:
        symbol, *_, kind = word.split()
        assert symbol == symbols[kind]


def test_the_page_works_without_scripts(browser: Browser, tmp_path: Path) -> None:
    """Without scripts, all text is there, folds and links work, and no button is shown."""
    report = failing()
    with opened(browser, to_html(report), tmp_path, Window(scripts=False)) as page:
        assert page.locator("form:visible, button:visible, input:visible").count() == 0
        for law in report.laws:
            expect(page.get_by_text(law.sentence, exact=True).last).to_be_visible()
        others = page.locator("#cause-1 details").last
        expect(others.locator(".listing").first).to_be_hidden()
        others.locator("summary").click()
        expect(others.locator(".listing").first).to_be_visible()
        page.locator(".matrix").get_by_role("link").first.click()
        expect(page.locator("#family-page")).to_be_in_viewport()


def test_paper_shows_everything(browser: Browser, tmp_path: Path) -> None:
    """In print, folds are open, controls are hidden, and colours are light."""
    with opened(browser, to_html(failing()), tmp_path, Window("dark", 800)) as page:
        page.emulate_media(media="print")
        assert page.locator("button:visible, input:visible, nav:visible").count() == 0
        folded = page.locator("main details:not([open]) :is(pre, td)")
        assert folded.count() > 300
        seen = folded.evaluate_all("all => all.map((each) => each.getBoundingClientRect().height)")
        assert min(seen) > 0
        background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert background == "rgb(253, 253, 252)"
        assert page.evaluate("document.documentElement.scrollWidth") == 800


def _all(page: Page, selector: str, name: str) -> list[Any]:
    return list(page.locator(selector).evaluate_all(f"all => all.map(each => each.{name})"))
