"""What a run has seen: requests, answers, the checks that ran, and what they found."""

from collections import Counter
from typing import Literal

import attrs

__all__ = ["Channel", "Finding", "Key", "Ledger", "Tally"]

Channel = Literal["server", "client"]
"""Where a check looks: at what the server sends, or at what the generated client makes of it."""

Key = tuple[Channel, str, str]
"""A channel, an operationId, and the name of a check."""


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
    def key(self) -> Key:
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
    ran: Counter[Key] = attrs.field(factory=Counter)
    failed: Counter[Key] = attrs.field(factory=Counter)
    findings: dict[Key, Finding] = attrs.field(factory=dict)
    by_test: dict[str, list[Key]] = attrs.field(factory=dict)
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

    def fail(self, finding: Finding) -> bool:
        """Enter that a check failed, and say whether this is the shortest request that shows it.

        Of equal findings, the one with the shortest request stays.
        """
        key = finding.key
        self.ran[key] += 1
        self.failed[key] += 1
        known = self.findings.get(key)
        seen = self.by_test.setdefault(self.test, [])
        if key not in seen:
            seen.append(key)
        if known is not None and len(finding.curl) >= len(known.curl):
            return False
        self.findings[key] = attrs.evolve(finding, test=known.test if known else self.test)
        return True
