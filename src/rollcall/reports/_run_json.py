"""The report of a run as JSON; ``run-report.schema.json`` describes it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from rollcall.reports._run_text import RESULTS, counts_of, place_of, state_of
from rollcall.reports._words import CHANNELS
from rollcall.runs import Cause, Report, part_to_json

__all__ = ["dump", "to_json"]


def to_json(report: Report) -> str:
    """Return a report as JSON."""
    return dump(
        {
            "report_version": 4,
            "result": RESULTS[report.exit_code],
            "exit_code": report.exit_code,
            "stopped": report.stopped,
            "incomplete": report.incomplete or None,
            "spec": {
                "path": report.spec_path,
                "title": report.spec_title,
                "version": report.spec_version,
                "overlays": report.config.overlays,
            },
            "base_url": report.base_url,
            "profile": report.config.profile,
            "seed": report.config.seed,
            "finished_at": report.finished_at,
            "seconds": round(report.seconds, 3),
            "requests": report.requests,
            "counts": counts_of(report),
            "causes": [
                {
                    "id": each.id,
                    "title": each.title,
                    "operation": each.operation,
                    **_place(report, each),
                    "state": state_of(report, each),
                    "violations": [violation.key for violation in each.violations],
                    "follows": each.follows,
                    "guesses": each.guesses,
                }
                for each in report.causes
            ],
            "known": [*report.known.values()],
            "gone": [each.id for each in report.gone_causes],
            "notes": report.notes,
            "guesses": report.guesses,
            "not_judged": report.not_judged,
            "not_checked": report.not_checked,
            "channels": {each: CHANNELS.get(each, each) for each in report.channels},
            "families": report.families,
            "laws": report.laws,
            "operations": report.operations,
            "baselines": report.baselines,
            "verdicts": report.verdicts,
            "violations": [
                {
                    **_fields(each),
                    "failed": report.failed.get(each.key, 0),
                    "ran": report.ran.get(each.key, 0),
                }
                for each in report.violations
            ],
            "units": [
                {
                    "id": each.unit.id,
                    "outcome": each.outcome,
                    "reason": each.reason,
                    "requests": each.requests,
                    "seconds": round(each.seconds, 3),
                }
                for each in report.units
            ],
            "shard": _shard(report),
        }
    )


def _shard(report: Report) -> dict[str, object] | None:
    """Return the identity of a shard, and what `rollcall report join` reads of it."""
    shard = report.config.shard
    if shard is None or report.part is None:
        return None
    return {"index": shard.index, "count": shard.count, "part": part_to_json(report.part)}


def _place(report: Report, cause: Cause) -> dict[str, object]:
    file, line = place_of(report, cause) or (None, None)
    return {"file": file, "line": line}


def dump(value: object) -> str:
    """Return plain values and attrs instances as JSON."""
    return f"{json.dumps(value, default=_plain, indent=2, ensure_ascii=False)}\n"


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever JSON lacks
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else _fields(value)


def _fields(value: Any) -> dict[str, object]:  # noqa: ANN401 - an instance of an attrs class
    """Return the fields of a value; the causes stand for the symptoms."""
    return attrs.asdict(value, recurse=False, filter=lambda field, _: field.name != "symptom")
