"""A list of rooms in pages, told as it is."""

import attrs

from ._answers import meta, reply, room
from ._exchange import Exchange

__all__ = ["List"]


@attrs.frozen
class List:
    """A list of rooms.

    Attributes:
        pages: How many pages there are.
        size: How many rooms a page has.
    """

    pages: int = 6
    size: int = 4

    @property
    def names(self) -> list[str]:
        """The names of all rooms, in their order."""
        return [f"room {number}" for number in range(1, self.pages * self.size + 1)]

    def body(self, number: int) -> dict[str, object]:
        """Write the body of a page."""
        first = (number - 1) * self.size + 1
        numbers = range(first, first + self.size) if number <= self.pages else range(0)
        return {
            "data": [room(each) for each in numbers],
            "meta": meta(number, self.pages, self.size, self.pages * self.size),
        }

    def reply(self, number: int) -> bytes:
        """Write the response with a page."""
        return reply(self.body(number))

    def answer(self, exchange: Exchange) -> None:
        """Answer with the page that is asked for."""
        exchange.send(self.reply(exchange.page))
