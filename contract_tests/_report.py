"""What a run has found, as JSON; ``report.schema.json`` describes it."""

import json
import time
from datetime import UTC, datetime
from typing import Any

from ._redact import Redactor
from ._run import Run

__all__ = ["build_report", "write_report"]


def write_report(run: Run, redactor: Redactor, *, has_passed: bool) -> None:
    """Write the JSON report to where it is asked for."""
    path = run.options.json_report
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(build_report(run, has_passed=has_passed), indent=2, ensure_ascii=False)
    path.write_text(f"{redactor.text(text)}\n", encoding="utf-8")


def build_report(run: Run, *, has_passed: bool) -> dict[str, Any]:
    """Give the report as plain values.

    Args:
        run: The run.
        has_passed: Whether every test passed: a test may fail by more than what a check found.
    """
    ledger = run.ledger
    return {
        "report_version": 1,
        "verdict": "pass" if has_passed else "fail",
        "stopped": run.stopped,
        "spec": {
            "file": str(run.document.path),
            "title": run.document.title,
            "version": run.document.version,
        },
        "server": {"base_url": run.base_url, "sandbox": run.is_sandbox},
        "profile": run.profile,
        "seed": run.seed,
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - run.started, 3),
        "requests": ledger.requests,
        "operations": [
            {
                "id": operation.id,
                "method": operation.method,
                "path": operation.path,
                "requests": ledger.tally(operation.id).requests,
                "with_items": ledger.tally(operation.id).with_items,
                "statuses": {
                    str(status): count
                    for status, count in sorted(ledger.tally(operation.id).statuses.items())
                },
            }
            for operation in run.document.operations
        ],
        "checks": [
            {
                "channel": channel,
                "operation": operation,
                "check": check,
                "ran": ran,
                "failed": ledger.failed[channel, operation, check],
            }
            for (channel, operation, check), ran in sorted(ledger.ran.items())
        ],
        "failures": [
            {
                "channel": finding.channel,
                "operation": finding.operation,
                "check": finding.check,
                "title": finding.title,
                "detail": finding.detail,
                "status": finding.status,
                "test": finding.test,
                "curl": finding.curl,
                "python": finding.python,
            }
            for finding in ledger.findings.values()
        ],
    }
