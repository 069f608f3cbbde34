"""The events of a run, in the order in which they are yielded."""

import attrs

from rollcall.config import Config
from rollcall.laws import Verdict, Violation
from rollcall.runs._report import Report
from rollcall.runs._summaries import UnitResult
from rollcall.runs._units import Unit

__all__ = [
    "CauseFound",
    "Event",
    "LawFinished",
    "Progress",
    "RunFinished",
    "RunStarted",
    "Waiting",
]


@attrs.frozen
class RunStarted:
    """The run starts: the server has responded.

    Attributes:
        spec_path: The file or address of the document.
        spec_title: The name of the API.
        spec_version: The version of the document.
        base_url: The server.
        config: The configuration.
        units: The units that will be executed.
    """

    spec_path: str
    spec_title: str
    spec_version: str
    base_url: str
    config: Config
    units: tuple[Unit, ...]


@attrs.frozen
class Progress:
    """A unit is running; yielded when it begins, and then at most ten times a second.

    Attributes:
        unit: The unit.
        requests: The number of requests that it has sent.
        seconds: The time since it began.
    """

    unit: Unit
    requests: int
    seconds: float


@attrs.frozen
class Waiting:
    """The run waits after a response of status 429.

    Attributes:
        seconds: The time that it waits.
    """

    seconds: float


@attrs.frozen
class CauseFound:
    """A unit found a violation that no earlier unit has found.

    Attributes:
        violation: The violation.
    """

    violation: Violation


@attrs.frozen
class LawFinished:
    """A unit ended.

    Attributes:
        result: The result of the unit.
    """

    result: UnitResult

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.result.unit

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts of the laws that it checked."""
        return self.result.verdicts


@attrs.frozen
class RunFinished:
    """The run ended; the last event.

    Attributes:
        report: The report.
    """

    report: Report


Event = RunStarted | Progress | Waiting | CauseFound | LawFinished | RunFinished
