"""The report of a run as JSON, and the text of its HTML page."""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rollcall.reports import to_html, to_json
from rollcall.runs import Report
from tests.support.reports._reports import HOSTILE, empty, failing, hostile, passing

_ROOT = Path(__file__).parents[3]
_SCHEMA = json.loads((_ROOT / "src/rollcall/reports/run-report.schema.json").read_text("utf-8"))
_VALIDATOR = Draft202012Validator(_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
_REPORTS: dict[str, Callable[[], Report]] = {
    "pass": passing,
    "fail": failing,
    "empty": empty,
    "hostile": hostile,
}
_VOID = {"input", "link", "meta", "wbr"}


@pytest.fixture(params=_REPORTS, name="report")
def each_report(request: pytest.FixtureRequest) -> Report:
    """Return each report."""
    return _REPORTS[request.param]()


def test_the_schema_describes_each_key() -> None:
    """The schema is valid JSON Schema 2020-12, and each object admits only described keys."""
    Draft202012Validator.check_schema(_SCHEMA)
    for path, schema in _objects(_SCHEMA, "$"):
        assert schema["additionalProperties"] is False, path
        assert schema["required"] == [*schema["properties"]], path
        for name, each in schema["properties"].items():
            target = _SCHEMA["$defs"].get(each.get("$ref", "").removeprefix("#/$defs/"), {})
            assert each.get("description") or target.get("description"), f"{path}.{name}"


def test_reports_follow_the_schema(report: Report) -> None:
    """The JSON of a report is valid, with its keys in the order of the schema."""
    plain = json.loads(to_json(report))
    assert [each.message for each in _VALIDATOR.iter_errors(plain)] == []
    assert [*plain] == _SCHEMA["required"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda report: report.update(report_version=2), ["report_version"]),
        (lambda report: report.update(checks=[]), []),
        (lambda report: report.pop("not_checked"), []),
        (lambda report: report["counts"].update(skipped=1), ["counts"]),
        (lambda report: report["verdicts"][0].update(outcome="skip"), ["verdicts", 0, "outcome"]),
        (lambda report: report["verdicts"][0].update(witnesses=0), ["verdicts", 0, "witnesses"]),
        (lambda report: report["verdicts"][0].update(outcome="vacuous"), ["verdicts", 0, "reason"]),
        (lambda report: report["verdicts"][0].update(law="sound"), ["verdicts", 0, "law"]),
        (lambda report: report["violations"][0].update(failed=-1), ["violations", 0, "failed"]),
        (lambda report: report["violations"][0].pop("exchanges"), ["violations", 0]),
        (lambda report: report["baselines"][0].update(total="300"), ["baselines", 0, "total"]),
        (lambda report: report["laws"][0].update(sentence=""), ["laws", 0, "sentence"]),
    ],
)
def test_the_schema_refuses_other_reports(
    change: Callable[[dict[str, Any]], object], path: list[str | int]
) -> None:
    """Another version, key or value is an error, and so is a pass without a witness."""
    whole = json.loads(to_json(failing()))
    report = {key: each[:1] if isinstance(each, list) else each for key, each in whole.items()}
    change(report)
    assert [[*each.absolute_path] for each in _VALIDATOR.iter_errors(report)] == [path]


def test_the_page_is_well_formed(report: Report) -> None:
    """Elements nest, ids are unique, links lead to ids, and no element has a handler."""
    page = _Page(to_html(report))
    assert page.mistakes == []
    ids = [each["id"] for _, each in page.elements if "id" in each]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in {"href", "src", "action", "data", "poster"} & {*attributes}:
            assert str(attributes[name]).startswith(("#", "data:image/svg")), (tag, attributes)
        for name in {"aria-labelledby", "for"} & {*attributes}:
            assert attributes[name] in ids, (tag, attributes)
        if tag == "a" and attributes["href"] != "#main":
            assert str(attributes["href"])[1:] in ids, attributes


def test_all_text_is_escaped() -> None:
    """Text of a server appears literally in the page; invisible characters are escaped."""
    html = to_html(hostile())
    shown_text = " ".join(_Page(html).texts)
    for text in HOSTILE:
        assert _shown(text) in shown_text
    assert "\\u202etxt.exe\\u202c" in shown_text
    assert "NUL\\u0000 ESC\\u001b[31m CR\\u000d surrogate\\ud800" in shown_text
    assert html.encode()
    assert html.count("<script") == html.count("</script") == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ud800]", html)


def test_the_page_shows_the_whole_report() -> None:
    """The page has each text of the report, and its policy forbids other sources."""
    report = failing()
    html = to_html(report)
    shown_text = " ".join(_Page(html).texts)
    config = report.config
    expected = [
        *report.not_checked,
        *(report.spec_path, report.spec_title, report.spec_version),
        *(report.base_url, str(config.seed), config.profile),
        "2026-11-21 10:04:06 UTC",
        "4,182 requests in 1 min 23 s",
        *(
            text
            for each in report.laws
            for text in (each.id, each.sentence, each.source, each.needs)
        ),
        *(each.reason for each in report.verdicts if each.reason),
        *(each.curl for each in report.violations),
        *(each.violations[0].python for each in report.causes),
        *(each.violations[0].detail for each in report.causes),
        "3 of 14 times",
        "connection reset",
        "x-ratelimit-remaining",
        "the first 1,000",
        "not stated",
    ]
    assert [text for text in expected if text not in shown_text] == []
    policy = re.findall('Content-Security-Policy" content="(.*?)"', html)
    assert len(policy) == 1
    assert policy[0].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy[0]
    assert "http" not in policy[0]


class _Page(HTMLParser):
    """A parsed page.

    Attributes:
        elements: The elements with their attributes, in order.
        texts: The texts between them.
        mistakes: The elements that nest wrongly or repeat an attribute.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.mistakes: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.mistakes += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(attrs) != len(dict(attrs)):
            self.mistakes.append(f"<{tag}> has an attribute twice")
        if "p" in self._open and tag in {"p", "div", "dl", "ul", "pre", "table", "section"}:
            self.mistakes.append(f"<{tag}> in a paragraph")
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)
            self.texts.append("")
        elif tag != "wbr":
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.mistakes.append(f"</{tag}> at {self.getpos()}")
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data


def _objects(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - JSON
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield path, schema
        for name, each in schema.items():
            yield from _objects(each, f"{path}.{name}")
    elif isinstance(schema, list):
        for number, each in enumerate(schema):
            yield from _objects(each, f"{path}[{number}]")


def _shown(text: str) -> str:
    """Return a text as the page shows it."""
    return re.sub(
        "[\x00-\x08\x0b-\x1f\u202a-\u202e\ud800-\udfff]",
        lambda each: f"\\u{ord(each[0]):04x}",
        text,
    )
