"""The results of a run: requests, responses, checks, verdicts and violations."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

import attrs

from rollcall.http import Exchange
from rollcall.laws._notes import Note, Sighting, notes_of
from rollcall.laws._symptom import Symptom

__all__ = ["Basis", "Key", "Outcome", "Results", "Tally", "Verdict", "Violation"]

Outcome = Literal["pass", "fail", "vacuous", "inconclusive"]
"""The outcome of a law: it holds, it is violated, it had no witness, or it cannot be decided."""

Basis = Literal["document", "standard", "convention"]
"""What a law rests on: the spec, a standard such as an RFC, or a convention that APIs choose."""

Key = tuple[str, str, str, str]
"""A channel, an operationId, the id of a law, and its subject, such as a parameter."""

Shown = tuple[Key, Symptom | None]
"""The key of a violation, and the symptom that it shows: one check may find several defects."""


@attrs.frozen
class Violation:
    """A violated law, with the shortest request that shows it.

    Attributes:
        channel: The channel through which it was found.
        operation: The operationId.
        law: The id of the law.
        title: The defect, in one line.
        detail: The expected and the received data.
        curl: A shell line that reproduces it.
        python: Lines of Python that reproduce it.
        subject: The subject of the law, such as a parameter; empty: the operation.
        exchanges: The requests and their responses.
        unit: The id of the unit of the run that found it.
        symptom: What it shows of its cause; None: nothing but the law and its subject.
        parameters: The parameters at fault: without any one of them, the law is not violated.
    """

    channel: str
    operation: str
    law: str
    title: str
    detail: str
    curl: str
    python: str
    subject: str = ""
    exchanges: tuple[Exchange, ...] = ()
    unit: str = ""
    symptom: Symptom | None = None
    parameters: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """The key by which violations are the same."""
        return self.channel, self.operation, self.law, self.subject

    @property
    def about(self) -> str:
        """The parameters at fault, or else the subject of the law."""
        return ", ".join(self.parameters) or self.subject


@attrs.frozen
class Verdict:
    """The verdict on a law, through one channel, on one operation, for one subject.

    Attributes:
        channel: The channel.
        operation: The operationId.
        law: The id of the law.
        subject: The subject of the law, such as a parameter; empty: the operation.
        outcome: The outcome.
        witnesses: How many cases were witnesses: a server that breaks the law fails them.
        cases: How many cases were tried.
        reason: Why the outcome is vacuous or inconclusive.
        symptom: What prevented a decision; None: nothing that is known.
    """

    channel: str
    operation: str
    law: str
    subject: str
    outcome: Outcome
    witnesses: int
    cases: int
    reason: str | None = None
    symptom: Symptom | None = None

    @property
    def key(self) -> Key:
        """The key by which verdicts are the same."""
        return self.channel, self.operation, self.law, self.subject


@attrs.define
class Tally:
    """The number of requests to one operation, and of its responses.

    Attributes:
        requests: How many requests were sent.
        with_items: How many responses held at least one item.
        statuses: How many responses had each status.
    """

    requests: int = 0
    with_items: int = 0
    statuses: Counter[int] = attrs.field(factory=Counter)


def _none(_law: str) -> bool:
    return False


@attrs.define
class Results:
    """The results of a run. Any thread may add to them.

    Attributes:
        tallies: The requests by operationId.
        ran: How often each check of a response was applied.
        failed: How often it failed.
        violations: The violations, one for each key and symptom.
        verdicts: The verdicts on the laws.
        sightings: What the server does where the spec makes no choice, each with the id of the
            unit that saw it first.
        by_unit: The violations that each unit found.
        leaves_out: Whether the results of the law or check with this id are not recorded.
        malformed: The operations whose responses do not conform to their schemas, each with the
            first symptom, even if it is not recorded.
    """

    tallies: dict[str, Tally] = attrs.field(factory=dict)
    ran: Counter[Key] = attrs.field(factory=Counter)
    failed: Counter[Key] = attrs.field(factory=Counter)
    violations: dict[Shown, Violation] = attrs.field(factory=dict)
    verdicts: dict[Key, Verdict] = attrs.field(factory=dict)
    sightings: dict[Sighting, str] = attrs.field(factory=dict)
    by_unit: dict[str, list[Shown]] = attrs.field(factory=dict)
    leaves_out: Callable[[str], bool] = _none
    malformed: dict[str, Symptom] = attrs.field(factory=dict)
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False, eq=False)

    @property
    def requests(self) -> int:
        """The number of all requests."""
        return sum(tally.requests for tally in self.tallies.values())

    def clear(self) -> None:
        """Remove all results."""
        for each in (self.tallies, self.ran, self.failed, self.violations, self.verdicts):
            each.clear()
        self.sightings.clear()
        self.by_unit.clear()
        self.malformed.clear()

    def tally(self, operation: str) -> Tally:
        """Return the tally of an operation."""
        return self.tallies.setdefault(operation, Tally())

    def count(self, operation: str) -> None:
        """Count a request to an operation."""
        with self._lock:
            self.tally(operation).requests += 1

    def passed(self, channel: str, operation: str, law: str) -> None:
        """Record that a check of a response found nothing."""
        if self.leaves_out(law):
            return
        with self._lock:
            self.ran[channel, operation, law, ""] += 1

    def record(self, verdict: Verdict) -> None:
        """Record the verdict on a law."""
        self.verdicts[verdict.key] = verdict

    @property
    def laws(self) -> set[str]:
        """The laws and checks with verdicts."""
        return {key[2] for key in (*self.ran, *self.verdicts)}

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes: one for each operation and convention."""
        return notes_of(self.sightings)

    def observe(self, sightings: Iterable[Sighting], unit: str = "") -> None:
        """Record what the server does where the spec makes no choice, as a unit has seen it."""
        for each in sightings:
            self.sightings.setdefault(each, unit)

    def fail(self, violation: Violation) -> bool:
        """Record a violation, and return whether its request is the shortest that shows it.

        Of violations with the same key and symptom, the one with the shortest request is kept. One
        that needs more parameters than another shows no other defect.
        """
        if violation.symptom is not None and violation.symptom.kind == "schema":
            self.malformed.setdefault(violation.operation, violation.symptom)
        if self.leaves_out(violation.law):
            return False
        with self._lock:
            return self._fail(violation)

    def _fail(self, violation: Violation) -> bool:
        key = violation.key
        self.ran[key] += 1
        self.failed[key] += 1
        shown = next(
            (each for each in self.violations if _includes(each, violation)),
            (key, violation.symptom),
        )
        known = self.violations.get(shown)
        seen = self.by_unit.setdefault(violation.unit, [])
        if shown not in seen:
            seen.append(shown)
        is_same = known is None or known.symptom == violation.symptom
        if not is_same or (known is not None and len(violation.curl) >= len(known.curl)):
            return False
        unit = known.unit if known else violation.unit
        self.violations[shown] = attrs.evolve(violation, unit=unit)
        self._replace_larger(shown)
        return True

    def _replace_larger(self, shown: Shown) -> None:
        """Replace the violations that need more parameters than another one."""
        larger = {
            each
            for each, violation in self.violations.items()
            if each != shown and _includes(shown, violation)
        }
        for each in larger:
            del self.violations[each]
        for found in self.by_unit.values() if larger else ():
            found[:] = dict.fromkeys(shown if each in larger else each for each in found)

    def all_verdicts(self) -> list[Verdict]:
        """Return the verdicts on the laws, and on the checks of each response."""
        checked = [
            Verdict(*key, "fail" if self.failed[key] else "pass", ran, ran)
            for key, ran in sorted(self.ran.items())
            if key not in self.verdicts
        ]
        return [*self.verdicts.values(), *checked]


def _includes(shown: Shown, violation: Violation) -> bool:
    """Return whether a violation shows the same defect, perhaps with fewer parameters."""
    key, known = shown
    new = violation.symptom
    if key != violation.key or known is None or new is None:
        return shown == (violation.key, new)
    return known.kind == new.kind and {*known.places} <= {*new.places}
