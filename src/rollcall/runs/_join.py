"""Joins the parts of a run, and makes its report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

import attrs

from rollcall.laws import EVERY_CHANNEL, Key, Results, Verdict
from rollcall.runs._part import Part
from rollcall.runs._report import Report
from rollcall.runs._summaries import BaselineSummary, LawSummary, OperationSummary, UnitResult
from rollcall.runs._summary import controlled, not_checked_of

__all__ = ["join", "report_of"]


def report_of(part: Part) -> Report:
    """Return the report of a run, or of a shard."""
    results = Results(
        ran=Counter({key: ran for key, ran, _ in part.checks}),
        failed=Counter({key: failed for key, _, failed in part.checks if failed}),
        verdicts={each.key: each for each in part.verdicts},
        sightings=dict(part.sightings),
    )
    verdicts = tuple(controlled(results.all_verdicts(), part.operations))
    channels, laws = ({getattr(each, name) for each in verdicts} for name in ("channel", "law"))
    executed = {each.unit for each in part.units}
    return Report(
        spec_path=part.spec_path,
        spec_title=part.spec_title,
        spec_version=part.spec_version,
        base_url=part.base_url,
        config=part.config,
        channels=tuple(each for each in EVERY_CHANNEL if each in channels),
        operations=part.operations,
        baselines=tuple(
            sorted(
                part.baselines,
                key=lambda each: (part.lists.index(each.operation), each.parent or ""),
            )
        ),
        families=part.families,
        laws=tuple(each for each in part.laws if each.id in laws),
        verdicts=verdicts,
        violations=part.violations,
        ran=MappingProxyType(dict(results.ran)),
        failed=MappingProxyType(dict(results.failed)),
        units=tuple(_units(part)),
        notes=results.notes,
        not_judged=part.not_judged,
        not_checked=tuple(not_checked_of(part)),
        stopped=part.stopped,
        spent=part.spent,
        requests=sum(each.requests for each in part.operations),
        seconds=part.seconds,
        finished_at=part.finished_at,
        guesses=part.guesses,
        places=MappingProxyType({each[:2]: each[2:] for each in part.places}),
        known=MappingProxyType({each.id: each for each in part.known}),
        missing=tuple(each for each in part.plan if each not in executed),
        left_out=part.left_out,
        part=part if part.config.shard is not None else None,
    )


def _units(part: Part) -> Iterator[UnitResult]:
    """Yield the results of the units, with their verdicts and violations."""
    verdicts: dict[Sequence[str], list[Verdict]] = {}
    for each in part.verdicts:
        verdicts.setdefault(each.key[:3], []).append(each)
    for result, found in zip(part.units, part.found, strict=True):
        unit = result.unit
        own = verdicts.get((unit.channel, unit.operation, unit.law), ())
        violations = tuple(part.violations[each] for each in found)
        yield attrs.evolve(result, verdicts=tuple(own), violations=violations)


def join(parts: Sequence[Part]) -> Part:
    """Join the parts of a run, whose units are disjoint.

    What each part established again, such as the rows of a list, is told once. Requests are
    counted as often as they were sent.
    """
    first = parts[0]
    order = {unit: number for number, unit in enumerate(first.plan)}
    units = sorted(
        (each for part in parts for each in _units(part)), key=lambda each: order[each.unit]
    )
    results = _violations(parts, units)
    positions = {shown: number for number, shown in enumerate(results.violations)}
    verdicts = _verdicts(parts)
    rank = {(each.channel, each.operation, each.law): order[each] for each in reversed(first.plan)}
    ids = {each.id: number for each, number in order.items()}
    sightings = sorted(
        (each for part in parts for each in part.sightings), key=lambda each: ids.get(each[1], -1)
    )
    stops = [f"{part.name}: {part.stopped}".removeprefix(": ") for part in parts if part.stopped]
    return attrs.evolve(
        first,
        options={**first.options, "shard": None},
        laws=tuple(_laws(parts)),
        operations=tuple(map(_operation, zip(*(each.operations for each in parts), strict=True))),
        unchecked=tuple(dict.fromkeys(each for part in parts for each in part.unchecked)),
        baselines=tuple(_baselines(parts)),
        verdicts=tuple(
            sorted(verdicts.values(), key=lambda each: rank.get(each.key[:3], len(order)))
        ),
        checks=tuple(_checks(parts)),
        violations=tuple(results.violations.values()),
        units=tuple(attrs.evolve(each, verdicts=(), violations=()) for each in units),
        found=tuple(
            tuple(positions[shown] for shown in results.by_unit.get(each.unit.id, ()))
            for each in units
        ),
        sightings=tuple(sightings),
        left_out=tuple(
            key
            for part in parts
            for key in part.left_out
            if verdicts[key].outcome == "inconclusive"
        ),
        stopped="; ".join(dict.fromkeys(stops)) or None,
        spent=bool(stops) and all(each.spent for each in parts if each.stopped),
        seconds=max(each.seconds for each in parts),
        finished_at=max(each.finished_at for each in parts),
        places=tuple(dict.fromkeys(each for part in parts for each in part.places)),
        known=tuple({each.id: each for part in parts for each in part.known}.values()),
    )


def _verdicts(parts: Sequence[Part]) -> dict[Key, Verdict]:
    """Return the verdicts; those of the part that executed a unit win."""
    found: dict[Key, Verdict] = {}
    for part in parts:
        own = {(each.unit.channel, each.unit.operation, each.unit.law) for each in part.units}
        for each in part.verdicts:
            if each.key[:3] in own or each.key not in found:
                found[each.key] = each
    return found


def _violations(parts: Sequence[Part], units: Iterable[UnitResult]) -> Results:
    """Return the violations, as if one process had executed the units in their order."""
    results = Results()
    for part in parts:
        for each in part.violations:
            if not each.unit:  # of the requests before the first unit
                results.fail(each)
    for result in units:
        for each in result.violations:
            results.fail(attrs.evolve(each, unit=result.unit.id))
    return results


def _laws(parts: Sequence[Part]) -> Iterator[LawSummary]:
    """Yield the laws; which checks of responses decided depends on the part."""
    known = {each.id: each for part in parts for each in part.laws}
    is_check = {name: each.family == "conformance" for name, each in known.items()}
    yield from (known[name] for name in sorted(known) if is_check[name])
    yield from (each for each in parts[0].laws if not is_check[each.id])


def _checks(parts: Sequence[Part]) -> Iterator[tuple[Key, int, int]]:
    ran: Counter[Key] = Counter()
    failed: Counter[Key] = Counter()
    for part in parts:
        for key, number, of_failures in part.checks:
            ran[key] += number
            failed[key] += of_failures
    yield from ((key, number, failed[key]) for key, number in ran.items())


def _operation(each: Sequence[OperationSummary]) -> OperationSummary:
    """Return the requests of all parts to an operation."""
    statuses: Counter[int] = Counter()
    for one in each:
        statuses.update(one.statuses)
    return attrs.evolve(
        each[0],
        requests=sum(one.requests for one in each),
        with_items=sum(one.with_items for one in each),
        statuses=MappingProxyType(dict(sorted(statuses.items()))),
    )


def _baselines(parts: Sequence[Part]) -> Iterator[BaselineSummary]:
    """Yield each list that was read, though several parts have read it."""
    grouped: dict[tuple[str, str | None], list[BaselineSummary]] = {}
    for part in parts:
        for each in part.baselines:
            grouped.setdefault((each.operation, each.parent), []).append(each)
    for found in grouped.values():
        yield attrs.evolve(
            found[0],
            rows=max(each.rows for each in found),
            is_whole=all(each.is_whole for each in found),
            has_failed=any(each.has_failed for each in found),
            changed=max(each.changed for each in found),
        )
