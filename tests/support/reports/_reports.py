"""Examples of the report of a run."""

import io
from collections import Counter
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import attrs

from rollcall.config import Config
from rollcall.http import Exchange
from rollcall.laws import Note, Outcome, Symptom, Verdict, Violation
from rollcall.reports import open_console, print_report
from rollcall.runs import (
    BaselineSummary,
    KnownCause,
    LawSummary,
    NotJudged,
    OperationSummary,
    Report,
    Unit,
    UnitResult,
)

__all__ = [
    "HOSTILE",
    "empty",
    "failing",
    "hostile",
    "large",
    "noted",
    "passing",
    "printed",
    "with_baseline",
]

HOSTILE = (
    "</script></style></textarea><script>window.ran = 1</script>",
    '"\'><img src=x onerror="window.ran = 2">',
    "<svg/onload=window.ran=3>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp; \u202etxt.exe\u202c \u05e9\u05dc\u05d5\u05dd",
    "NUL\x00 ESC\x1b[31m CR\r surrogate\ud800 nonbreaking\xa0",
    "\nfirst\n\n  indented\nlast\n",
    "long" * 500,
    "javascript:window.ran=4",
    "]]>--><!--",
)
"""Texts with which a server may attack a reader of the report."""

_CHANNELS = ("http", "client", "client-async", "client-ahead")
_FAMILIES = {
    "page": "Pages",
    "filter": "Filters",
    "expand": "Flags",
    "scope": "Parents",
    "coherence": "Coherence",
    "auth": "Tokens",
    "http": "HTTP",
    "conformance": "Conformance",
}
_LAWS = {
    "page.echo": "The page states its number and its size.",
    "page.length": "Every page before the last is full, and the last holds the rest.",
    "page.partition": "The pages joined are the list, for every page size, in the same order.",
    "page.totals": "The totals count the list and its pages.",
    "filter.sound": "Every listed item matches the filter.",
    "filter.complete": "Every item that matches the filter is listed, in the order of the list.",
    "filter.boundary": "A value that is present is matched from its first instant to its last.",
    "filter.null": "An item whose field is not set never matches.",
    "expand.rows": "The flag adds its field and changes nothing else.",
    "scope.parent": "Every item carries the parent whose list it is in.",
    "coherence.order": "Timestamps that follow one another never go back.",
    "auth.missing": "The response to a request without a token is 401.",
    "http.method": "A method that is not supported is refused, and the ones that are are named.",
    "conformance.response_schema": "A response is what its schema says.",
}
_SUBJECTS = {
    "filter": ["filter[unique_name]", "filter[date_created_at][gte]", "filter[date_created_at]"],
    "expand": ["include_sessions"],
    "coherence": ["Room"],
}
_PARENT = "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0"
_OPERATIONS = {
    "listRooms": "/rooms",
    "listRoomSessions": "/rooms/{room_id}/sessions",
    "listRoomParticipants": "/room_sessions/{room_session_id}/participants",
}


def passing() -> Report:
    """Return the report of a run in which every law held."""
    return _report(_verdicts())


def empty() -> Report:
    """Return the report of a run that ended before the first check."""
    stopped = "GET /rooms: connection refused"
    return attrs.evolve(_report([]), stopped=stopped, baselines=(), laws=(), not_checked=())


def failing(violations: int = 3) -> Report:
    """Return the report of a run with violations and undecided laws.

    Args:
        violations: The number of violations.
    """
    verdicts = _verdicts(subjects=max(1, violations // 12))
    undecided: dict[tuple[str, str], tuple[Outcome, str]] = {
        ("filter.null", "listRooms"): ("vacuous", "no row has a null created_at among 300 rows"),
        ("coherence.order", "listRoomParticipants"): ("inconclusive", "the list changed 3 times"),
    }
    for number, each in enumerate(verdicts):
        if (found := undecided.get((each.law, each.operation))) is not None:
            verdicts[number] = attrs.evolve(each, outcome=found[0], witnesses=0, reason=found[1])
    broken = [
        number
        for laws in ({"filter.complete", "page.totals"}, {"filter.boundary"})
        for number, each in enumerate(verdicts)
        if each.law in laws
    ]
    for number in broken[:violations]:
        verdicts[number] = attrs.evolve(verdicts[number], outcome="fail")
    not_checked = (
        "filter.null on listRooms was not tested: no row has a null created_at.",
        "listRoomParticipants was read as a window of 1,000 rows: --max-requests 5000.",
    )
    not_judged = (NotJudged("listRooms", "since"), NotJudged("listRoomSessions", "since"))
    return attrs.evolve(_report(verdicts), not_checked=not_checked, not_judged=not_judged)


def large(verdicts: int) -> Report:
    """Return the report of a run with many verdicts and a violation.

    Args:
        verdicts: The number of verdicts.
    """
    found = _verdicts(subjects=1 + verdicts // len(_verdicts()))[:verdicts]
    for number, each in enumerate(found):
        if number % 97 == 1:
            found[number] = attrs.evolve(each, outcome="vacuous", witnesses=0, reason="no such row")
        if number % 389 == 1:
            found[number] = attrs.evolve(
                each, outcome="inconclusive", witnesses=0, reason="changed"
            )
    found[-1] = attrs.evolve(found[-1], outcome="fail")
    return _report(found)


def hostile() -> Report:
    """Return a report with hostile text in each place that a server or a spec decides."""
    report = failing(len(HOSTILE))
    texts = {each.key: text for each, text in zip(report.violations, HOSTILE, strict=True)}
    verdicts = [
        attrs.evolve(
            each,
            subject=texts.get(each.key, each.subject),
            reason=HOSTILE[1] if each.reason else None,
        )
        for each in report.verdicts
    ]
    changed = _report(verdicts)
    violations = []
    for each, text in zip(changed.violations, texts.values(), strict=True):
        exchange = Exchange("GET", text, {text: text}, 200, {text: text}, text)
        changed_texts: dict[str, Any] = dict.fromkeys(("title", "detail", "curl", "python"), text)
        violations.append(attrs.evolve(each, exchanges=(exchange, exchange), **changed_texts))
    return attrs.evolve(
        changed,
        spec_path=HOSTILE[1],
        spec_title=HOSTILE[0],
        spec_version=HOSTILE[4],
        stopped=HOSTILE[0],
        not_checked=HOSTILE,
        violations=tuple(violations),
        baselines=(attrs.evolve(report.baselines[1], parent=HOSTILE[0]),),
    )


def noted(report: Report) -> Report:
    """Return a report with two notes that say the same of two operations."""
    note = Note(
        "listRooms",
        "emptyIsAbsent",
        "true",
        "an empty value is read as an absent one",
        "strictness: {emptyIsAbsent: true}",
        ("filter[a]", "filter[b]"),
    )
    return attrs.evolve(report, notes=(note, attrs.evolve(note, operation="listRoomSessions")))


def blocked() -> Report:
    """Return the report of a run in which a cause has no violation, but prevented verdicts."""
    report = failing()
    symptom = Symptom("token", "", (), "the server refuses the token")
    verdicts = (
        attrs.evolve(each, symptom=symptom if each.outcome == "inconclusive" else None)
        for each in report.verdicts
    )
    return attrs.evolve(report, verdicts=tuple(verdicts))


def with_baseline(report: Report) -> Report:
    """Return a report whose baseline file lists its first cause, and one that is gone."""
    day = date(2026, 10, 1)
    known = KnownCause.of(report.causes[0], day, "smoke")
    gone = attrs.evolve(known, id="listRooms page.echo", law="page.echo", title="a wrong number")
    config = attrs.evolve(report.config, baseline=Path("baseline.toml"))
    return attrs.evolve(report, config=config, known={each.id: each for each in (known, gone)})


def printed(report: Report) -> list[str]:
    """Return the lines that a log has of a report."""
    stream = io.StringIO()
    print_report(report, open_console(stream))
    return stream.getvalue().splitlines()


def _report(verdicts: list[Verdict]) -> Report:
    violations = tuple(_violation(each) for each in verdicts if each.outcome == "fail")
    names = dict.fromkeys((each.channel, each.operation, each.law) for each in verdicts)
    units = []
    for channel, operation, law in names:
        own = tuple(
            v for v in verdicts if (v.channel, v.operation, v.law) == (channel, operation, law)
        )
        found = tuple(v for v in violations if v.key in {each.key for each in own})
        undecided = all(each.outcome in {"vacuous", "inconclusive"} for each in own)
        units.append(
            UnitResult(
                Unit("law", operation, law, channel),
                "fail" if found else "skip" if undecided else "pass",
                reason=(own[0].reason or "") if undecided else "",
                requests=12,
                seconds=0.25,
                verdicts=own,
                violations=found,
            )
        )
    return Report(
        spec_path="openapi/telnyx-video.yaml",
        spec_title="Telnyx Video",
        spec_version="2.0.0",
        base_url="http://127.0.0.1:40123/v2",
        config=Config(profile="ci", seed=20210425),
        channels=_CHANNELS,
        operations=tuple(
            OperationSummary(name, "GET", path, 1394, 1201, {200: 1280, 401: 14, 422: 100})
            for name, path in _OPERATIONS.items()
        ),
        baselines=(
            BaselineSummary(
                "listRooms", None, 300, 300, is_whole=True, has_failed=False, changed=0
            ),
            BaselineSummary(
                "listRoomSessions", _PARENT, 300, 300, is_whole=True, has_failed=False, changed=0
            ),
            BaselineSummary(
                "listRoomParticipants",
                _PARENT,
                1000,
                None,
                is_whole=False,
                has_failed=False,
                changed=3,
            ),
        ),
        families=_FAMILIES,
        laws=tuple(
            LawSummary(
                name,
                name.split(".", maxsplit=1)[0],
                sentence,
                "openapi/ANNOTATIONS.md, x-filter" if "filter" in name else "a relation",
                "an item that does not match" if name == "filter.sound" else "",
                "document",
            )
            for name, sentence in _LAWS.items()
        ),
        verdicts=tuple(verdicts),
        violations=violations,
        ran=Counter({each.key: each.cases for each in verdicts}),
        failed=Counter({each.key: 3 for each in violations}),
        units=tuple(units),
        notes=(),
        not_judged=(),
        not_checked=(),
        stopped=None,
        spent=False,
        requests=4182,
        seconds=83.412,
        finished_at=datetime(2026, 11, 21, 10, 4, 6, tzinfo=UTC),
    )


def _verdicts(subjects: int = 1) -> list[Verdict]:
    return [
        Verdict(
            channel, operation, law, f"{subject}[{number}]" if number else subject, "pass", 12, 14
        )
        for law, number in product(_LAWS, range(subjects))
        for subject in _SUBJECTS.get(law.split(".", maxsplit=1)[0], [""])
        for operation, channel in product(_OPERATIONS, _CHANNELS)
    ]


def _violation(verdict: Verdict) -> Violation:
    url = "http://127.0.0.1:40123/v2/rooms?filter%5Bdate_created_at%5D%5Bgte%5D=2021-04-25"
    return Violation(
        channel=verdict.channel,
        operation=verdict.operation,
        law=verdict.law,
        subject=verdict.subject,
        title="2 of 41 rows that match are not listed",
        detail=(
            "expected, from the baseline of 300 rows: 41 rows, from 0ccc7b54 to 7b61d26e\n"
            "got: 39 rows\nmissing:\n  0ccc7b54, created_at 2021-04-25T00:00:00Z\n"
            "  9c21a4e0, created_at 2021-04-25T23:59:59.999999Z"
        ),
        curl=(
            "curl --globoff --path-as-is --include "
            f"--header \"Authorization: Bearer $ROLLCALL_TOKEN\" '{url}'"
        ),
        python=(
            "import os\nfrom datetime import date\nfrom telnyx_video import Client\n"
            'with Client(api_key=os.environ["ROLLCALL_TOKEN"], '
            'base_url="http://127.0.0.1:40123/v2") as client:\n'
            "    print(next(client.rooms.list(\n"
            "        filter_date_created_at_gte=date(2021, 4, 25)).pages()))"
        ),
        exchanges=(
            Exchange(
                "GET",
                url,
                {"Authorization": "Bearer [token]", "Accept": "application/json"},
                200,
                {"content-type": "application/json", "x-ratelimit-remaining": "98"},
                '{\n  "data": [\n    {\n      "id": "0ccc7b54"\n    }\n  ],\n'
                '  "meta": {"total_results": 39, "page_number": 1, "page_size": 250}\n}',
            ),
            Exchange("GET", url, {}, None, {}, "connection reset"),
        ),
    )
