"""What a run has seen: requests, answers, the checks that ran, and what they found."""

from collections import Counter
from typing import Literal

import attrs

from rollcall.http import Exchange

__all__ = ["Channel", "Key", "Outcome", "Results", "Tally", "Verdict", "Violation"]

Channel = Literal["http", "client", "client-async", "client-ahead"]
"""How a law looks at a server: by plain HTTP, or through the generated client.

The client is asked synchronously, asynchronously, and while it reads ahead.
"""

Outcome = Literal["pass", "fail", "vacuous", "inconclusive"]
"""What is known of a law: it holds, it is broken, nothing could tell, or the run could not tell."""

Key = tuple[str, str, str, str]
"""A channel, an operationId, the id of a law, and its subject, such as a parameter."""


@attrs.frozen
class Violation:
    """A law that is broken, with the smallest request seen that shows it.

    Attributes:
        channel: How the law looked.
        operation: The operationId.
        law: The id of the law.
        subject: What it is about within the operation; empty: the operation.
        title: What is wrong, in a line.
        detail: What was expected, and what came.
        curl: A shell line that reproduces it.
        python: Lines of Python that reproduce it.
        exchanges: What was sent and what came.
        test: The node id of the test that found it.
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
    test: str = ""

    @property
    def key(self) -> Key:
        """What makes two findings the same."""
        return self.channel, self.operation, self.law, self.subject


@attrs.frozen
class Verdict:
    """What is known of a law, through one channel, on one operation, for one subject.

    Attributes:
        channel: How the law looked.
        operation: The operationId.
        law: The id of the law.
        subject: What it is about within the operation; empty: the operation.
        outcome: What is known.
        witnesses: How many cases could have told right from wrong.
        cases: How many were tried.
        reason: Why nothing is known, if it is not.
    """

    channel: str
    operation: str
    law: str
    subject: str
    outcome: Outcome
    witnesses: int
    cases: int
    reason: str | None = None

    @property
    def key(self) -> Key:
        """What the verdict is about."""
        return self.channel, self.operation, self.law, self.subject


@attrs.define
class Tally:
    """What was sent to one operation, and what came back.

    Attributes:
        requests: How many requests were sent.
        with_items: How many responses held at least one item.
        statuses: How many responses had each status.
    """

    requests: int = 0
    with_items: int = 0
    statuses: Counter[int] = attrs.field(factory=Counter)


@attrs.define
class Results:
    """The account of a run.

    Attributes:
        tallies: The requests by operationId.
        ran: How often each check of each response decided.
        failed: How often it failed.
        violation: What is broken, each once.
        verdicts: What is known of the laws.
        by_test: What each test found.
        test: The node id of the test that is running.
    """

    tallies: dict[str, Tally] = attrs.field(factory=dict)
    ran: Counter[Key] = attrs.field(factory=Counter)
    failed: Counter[Key] = attrs.field(factory=Counter)
    violations: dict[Key, Violation] = attrs.field(factory=dict)
    verdicts: dict[Key, Verdict] = attrs.field(factory=dict)
    by_test: dict[str, list[Key]] = attrs.field(factory=dict)
    test: str = ""

    @property
    def requests(self) -> int:
        """How many requests were sent in all."""
        return sum(tally.requests for tally in self.tallies.values())

    def clear(self) -> None:
        """Begin a new account."""
        for each in (self.tallies, self.ran, self.failed, self.violations, self.verdicts):
            each.clear()
        self.by_test.clear()

    def tally(self, operation: str) -> Tally:
        """Return the tally of an operation."""
        return self.tallies.setdefault(operation, Tally())

    def passed(self, channel: Channel, operation: str, law: str) -> None:
        """Enter that a check decided, and found nothing."""
        self.ran[channel, operation, law, ""] += 1

    def judged(self, verdict: Verdict) -> None:
        """Enter what is known of a law."""
        self.verdicts[verdict.key] = verdict

    def fail(self, violation: Violation) -> bool:
        """Enter that a law is broken, and say whether this is the shortest request that shows it.

        Of equal findings, the one with the shortest request stays.
        """
        key = violation.key
        self.ran[key] += 1
        self.failed[key] += 1
        known = self.violations.get(key)
        seen = self.by_test.setdefault(self.test, [])
        if key not in seen:
            seen.append(key)
        if known is not None and len(violation.curl) >= len(known.curl):
            return False
        self.violations[key] = attrs.evolve(violation, test=known.test if known else self.test)
        return True

    def all_verdicts(self) -> list[Verdict]:
        """Return what is known: of the laws, and of the checks of each response."""
        checked = [
            Verdict(*key, "fail" if self.failed[key] else "pass", ran, ran)
            for key, ran in sorted(self.ran.items())
            if key not in self.verdicts
        ]
        return [*self.verdicts.values(), *checked]
