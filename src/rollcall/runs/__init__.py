"""A run: it checks a target against a spec, yields events, and ends with a report."""

from rollcall.runs._causes import Cause
from rollcall.runs._events import (
    CauseFound,
    Event,
    LawFinished,
    Progress,
    RunFinished,
    RunStarted,
    Waiting,
)
from rollcall.runs._join import join, report_of
from rollcall.runs._known import KnownCause, write_known
from rollcall.runs._open import keyring_for, open_session
from rollcall.runs._part import Part, common_facts, part_from_json, part_to_json
from rollcall.runs._redacted import redacted
from rollcall.runs._report import Report
from rollcall.runs._session import Listener, Session
from rollcall.runs._share import share
from rollcall.runs._stream import run
from rollcall.runs._summaries import (
    BaselineSummary,
    LawSummary,
    NotJudged,
    OperationSummary,
    UnitOutcome,
    UnitResult,
)
from rollcall.runs._units import Unit, UnitKind, load_plugins, plan

__all__ = [
    "BaselineSummary",
    "Cause",
    "CauseFound",
    "Event",
    "KnownCause",
    "LawFinished",
    "LawSummary",
    "Listener",
    "NotJudged",
    "OperationSummary",
    "Part",
    "Progress",
    "Report",
    "RunFinished",
    "RunStarted",
    "Session",
    "Unit",
    "UnitKind",
    "UnitOutcome",
    "UnitResult",
    "Waiting",
    "common_facts",
    "join",
    "keyring_for",
    "load_plugins",
    "open_session",
    "part_from_json",
    "part_to_json",
    "plan",
    "redacted",
    "report_of",
    "run",
    "share",
    "write_known",
]
