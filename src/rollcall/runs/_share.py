"""Divides the units of a run among its shards."""

from collections.abc import Sequence

from rollcall.config import Config
from rollcall.laws import applies, find_law
from rollcall.runs._units import Unit
from rollcall.spec import Spec, UsageError

__all__ = ["share"]

_COVERAGE = 50  # requests for an operation, roughly
_OF_ONE_OPERATION = {"examples", "coverage", "fuzzing"}


def share(units: Sequence[Unit], spec: Spec, config: Config) -> tuple[Unit, ...]:
    """Return the units of the shard of a configuration, in their order.

    The spec and the configuration alone decide which these are. The most expensive units are
    assigned first, each to the shard with the least work. All requests that are generated for an
    operation stay together: whether the server accepts any of them is judged once.

    Raises:
        UsageError: There are more shards than units.
    """
    if config.shard is None:
        return tuple(units)
    groups: dict[str | Unit, list[Unit]] = {}
    for each in units:
        key: str | Unit = each.operation if each.kind in _OF_ONE_OPERATION else each
        groups.setdefault(key, []).append(each)
    count = config.shard.count
    if count > len(groups):
        msg = f"--shard: the run has {len(groups)} parts, so expected at most I/{len(groups)}"
        raise UsageError(f"{msg}, got {config.shard}")
    costs = {key: sum(_cost(each, spec, config) for each in group) for key, group in groups.items()}
    shares: list[set[Unit]] = [set() for _ in range(count)]
    loads = [0] * count
    for name in sorted(groups, key=lambda each: -costs[each]):
        least = loads.index(min(loads))
        shares[least].update(groups[name])
        loads[least] += costs[name]
    return tuple(each for each in units if each in shares[config.shard.index - 1])


def _cost(unit: Unit, spec: Spec, config: Config) -> int:
    """Return roughly how many cases a unit has."""
    profile = config.settings
    if unit.kind == "law":
        subjects = applies(find_law(unit.law), spec, spec.list_operation(unit.operation))
        return len(subjects) * (profile.law_edges + profile.law_examples)
    return {
        "client": profile.examples // 4,
        "examples": 1,
        "coverage": _COVERAGE,
        "fuzzing": profile.examples,
        "workflows": 4 * profile.examples,
    }[unit.kind]
