"""What a run has seen: requests, answers, the checks that ran, and what they found."""

from collections import Counter
from typing import Literal

import attrs

__all__ = ["Channel", "Finding", "Ledger", "Tally"]

Channel = Literal["server", "client"]
"""Where a check looks: at what the server sends, or at what the generated client makes of it."""


@attrs.frozen
class Finding:
    """A check that failed, with the smallest request seen that shows it.

    Attributes:
        channel: Where the check looked.
        operation: The operationId.
        check: The name of the check.
        title: What is wrong, in a line.
        detail: What was expected, and what came.
        curl: A shell line that reproduces it.
        python: Lines of Python that reproduce it.
        status: The status of the response, if there was one.
        test: The node id of the test that found it.
    """

    channel: Channel
    operation: str
    check: str
    title: str
    detail: str
    curl: str
    python: str
    status: int | None = None
    test: str = ""

    @property
    def key(self) -> tuple[Channel, str, str]:
        """What makes two findings the same."""
        return self.channel, self.operation, self.check


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
class Ledger:
    """The account of a run.

    Attributes:
        tallies: The requests by operationId.
        ran: How often each check decided, by channel, operationId and check.
        failed: How often it failed.
        findings: What failed, each channel, operationId and check once.
        test: The node id of the test that is running.
    """

    tallies: dict[str, Tally] = attrs.field(factory=dict)
    ran: Counter[tuple[Channel, str, str]] = attrs.field(factory=Counter)
    failed: Counter[tuple[Channel, str, str]] = attrs.field(factory=Counter)
    findings: dict[tuple[Channel, str, str], Finding] = attrs.field(factory=dict)
    by_test: dict[str, list[tuple[Channel, str, str]]] = attrs.field(factory=dict)
    test: str = ""

    @property
    def requests(self) -> int:
        """How many requests were sent in all."""
        return sum(tally.requests for tally in self.tallies.values())

    def tally(self, operation: str) -> Tally:
        """Give the tally of an operation."""
        return self.tallies.setdefault(operation, Tally())

    def passed(self, channel: Channel, operation: str, check: str) -> None:
        """Enter that a check decided, and found nothing."""
        self.ran[channel, operation, check] += 1

    def fail(self, finding: Finding) -> None:
        """Enter that a check failed; of equal findings, the one with the shortest request stays."""
        key = finding.key
        self.ran[key] += 1
        self.failed[key] += 1
        finding = attrs.evolve(finding, test=self.test)
        known = self.findings.get(key)
        if known is None:
            self.findings[key] = finding
        elif len(finding.curl) < len(known.curl):
            self.findings[key] = attrs.evolve(finding, test=known.test)
        seen = self.by_test.setdefault(self.test, [])
        if key not in seen:
            seen.append(key)
