"""The report of a run as JSON, and its page as text: what needs no browser."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rollcall.reports import to_html, to_json
from rollcall.runs import Report
from tests.support.reports._reports import HOSTILE, empty, failing, hostile, large, passing

_ROOT = Path(__file__).parents[3]
_SCHEMA = json.loads((_ROOT / "src/rollcall/reports/run-report.schema.json").read_text("utf-8"))
_VALIDATOR = Draft202012Validator(_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
_REPORTS: dict[str, Callable[[], Report]] = {
    "pass": passing,
    "fail": failing,
    "empty": empty,
    "hostile": hostile,
    "100 failures": lambda: failing(100),
    "3000 verdicts": lambda: large(3000),
}
_VOID = {"input", "link", "meta", "wbr"}


@pytest.fixture(params=_REPORTS, name="report")
def each_report(request: pytest.FixtureRequest) -> Report:
    """One report after another."""
    return _REPORTS[request.param]()


def test_the_schema_is_one() -> None:
    """The schema is valid JSON Schema 2020-12, describes each key, and admits no other."""
    Draft202012Validator.check_schema(_SCHEMA)
    for path, schema in _objects(_SCHEMA, "$"):
        assert schema["additionalProperties"] is False, path
        assert schema["required"] == [*schema["properties"]], path
        for name, each in schema["properties"].items():
            target = _SCHEMA["$defs"].get(each.get("$ref", "").removeprefix("#/$defs/"), {})
            assert each.get("description") or target.get("description"), f"{path}.{name}"


def test_reports_are_valid(report: Report) -> None:
    """The JSON of a report is what the schema describes."""
    plain = json.loads(to_json(report))
    assert [each.message for each in _VALIDATOR.iter_errors(plain)] == []
    assert [*plain] == _SCHEMA["required"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda report: report.update(report_version=2), ["report_version"]),
        (lambda report: report.update(checks=[]), []),
        (lambda report: report.pop("notes"), []),
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
def test_other_reports_are_not(
    change: Callable[[dict[str, Any]], object], path: list[str | int]
) -> None:
    """The schema refuses other versions, keys and values, and a pass without a witness."""
    report = json.loads(to_json(failing()))
    change(report)
    assert [[*each.absolute_path] for each in _VALIDATOR.iter_errors(report)] == [path]


def test_the_page_is_well_formed(report: Report) -> None:
    """Each element is closed where it ought to be, and no name or handler is out of place."""
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
    """What a server says is in the page letter by letter; what cannot be seen is spelt out."""
    html = to_html(hostile())
    said = " ".join(_Page(html).texts)
    for text in HOSTILE:
        assert _spelt(text) in said
    assert "\\u202etxt.exe\\u202c" in said
    assert "NUL\\u0000 ESC\\u001b[31m CR\\u000d surrogate\\ud800" in said
    assert html.encode()
    assert html.count("<script") == html.count("</script") == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ud800]", html)


def test_the_page_says_it_all() -> None:
    """What a report holds stands in the page, and the policy admits nothing from outside."""
    report = failing()
    html = to_html(report)
    said = " ".join(_Page(html).texts)
    config = report.config
    wanted = [
        *report.notes,
        *(report.spec_path, report.spec_title, report.spec_version),
        *(report.base_url, str(config.seed), f"{config.profile}: {config.settings.includes}"),
        "2026-11-21 10:04:06 UTC",
        "4,182 requests in 1 min 23 s",
        *(
            text
            for each in report.laws
            for text in (each.id, each.sentence, each.source, each.needs)
        ),
        *(each.reason for each in report.verdicts if each.reason),
        *(text for each in report.violations for text in (each.curl, each.python, each.detail)),
        "3 of 14 times",
        "connection reset",
        "x-ratelimit-remaining",
        "the first 1,000",
        "not given",
    ]
    assert [text for text in wanted if text not in said] == []
    policy = re.findall('Content-Security-Policy" content="(.*?)"', html)
    assert len(policy) == 1
    assert policy[0].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy[0]
    assert "http" not in policy[0]


def test_the_same_report_gives_the_same_page() -> None:
    """Neither the time nor the order of sets is in the page."""
    code = (
        "import hashlib\n"
        "from rollcall.reports import to_html\n"
        "from tests.support.reports._reports import failing\n"
        "print(hashlib.sha256(to_html(failing()).encode()).hexdigest())\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            cwd=_ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C.UTF-8"},
            text=True,
            timeout=60,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(found) == 1


class _Page(HTMLParser):
    """A page taken apart.

    Attributes:
        elements: The elements with their attributes, in order.
        texts: The texts between them.
        mistakes: What is not closed, or closed twice, or has an attribute twice.
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


def _spelt(text: str) -> str:
    """Write a text as the page does, but for the escapes of HTML."""
    return re.sub(
        "[\x00-\x08\x0b-\x1f\u202a-\u202e\ud800-\udfff]",
        lambda each: f"\\u{ord(each[0]):04x}",
        text,
    )
