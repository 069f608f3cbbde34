"""A run: checks a spec against a target, yields events, and ends with a report."""

from rollcall.run._events import (
    CauseFound,
    Event,
    LawFinished,
    Progress,
    RunFinished,
    RunStarted,
    Waiting,
)
from rollcall.run._report import (
    BaselineSummary,
    LawSummary,
    OperationSummary,
    Report,
    UnitOutcome,
    UnitResult,
)
from rollcall.run._units import Unit, UnitKind

__all__ = [
    "BaselineSummary",
    "CauseFound",
    "Event",
    "LawFinished",
    "LawSummary",
    "OperationSummary",
    "Progress",
    "Report",
    "RunFinished",
    "RunStarted",
    "Unit",
    "UnitKind",
    "UnitOutcome",
    "UnitResult",
    "Waiting",
]
