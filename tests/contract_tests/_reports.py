"""Reports such as a run writes, made without one."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

__all__ = ["HOSTILE", "empty", "failing", "hostile", "large", "passing"]

Report = dict[str, Any]

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
"""Texts that a server may send to harm who reads the report."""

_CHANNELS = {
    "http": "Plain HTTP",
    "client": "Client",
    "client-async": "Client, async",
    "client-ahead": "Client, reading ahead",
}
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
    "page.echo": "The page says the number and the size that are in force.",
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
    "auth.missing": "A request without a token is answered with 401.",
    "http.method": "A method that is not supported is refused, and the ones that are are named.",
    "conformance.response_schema": "A response is what its schema says.",
}
_SUBJECTS = {
    "filter": ["filter[unique_name]", "filter[date_created_at][gte]", "filter[date_created_at]"],
    "expand": ["include_sessions"],
    "coherence": ["Room"],
}
_OPERATIONS = {
    "listRooms": "/rooms",
    "listRoomSessions": "/rooms/{room_id}/sessions",
    "listRoomParticipants": "/room_sessions/{room_session_id}/participants",
}


def passing() -> Report:
    """Return the report of a run in which every law held."""
    return _finished(_base(_verdicts()))


def empty() -> Report:
    """Return the report of a run that ended before anything was tested."""
    report = _base([]) | {"stopped": "GET /rooms: connection refused", "baselines": []}
    return _finished(report | {"verdict": "fail", "notes": []})


def failing(failures: int = 3) -> Report:
    """Return the report of a run in which laws were broken, and some not decided.

    Args:
        failures: How many.
    """
    verdicts = _verdicts(subjects=max(1, failures // 12))
    broken = [each for each in verdicts if each["law"] in {"filter.complete", "page.totals"}]
    broken += [each for each in verdicts if each["law"] == "filter.boundary"]
    for each in broken[:failures]:
        each["verdict"] = "fail"
    for each in verdicts:
        if each["law"] == "filter.null" and each["operation"] == "listRooms":
            each.update(
                _undecided("vacuous", "no row has a null created_at among the 300 rows read")
            )
        if each["law"] == "coherence.order" and each["operation"] == "listRoomParticipants":
            each.update(
                _undecided("inconclusive", "the list changed while it was read, 3 times of 3")
            )
    report = _base(verdicts)
    report["failures"] = [_failure(each) for each in verdicts if each["verdict"] == "fail"]
    report["notes"] = [
        "filter.null on listRooms was not tested: no row has a null created_at.",
        "listRoomParticipants was read as a window of 1,000 rows: --max-requests 5000.",
    ]
    return _finished(report | {"verdict": "fail"})


def large(verdicts: int) -> Report:
    """Return the report of a run with many verdicts, of every kind, and a failure.

    Args:
        verdicts: How many, about.
    """
    each_subject = len(_verdicts(subjects=1))
    found = _verdicts(subjects=1 + verdicts // each_subject)[:verdicts]
    for number, each in enumerate(found):
        if number % 97 == 1:
            each.update(_undecided("vacuous", "the data holds no such row"))
        if number % 389 == 1:
            each.update(_undecided("inconclusive", "the data changed"))
    found[-1]["verdict"] = "fail"
    report = _base(found)
    report["failures"] = [_failure(found[-1])]
    return _finished(report | {"verdict": "fail"})


def hostile() -> Report:
    """Return a report in which every text that a server or a spec decides means harm."""
    report = failing(len(HOSTILE))
    report["stopped"] = HOSTILE[0]
    report["spec"] = {"file": HOSTILE[1], "title": HOSTILE[0], "version": HOSTILE[4]}
    report["notes"] = list(HOSTILE)
    report["profile"]["includes"] = HOSTILE[2]
    for number, failure in enumerate(report["failures"]):
        text = HOSTILE[number % len(HOSTILE)]
        for verdict in report["verdicts"]:
            if _key(verdict) == _key(failure):
                verdict["subject"] = text
        for name in ("subject", "title", "detail", "curl", "python", "test"):
            failure[name] = text
        exchange = failure["exchanges"][0]
        exchange["request"] |= {"url": text, "headers": {text: text}}
        exchange["response"] |= {"body": text, "headers": {text: text}}
    for verdict in report["verdicts"]:
        if verdict["reason"]:
            verdict["reason"] = HOSTILE[1]
    report["baselines"][1]["parent"] = HOSTILE[0]
    return report


def _key(found: Report) -> tuple[str, ...]:
    return tuple(found[name] for name in ("channel", "operation", "law", "subject"))


def _base(verdicts: list[Report]) -> Report:
    return {
        "report_version": 2,
        "verdict": "pass",
        "stopped": None,
        "spec": {"file": "openapi/telnyx-video.yaml", "title": "Telnyx Video", "version": "2.0.0"},
        "server": {"base_url": "http://127.0.0.1:40123/v2", "sandbox": True},
        "profile": {
            "name": "ci",
            "includes": "Every law on every channel, with 100 drawn cases each, from a fixed seed.",
        },
        "seed": 20210425,
        "finished_at": "2026-11-21T10:04:06+00:00",
        "seconds": 83.412,
        "requests": 4182,
        "established": {},
        "notes": [],
        "channels": [{"id": name, "title": title} for name, title in _CHANNELS.items()],
        "families": [{"id": name, "title": title} for name, title in _FAMILIES.items()],
        "laws": [_law(name, sentence) for name, sentence in _LAWS.items()],
        "operations": [
            {
                "id": name,
                "method": "GET",
                "path": path,
                "requests": 1394,
                "with_items": 1201,
                "statuses": {"200": 1280, "401": 14, "422": 100},
            }
            for name, path in _OPERATIONS.items()
        ],
        "baselines": [
            _baseline("listRooms", None, is_whole=True),
            _baseline("listRoomSessions", "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0", is_whole=True),
            _baseline("listRoomParticipants", "0ccc7b54-4df3", is_whole=False) | {"changed": 3},
        ],
        "verdicts": verdicts,
        "failures": [],
    }


def _finished(report: Report) -> Report:
    counts = Counter(each["verdict"] for each in report["verdicts"])
    kinds = ("pass", "fail", "vacuous", "inconclusive")
    return report | {"established": {kind: counts[kind] for kind in kinds}}


def _law(name: str, sentence: str) -> Report:
    return {
        "id": name,
        "family": name.split(".", maxsplit=1)[0],
        "sentence": sentence,
        "source": "openapi/ANNOTATIONS.md, x-filter" if "filter" in name else "a relation",
        "needs": "an item that does not match" if name == "filter.sound" else "",
    }


def _baseline(operation: str, parent: str | None, *, is_whole: bool) -> Report:
    return {
        "operation": operation,
        "parent": parent,
        "rows": 300 if is_whole else 1000,
        "total": 300 if is_whole else None,
        "is_whole": is_whole,
        "changed": 0,
    }


def _verdicts(subjects: int = 1) -> list[Report]:
    return [*_each_verdict(subjects)]


def _each_verdict(subjects: int) -> Iterator[Report]:
    for law in _LAWS:
        for number in range(subjects):
            for subject in _SUBJECTS.get(law.split(".", maxsplit=1)[0], [""]):
                for operation in _OPERATIONS:
                    for channel in _CHANNELS:
                        yield {
                            "channel": channel,
                            "operation": operation,
                            "law": law,
                            "subject": f"{subject}[{number}]" if number else subject,
                            "verdict": "pass",
                            "witnesses": 12,
                            "cases": 14,
                            "reason": None,
                        }


def _undecided(verdict: str, reason: str) -> Report:
    return {"verdict": verdict, "witnesses": 0, "reason": reason}


def _failure(verdict: Report) -> Report:
    url = "http://127.0.0.1:40123/v2/rooms?filter%5Bdate_created_at%5D%5Bgte%5D=2021-04-25"
    return {
        **{name: verdict[name] for name in ("channel", "operation", "law", "subject")},
        "title": "2 of 41 rows that match are not listed",
        "detail": (
            "expected, from the baseline of 300 rows: 41 rows, from 0ccc7b54 to 7b61d26e\n"
            "got: 39 rows\nmissing:\n  0ccc7b54, created_at 2021-04-25T00:00:00Z\n"
            "  9c21a4e0, created_at 2021-04-25T23:59:59.999999Z"
        ),
        "curl": (
            "curl --globoff --path-as-is --include "
            f"--header \"Authorization: Bearer $ROLLCALL_TOKEN\" '{url}'"
        ),
        "python": (
            "import os\nfrom datetime import date\nfrom telnyx_video import Client\n"
            'with Client(api_key=os.environ["ROLLCALL_TOKEN"], '
            'base_url="http://127.0.0.1:40123/v2") as client:\n'
            "    print(next(client.rooms.list(\n"
            "        filter_date_created_at_gte=date(2021, 4, 25)).pages()))"
        ),
        "test": "contract_tests/test_laws.py::test_law[listRooms-filter.complete]",
        "count": 3,
        "exchanges": [
            {
                "request": {
                    "method": "GET",
                    "url": url,
                    "headers": {"Authorization": "Bearer [token]", "Accept": "application/json"},
                },
                "response": {
                    "status": 200,
                    "headers": {"content-type": "application/json", "x-ratelimit-remaining": "98"},
                    "body": '{\n  "data": [\n    {\n      "id": "0ccc7b54"\n    }\n  ],\n'
                    '  "meta": {"total_results": 39, "page_number": 1, "page_size": 250}\n}',
                },
            },
            {
                "request": {"method": "GET", "url": url, "headers": {}},
                "response": {"status": None, "headers": {}, "body": "connection reset"},
            },
        ],
    }
