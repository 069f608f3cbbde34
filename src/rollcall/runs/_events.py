"""The events of a run, in the order in which they are yielded."""

import attrs

from rollcall.config import Config
from rollcall.laws import Verdict, Violation
from rollcall.runs._report import Report, UnitResult
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
    """The server answers, and the units are known.

    Attributes:
        spec_path: The file or address of the document.
        spec_title: The name of the API.
        spec_version: The version of the document.
        base_url: The server.
        config: How the run is done.
        units: What will be executed.
    """

    spec_path: str
    spec_title: str
    spec_version: str
    base_url: str
    config: Config
    units: tuple[Unit, ...]


@attrs.frozen
class Progress:
    """A unit is running; yielded when it begins, and then several times a second at most.

    Attributes:
        unit: The unit.
        requests: How many requests it has sent.
        seconds: How long it has been running.
    """

    unit: Unit
    requests: int
    seconds: float


@attrs.frozen
class Waiting:
    """The server answered 429, and the run waits.

    Attributes:
        seconds: How long.
    """

    seconds: float


@attrs.frozen
class CauseFound:
    """Something is wrong that no earlier unit found.

    Attributes:
        violation: The violation.
    """

    violation: Violation


@attrs.frozen
class LawFinished:
    """A unit ended.

    Attributes:
        result: How.
    """

    result: UnitResult

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.result.unit

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is known of the laws that it checked."""
        return self.result.verdicts


@attrs.frozen
class RunFinished:
    """The run ended; the last event.

    Attributes:
        report: What was established.
    """

    report: Report


Event = RunStarted | Progress | Waiting | CauseFound | LawFinished | RunFinished
