"""A shard: the part of a run that one of several processes executes."""

import re
from collections.abc import Sequence
from typing import TypeVar

import attrs

__all__ = ["Shard"]

_Item = TypeVar("_Item")


@attrs.frozen
class Shard:
    """One of several parts of a run, which together are the whole run.

    Attributes:
        index: The number of the part, from 1.
        count: The number of parts.
    """

    index: int
    count: int

    @classmethod
    def parse(cls, value: object) -> "Shard":
        """Parse a text such as ``1/4``.

        Raises:
            ValueError: It is no shard.
        """
        found = re.fullmatch("([0-9]{1,4})/([0-9]{1,4})", str(value))
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise ValueError("expected I/N, a part from 1/N to N/N")
        return cls(int(found[1]), int(found[2]))

    def of(self, items: Sequence[_Item]) -> Sequence[_Item]:
        """Return every ``count``-th of some items."""
        return items[self.index - 1 :: self.count]

    def __str__(self) -> str:
        """Return the text that ``parse`` reads."""
        return f"{self.index}/{self.count}"
