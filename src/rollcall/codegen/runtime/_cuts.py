"""Cuts: the positions that divide a list into ranges of about equal size."""

from collections.abc import Generator

import attrs

from ._ranges import Divider

__all__ = ["MOST", "Cuts", "Found", "Probe", "cuts_of"]

MOST = 1_000
"""The maximum number of ranges."""

_ATTEMPTS = 12
_STEPS = 24
_HALVINGS = 3
_NEAR = 10


@attrs.frozen(eq=False, repr=False)
class Probe:
    """A range of which one page is requested.

    Attributes:
        low: The first position; None if there is no lower bound.
        high: The first position after it; None if there is no upper bound.
        is_sample: Whether a page of the usual size is of use, and not only its first item.
    """

    low: int | None
    high: int | None
    is_sample: bool = False


@attrs.frozen(eq=False, repr=False)
class Found:
    """The response to a probe.

    Attributes:
        positions: The positions of the items on the page.
        has_items: Whether the page has any item.
        total: The number of items in the range; None if the API does not report it.
    """

    positions: tuple[int, ...]
    has_items: bool
    total: int | None


Cuts = Generator[Probe, Found, list[int]]
"""Yields probes, is sent what they found, and returns the cuts in ascending order."""


def cuts_of(
    into: int, low: int | None, high: int | None, divider: Divider, *, is_counted: bool
) -> Cuts:
    """Find the cuts that divide a list.

    If the API reports totals, each range has about the same number of items, by at most
    ``8 * into + 20`` probes. Otherwise each range has the same length; the first and the last item
    are found by at most 60 probes, unless both bounds are given.

    Args:
        into: The number of ranges; there are fewer if the items have fewer positions.
        low: The first position that the list may have; None if it is not known.
        high: The first position that it cannot have any more; None if it is not known.
        divider: The field and its filters.
        is_counted: Whether a page may report the total.
    """
    if into == 1:
        return []
    if low is not None and high is not None and not is_counted:
        return _even(into, low, high)
    sample = yield Probe(None, None, is_sample=True)
    if not sample.positions:
        return _even(into, low, high) if low is not None and high is not None else []
    if sample.total is not None:
        counted = _Counted(into, sample.total, divider, {})
        return (yield from counted.cuts(low, high, sorted(sample.positions)))
    least, most = min(sample.positions), max(sample.positions)
    step = max(most - least, _shortest(divider))
    if low is None:
        low = yield from _reach(least, -step, divider)
    if high is None:
        high = 1 + (yield from _reach(most, step, divider))
    return _even(into, low, high)


def _even(into: int, low: int, high: int) -> list[int]:
    """Return cuts at equal distances."""
    found = {low + (high - low) * number // into for number in range(1, into)}
    return sorted(each for each in found if low < each < high)


def _shortest(divider: Divider) -> int:
    """Return the positions of a minute, but at least one."""
    return max(1, divider.day // 1440)


def _reach(edge: int, step: int, divider: Divider) -> Generator[Probe, Found, int]:
    """Return about the position of the first item (with a negative step), or of the last one."""
    first, last = divider.ends

    def beyond(at: int) -> Probe:
        return Probe(None, at) if step < 0 else Probe(at + 1, None)

    def further(at: int, found: Found) -> int:
        return min(at, *found.positions, at) if step < 0 else max(at, *found.positions, at)

    outer = edge
    for number in range(_STEPS):
        found = yield beyond(outer)
        if not found.has_items:
            break
        edge = further(outer, found)
        outer = min(max(edge + (step << number), first), last - 1)
        if outer == edge:
            return edge
    for _ in range(_HALVINGS):
        middle = (edge + outer) // 2
        if middle in {edge, outer}:
            break
        found = yield beyond(middle)
        if found.has_items:
            edge = further(middle, found)
        else:
            outer = middle
    return edge


@attrs.frozen(eq=False, repr=False)
class _Counted:
    """Finds cuts by counting the items before a position.

    Attributes:
        into: The number of ranges.
        total: The number of items.
        divider: The field and its filters.
        before: The number of items before each position that was tried.
    """

    into: int
    total: int
    divider: Divider
    before: dict[int, int]

    def cuts(self, low: int | None, high: int | None, sample: list[int]) -> Cuts:
        """Return the cuts.

        Args:
            low: The first position that the list may have; None if it is not known.
            high: The first position that it cannot have any more; None if it is not known.
            sample: The positions of some items, in ascending order.
        """
        targets = [self.total * number // self.into for number in range(1, self.into)]
        if len(sample) >= self.total:
            return sorted({sample[each] for each in targets} - {sample[0]})
        if low is not None:
            self.before[low] = 0
        if high is not None:
            self.before[high] = self.total
        left = 8 * self.into + 16
        tries = [sample[0], sample[-1] + 1]
        for target in targets:
            for attempt in range(_ATTEMPTS):
                at = tries.pop() if tries else self._next(target, attempt)
                if at is None or not left:
                    break
                found = yield Probe(None, at)
                left -= 1
                if found.total is None:
                    return []
                self.before[at] = found.total
        cuts = {self._nearest(each) for each in targets}
        return sorted(each for each in cuts if 0 < self.before[each] < self.total)

    def _nearest(self, target: int) -> int:
        return min(self.before, key=lambda at: abs(self.before[at] - target))

    def _next(self, target: int, attempt: int) -> int | None:
        """Return the position to try next; None if one is near enough, or none is left."""
        before = self.before
        near = self.total // (self.into * _NEAR)
        if abs(before[self._nearest(target)] - target) <= near:
            return None
        lower = max((at for at, count in before.items() if count < target), default=None)
        upper = min((at for at, count in before.items() if count > target), default=None)
        width = max(max(before) - min(before), _shortest(self.divider))
        first, last = self.divider.ends
        if lower is None or upper is None:
            edge = max(first, min(before) - 2 * width)
            edge = edge if lower is None else min(last, max(before) + 2 * width)
            return None if edge in before else edge
        if upper - lower <= 1:
            return None
        middle = (lower + upper) // 2
        if attempt % 2 == 0:
            part = (upper - lower) * (target - before[lower]) // (before[upper] - before[lower])
            middle = lower + part
        return min(max(middle, lower + 1), upper - 1)
