"""Reports of large runs: their JSON and their page."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, expect

from rollcall.reports import to_html, to_json
from tests.support.reports._browser import opened, started
from tests.support.reports._reports import failing, large

_ROOT = Path(__file__).parents[3]
_SHOWN = "form .shown"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start a browser, or skip the test if there is none."""
    with started() as browser:
        yield browser


def test_thousands_of_verdicts(browser: Browser, tmp_path: Path) -> None:
    """The page shows and filters 3,000 verdicts."""
    report = large(3000)
    vacuous = [each for each in report.verdicts if each.outcome == "vacuous"]
    with opened(browser, to_html(report), tmp_path) as page:
        expect(page.locator(_SHOWN)).to_have_text("3,000 verdicts, 1 cause")
        assert page.locator(".what").count() == 3000
        page.get_by_role("checkbox", name="vacuous").check()
        expect(page.locator(_SHOWN)).to_contain_text(f"{len(vacuous)} of 3,000 verdicts")
        page.get_by_role("searchbox").fill("filter.boundary")
        left = sum(each.law == "filter.boundary" for each in vacuous)
        expect(page.locator(_SHOWN)).to_contain_text(f"{left} of 3,000 verdicts")


def test_a_hundred_violations(browser: Browser, tmp_path: Path) -> None:
    """The page shows the causes of 100 violations, the first unfolded; the JSON is valid."""
    report = failing(100)
    with opened(browser, to_html(report), tmp_path) as page:
        assert page.locator(".card:visible").count() == len(report.causes)
        assert page.locator(".card details[open]").count() == 1
    schema = (_ROOT / "src/rollcall/reports/run-report.schema.json").read_text("utf-8")
    validator = Draft202012Validator(json.loads(schema))
    assert not [*validator.iter_errors(json.loads(to_json(report)))]
