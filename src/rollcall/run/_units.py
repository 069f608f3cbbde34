"""The units of a run: what is executed and reported as one test case."""

import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Literal

import attrs

from rollcall.config import Config
from rollcall.laws import LAWS, applies, tried_through
from rollcall.spec import Spec, UsageError

__all__ = ["Unit", "UnitKind", "has_client", "plan"]

UnitKind = Literal["law", "client", "examples", "coverage", "fuzzing", "workflows"]
"""What a unit does: evaluate a law, check the generated client, or send generated requests."""

_CONFORMANCE = "conformance"
_PHASES: tuple[UnitKind, ...] = ("examples", "coverage", "fuzzing")


@attrs.frozen
class Unit:
    """One thing that a run executes.

    Attributes:
        kind: What it does.
        operation: The operationId; empty for workflows, which are about all operations.
        channel: The channel that it looks through.
        check: The id of the law or of the check of a client; empty for generated requests.
    """

    kind: UnitKind
    operation: str = ""
    channel: str = "http"
    check: str = ""

    @property
    def id(self) -> str:
        """A readable id, unique within the run, such as ``http-listOrders-page.size``."""
        start = self.channel if self.kind == "law" else self.kind
        return "-".join(each for each in (start, self.operation, self.check) if each)

    @property
    def law(self) -> str:
        """The id that a pattern of laws is matched with, such as ``conformance.fuzzing``."""
        return self.check if self.kind == "law" else f"{_CONFORMANCE}.{self.check or self.kind}"

    @property
    def group(self) -> str:
        """The name of the units that share a line of the progress."""
        match self.kind:
            case "law":
                return f"laws of {self.operation}, {self.channel}"
            case "client":
                return f"client checks of {self.operation}"
        return f"{self.kind} of {self.operation}" if self.operation else self.kind

    def __str__(self) -> str:
        """Return the id."""
        return self.id


def has_client(spec: Spec) -> bool:
    """Return whether the client that is generated from a spec can be imported."""
    found = importlib.util.find_spec(spec.package)
    # A folder of this name, such as openapi/, is a namespace package and no client.
    return found is not None and found.origin is not None


def plan(spec: Spec, config: Config) -> tuple[Unit, ...]:
    """Return what a run executes: the laws first, for they are worth the first requests.

    Raises:
        UsageError: A pattern matches nothing, or nothing is left to execute.
    """
    units = [*_units(spec, config)]
    laws = {each.law for each in units}
    for option, patterns, known in (
        ("--operation", config.operations, {each.operation for each in units}),
        ("--law", config.laws, laws),
        ("--exclude-law", config.exclude_laws, laws),
    ):
        for pattern in patterns:
            if not _matches(known, (pattern,)):
                raise UsageError(f"{option}: nothing that applies to {spec.path} matches {pattern}")
    found = tuple(each for each in units if _is_selected(each, config))
    if not found:
        raise UsageError(f"{spec.path}: nothing is left to check with these options")
    return found


def _units(spec: Spec, config: Config) -> Iterator[Unit]:
    profile = config.settings
    is_generated = has_client(spec)
    for channel in profile.channels:
        if channel != "http" and not is_generated:
            continue
        for operation in spec.lists:
            for law in LAWS:
                if (
                    applies(law, spec, operation)
                    and channel in tried_through(law, operation)
                    and not profile.leaves_out(law.id)
                    and (config.probe_methods or law.id != "http.method")
                ):
                    yield Unit("law", operation.id, channel, law.id)
    for phase in _PHASES:
        if phase in profile.phases:
            yield from (Unit(phase, operation.id) for operation in spec.operations)
    if "stateful" in profile.phases and spec.has_links:
        yield Unit("workflows")


def _is_selected(unit: Unit, config: Config) -> bool:
    return (
        (not config.operations or _matches([unit.operation], config.operations))
        and (not config.laws or _matches([unit.law], config.laws))
        and not _matches([unit.law], config.exclude_laws)
    )


def _matches(names: Iterable[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
