"""The part of a run that one process executed, with all that a report of the whole run needs."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import msgspec

from rollcall.config import Config, Shard
from rollcall.laws import Key, Sighting, Verdict, Violation
from rollcall.runs._known import KnownCause
from rollcall.runs._summaries import (
    BaselineSummary,
    LawSummary,
    NotJudged,
    OperationSummary,
    UnitResult,
)
from rollcall.runs._units import Unit
from rollcall.spec import Spec

__all__ = ["Part", "common_facts", "options_of", "part_from_json", "part_to_json"]


@attrs.frozen(kw_only=True)
class Part:
    """What one process found, with the secrets replaced. It can be written as JSON.

    Attributes:
        facts: What it has in common with the other parts of the run.
        spec_path: The file or address of the document.
        spec_title: The name of the API.
        spec_version: The version of the document.
        base_url: The server.
        options: The configuration, without the values that may be secret.
        plan: All units of the run, in their order.
        lists: The operationIds of the lists.
        laws: The laws that the run may decide, in a fixed order.
        families: The titles of the families of laws, by their ids, in a fixed order.
        unchecked: The parts that the spec and the configuration leave out.
        not_judged: The parameters that no annotation explains.
        operations: The requests to each operation.
        baselines: How much of each list was read.
        verdicts: The verdicts of the laws.
        checks: How often each check of a response decided and failed.
        violations: The violations, in the order of their discovery.
        units: The results of the units, without their verdicts and violations.
        found: The violations of each of these units, as positions in ``violations``.
        sightings: What the server does where the spec makes no choice, each with the id of the
            unit that saw it first.
        left_out: The keys of the verdicts that are missing because the budget was spent.
        stopped: Why the process ended early; None if it did not.
        spent: Whether it ended early because its budget was spent.
        seconds: The time that it took.
        finished_at: When it ended.
        guesses: The annotations of the spec that were guessed.
        places: The operationId and the subject of violations, with their files and lines.
        known: The causes that the baseline file lists.
    """

    facts: Mapping[str, str]
    spec_path: str
    spec_title: str
    spec_version: str
    base_url: str
    options: Mapping[str, Any]
    plan: tuple[Unit, ...]
    lists: tuple[str, ...]
    laws: tuple[LawSummary, ...]
    families: Mapping[str, str]
    unchecked: tuple[str, ...]
    not_judged: tuple[NotJudged, ...]
    operations: tuple[OperationSummary, ...]
    baselines: tuple[BaselineSummary, ...]
    verdicts: tuple[Verdict, ...]
    checks: tuple[tuple[Key, int, int], ...]
    violations: tuple[Violation, ...]
    units: tuple[UnitResult, ...]
    found: tuple[tuple[int, ...], ...]
    sightings: tuple[tuple[Sighting, str], ...]
    left_out: tuple[Key, ...]
    stopped: str | None
    spent: bool
    seconds: float
    finished_at: datetime
    guesses: tuple[str, ...]
    places: tuple[tuple[str, str, str, int], ...]
    known: tuple[KnownCause, ...]

    @cached_property
    def config(self) -> Config:
        """The configuration."""
        return Config(**self.options)

    @property
    def name(self) -> str:
        """The shard, such as ``shard 1/4``; empty if there is none."""
        return f"shard {self.config.shard}" if self.config.shard is not None else ""


def common_facts(spec: Spec, base_url: str, config: Config) -> Mapping[str, str]:
    """Return what all shards of a run have in common, in words."""
    text = json.dumps(spec.raw, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    options = {name: value for name, value in options_of(config).items() if name != "shard"}
    return {
        "version of Rollcall": metadata.version("rollcall-contract"),
        "spec": f"{spec.title} {spec.version} (SHA-256 {digest[:16]})",
        "server": base_url,
        **{f"--{name.replace('_', '-')}": str(value) for name, value in options.items()},
    }


def options_of(config: Config) -> Mapping[str, Any]:
    """Return a configuration as values of JSON, without those that may be secret."""
    return {each.name: _option(each, getattr(config, each.name)) for each in attrs.fields(Config)}


def _option(field: "attrs.Attribute[Any]", value: object) -> object:
    match value:
        case Mapping():
            return {name: each if field.repr else "…" for name, each in value.items()}
        case str() if value and not field.repr:
            return "…"
        case Path() | Shard():
            return str(value)
    return value


def part_to_json(part: Part) -> dict[str, Any]:
    """Return a part as plain values of JSON."""
    found: dict[str, Any] = msgspec.to_builtins(part, enc_hook=_plain, str_keys=True)
    return found


def part_from_json(value: object) -> Part:
    """Return the part that ``part_to_json`` has written.

    Raises:
        msgspec.MsgspecError: The value is no such part.
    """
    return msgspec.convert(value, Part, strict=True, str_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(type(value).__name__)
