"""The reports of a run until rollcall.reports takes a Report: to be deleted then."""

import json as json_
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.etree import ElementTree as ET

import attrs

from rollcall.reports import read_campaigns, render_html, visible
from rollcall.run import CauseFound, Event, LawFinished, Report, UnitResult, Waiting

__all__ = ["Progress", "describe_result", "print_report", "read_mutation_report", "write_reports"]

_CHANNELS = {
    "http": "plain HTTP",
    "client": "the client",
    "client-async": "the client, asynchronous",
    "client-ahead": "the client, reading ahead",
}

read_mutation_report = read_campaigns


@attrs.define
class Progress:
    """A line for each group of units."""

    _group: str = ""
    _requests: int = 0
    _failed: int = 0
    _began: float = attrs.field(factory=time.monotonic)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def show(self, event: Event) -> None:
        """Show an event."""
        if isinstance(event, Waiting):
            sys.stdout.write(f"  rate limit: the server asks to wait {event.seconds:.0f} s\n")
        if isinstance(event, CauseFound):
            sys.stdout.write(f"FAIL: {event.violation.operation} x {event.violation.law}\n")
        if isinstance(event, LawFinished):
            if event.unit.group != self._group:
                self._end()
                self._group, self._began = event.unit.group, time.monotonic()
            self._requests += event.result.requests
            self._failed += event.result.outcome in {"fail", "error"}

    def _end(self) -> None:
        if self._group:
            said = f"{self._failed} failed" if self._failed else "ok"
            seconds = time.monotonic() - self._began
            sys.stdout.write(
                f"  {self._group:<60} {self._requests:>6} requests {seconds:>6.1f} s  {said}\n"
            )
            sys.stdout.flush()
        self._group, self._requests, self._failed = "", 0, 0


def describe_result(result: UnitResult) -> str:
    """Describe the violations of a unit, or why it could not be executed."""
    texts = [
        f"{each.operation} x {each.law}{f' x {each.subject}' if each.subject else ''}: "
        f"{each.title}\n{each.detail}\n{each.curl}\n{each.python}"
        for each in result.violations
    ]
    return visible("\n\n".join(texts) or f"{result.reason}\n{result.traceback}")


def print_report(report: Report) -> None:
    """Print what was established."""
    lines = [
        f"{report.spec_title} {report.spec_version}, {report.spec_path}",
        f"server: {report.base_url}",
        f"profile: {report.config.profile}, seed: {report.config.seed}",
        ", ".join(f"{number} {outcome}" for outcome, number in report.counts.items())
        + f"; {report.requests} requests in {report.seconds:.1f} s",
        *(f"note: {each}" for each in report.notes),
        *(f"ERROR: {each.unit}: {each.reason}\n{each.traceback}" for each in report.errors),
    ]
    if report.stopped:
        word = "note" if report.spent else "FAIL"
        lines.append(f"{word}: the run ended early: {report.stopped}")
    lines += [f"FAIL: {each.operation} x {each.law}: {each.title}" for each in report.violations]
    sys.stdout.write(visible("\n".join(lines)) + "\n")


def write_reports(
    report: Report,
    *,
    json: Path | None,
    junit: Path | None,
    html: Path | None,
    mutations: Sequence[Any] = (),
) -> list[Path]:
    """Write the reports that are asked for, and return their paths."""
    texts: dict[Path, str] = {}
    values = to_json(report)
    if json:
        texts[json] = json_.dumps(values, indent=2, ensure_ascii=False) + "\n"
    if junit:
        texts[junit] = _junit(report)
    if html:
        texts[html] = render_html(values, mutations)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return [*texts]


def _junit(report: Report) -> str:
    suite = ET.Element("testsuite", name=report.spec_title)
    for each in report.units:
        case = ET.SubElement(suite, "testcase", name=each.unit.id, time=f"{each.seconds:.3f}")
        if each.outcome != "pass":
            tag = {"fail": "failure", "skip": "skipped", "error": "error"}[each.outcome]
            ET.SubElement(case, tag, message=visible(each.reason)).text = (
                describe_result(each) if each.outcome != "skip" else ""
            )
    return ET.tostring(suite, "unicode")


def to_json(report: Report) -> dict[str, Any]:
    """Return the report as plain values, as report.schema.json describes them."""
    return {
        "report_version": 2,
        "verdict": "fail" if report.exit_code else "pass",
        "stopped": report.stopped,
        "spec": {
            "file": report.spec_path,
            "title": report.spec_title,
            "version": report.spec_version,
        },
        "server": {"base_url": report.base_url, "sandbox": False},
        "profile": {"name": report.config.profile, "includes": report.config.settings.includes},
        "seed": report.config.seed,
        "finished_at": report.finished_at.isoformat(timespec="seconds"),
        "seconds": report.seconds,
        "requests": report.requests,
        "established": {
            each: report.counts.get(each, 0) for each in ("pass", "fail", "vacuous", "inconclusive")
        },
        "notes": [*report.notes],
        "channels": [{"id": each, "title": _CHANNELS[each]} for each in report.channels],
        "families": [{"id": each, "title": title} for each, title in report.families.items()],
        "laws": [attrs.asdict(each) for each in report.laws],
        "operations": [
            {**attrs.asdict(each), "statuses": {str(k): v for k, v in each.statuses.items()}}
            for each in report.operations
        ],
        "baselines": [
            {name: value for name, value in attrs.asdict(each).items() if name != "has_failed"}
            for each in report.baselines
        ],
        "verdicts": [
            {
                ("verdict" if name == "outcome" else name): v
                for name, v in attrs.asdict(each).items()
            }
            for each in report.verdicts
        ],
        "failures": [
            {
                **{
                    name: value
                    for name, value in attrs.asdict(each, recurse=False).items()
                    if name != "exchanges"
                },
                "count": report.failed.get(each.key, 0),
                "exchanges": [
                    {
                        "request": {
                            "method": one.method,
                            "url": one.url,
                            "headers": dict(one.request_headers),
                        },
                        "response": {
                            "status": one.status,
                            "headers": dict(one.headers),
                            "body": one.body,
                        },
                    }
                    for one in each.exchanges
                ],
            }
            for each in report.violations
        ],
    }
