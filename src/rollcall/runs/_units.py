"""The units of a run: each is executed and reported as one test case."""

import importlib
import traceback
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Literal

import attrs

from rollcall.channels import has_client
from rollcall.clients import checks
from rollcall.config import Config
from rollcall.fuzzing import CHECKS, law_of
from rollcall.laws import applies, registered, tried_through
from rollcall.spec import Spec, UsageError

__all__ = ["Unit", "UnitKind", "load_plugins", "plan"]

UnitKind = Literal["law", "client", "examples", "coverage", "fuzzing", "workflows"]
"""Evaluates a law, checks the generated client, or sends generated requests."""

_FEW_NAMES = 12
_PHASES: tuple[UnitKind, ...] = ("examples", "coverage", "fuzzing")


@attrs.frozen
class Unit:
    """A part of a run that is executed as one test case.

    Attributes:
        kind: The kind.
        operation: The operationId; empty for workflows, which call all operations.
        law: The id that patterns of laws match, such as ``filter.sound`` or
            ``conformance.fuzzing``.
        channel: The channel.
        check: The name of the check of a client; otherwise empty.
    """

    kind: UnitKind
    operation: str
    law: str
    channel: str = "http"
    check: str = ""

    @property
    def id(self) -> str:
        """A readable id, unique within the run, such as ``http-listOrders-page.size``."""
        if self.kind == "law":
            return f"{self.channel}-{self.operation}-{self.law}"
        return "-".join(each for each in (self.kind, self.operation, self.check) if each)

    @property
    def group(self) -> str:
        """The name of the line of the progress that this unit is part of."""
        if self.kind == "law":
            return f"laws of {self.operation}, {self.channel}"
        kind = "client checks" if self.kind == "client" else self.kind
        return f"{kind} of {self.operation}" if self.operation else kind

    def __str__(self) -> str:
        """Return the id."""
        return self.id


def load_plugins(config: Config) -> None:
    """Import the modules that register laws.

    Raises:
        UsageError: A module cannot be imported.
    """
    for name in config.plugins:
        try:
            importlib.import_module(name)
        except UsageError as problem:
            raise UsageError(f"--plugin: {name}: {problem}") from None
        except Exception as problem:
            place = _place(problem)
            kind = "" if isinstance(problem, ImportError) else f"{type(problem).__name__}: "
            msg = f"--plugin: {name} cannot be imported: {kind}{problem}{place}"
            raise UsageError(msg) from problem


def _place(problem: Exception) -> str:
    """Return where a module raised an exception."""
    frames = [
        each
        for each in traceback.extract_tb(problem.__traceback__)
        if "importlib" not in each.filename and each.filename != __file__
    ]
    return f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""


def plan(spec: Spec, config: Config) -> tuple[Unit, ...]:
    """Return the units of a run. The laws come first, so that a budget is spent on them.

    Raises:
        UsageError: A pattern matches nothing, or no unit is left.
    """
    load_plugins(config)
    spec = spec.reading()
    units = [*_units(spec, config)]
    laws = {each.law for each in units} | {each.id for each in registered()}
    for option, patterns, known in (
        ("--operation", config.operations, {each.operation for each in units}),
        ("--law", config.laws, laws),
        ("--exclude-law", config.exclude_laws, laws | {law_of(each) for each in CHECKS}),
        ("--channel", config.channels, {each.channel for each in units}),
    ):
        for pattern in patterns:
            if not _matches(known, (pattern,)):
                raise UsageError(f"{option}: nothing matches {pattern}{_hint(pattern, known)}")
    found = tuple(each for each in units if _is_selected(each, config))
    if not found and not spec.lists:
        raise UsageError(f"{spec.path}: no list is annotated (x-list), so there is no law to check")
    if not found:
        raise UsageError(f"{spec.path}: these options leave nothing to check")
    return found


def _hint(pattern: str, known: Iterable[str]) -> str:
    """Return the names that a pattern resembles, or all names if there are few."""
    names = sorted(filter(None, known))
    near = get_close_matches(pattern, names, 3, 0.5)
    if near:
        return f"; did you mean {' or '.join(near)}?"
    return f"; there is {', '.join(names)}" if len(names) <= _FEW_NAMES else ""


def _units(spec: Spec, config: Config) -> Iterator[Unit]:
    is_generated = has_client(spec)
    for channel in config.settings.channels:
        if channel == "http" or is_generated:
            yield from _laws(spec, config, channel)
    for operation in spec.lists if is_generated else ():
        for check in checks(spec, [operation]):
            yield Unit("client", operation.id, check.law, "client", check.name)
    for phase in _PHASES:
        if phase in config.settings.phases:
            yield from (_generated(phase, each.id) for each in spec.operations)
    if "stateful" in config.settings.phases and spec.has_links:
        yield _generated("workflows", "")


def _laws(spec: Spec, config: Config, channel: str) -> Iterator[Unit]:
    for operation in spec.lists:
        for law in registered():
            if (
                not config.sends_no(law.id)
                and channel in tried_through(law, operation)
                and applies(law, spec, operation)
            ):
                yield Unit("law", operation.id, law.id, channel)


def _generated(kind: UnitKind, operation: str) -> Unit:
    return Unit(kind, operation, f"conformance.{kind}")


def _is_selected(unit: Unit, config: Config) -> bool:
    return (
        (not config.operations or _matches([unit.operation], config.operations))
        and (not config.laws or _matches([unit.law], config.laws))
        and (not config.channels or _matches([unit.channel], config.channels))
        and not _matches([unit.law], config.exclude_laws)
    )


def _matches(names: Iterable[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
