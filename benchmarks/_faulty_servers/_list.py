"""A correct list of rooms, in pages."""

import attrs

from ._exchange import Exchange
from ._responses import meta, reply, room

__all__ = ["List"]


@attrs.frozen
class List:
    """A list of rooms.

    Attributes:
        pages: The number of pages.
        size: The number of rooms on a page.
    """

    pages: int = 6
    size: int = 4

    @property
    def names(self) -> list[str]:
        """The names of all rooms, in their order."""
        return [f"room {number}" for number in range(1, self.pages * self.size + 1)]

    def body(self, number: int) -> dict[str, object]:
        """Return the body of a page."""
        first = (number - 1) * self.size + 1
        numbers = range(first, first + self.size) if number <= self.pages else range(0)
        return {
            "data": [room(each) for each in numbers],
            "meta": meta(number, self.pages, self.size, self.pages * self.size),
        }

    def reply(self, number: int) -> bytes:
        """Return the response with a page."""
        return reply(self.body(number))

    def handle(self, exchange: Exchange) -> None:
        """Send the requested page."""
        exchange.send(self.reply(exchange.page))
