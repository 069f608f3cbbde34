# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The identities of the items that a list has had so far, to find repeated ones."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Final

__all__ = ["LATEST", "WHOLE", "Seen"]

WHOLE: Final = 100_000
"""The largest list of which all items are remembered."""

LATEST: Final = 10_000
"""The number of latest items of a longer list that are always remembered."""


class Seen:
    """The identities of the items of a list, or of its latest ones if it is long.

    Of a text, its hash of 64 bits is remembered, which takes two fifths less memory. Among 100,000
    texts, two have the same hash in one of three billion lists.

    Two generations of them bound the memory: when the newer one is full, the older one is dropped.
    """

    def __init__(self) -> None:
        self._newer: set[Hashable] = set()
        self._older: set[Hashable] = set()
        self._most = WHOLE

    def repeated(self, identities: Iterable[Hashable], total: int | None) -> frozenset[int]:
        """Remember the items of a page, and return the positions of repeated ones.

        Args:
            identities: The identity of each item of the page.
            total: The number of items in the list, if it is known.
        """
        page = [hash(each) if isinstance(each, str) else each for each in identities]
        fresh = set(page)
        repeated: frozenset[int] = frozenset()
        if (
            len(fresh) < len(page)
            or not fresh.isdisjoint(self._newer)
            or not fresh.isdisjoint(self._older)
        ):
            repeated = frozenset(self._positions(page))
        self._newer |= fresh
        if total is not None and total > WHOLE:
            self._most = LATEST
        if len(self._newer) > self._most:
            # The list is long, even if its total is small.
            self._most = LATEST
            self._newer, self._older = set(), self._newer
        return repeated

    def _positions(self, page: Sequence[Hashable]) -> list[int]:
        met: set[Hashable] = set()
        positions: list[int] = []
        for position, each in enumerate(page):
            if each in met or each in self._newer or each in self._older:
                positions.append(position)
            met.add(each)
        return positions
