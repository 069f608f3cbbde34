"""The responses that show the defects."""

import math

from benchmarks._faulty_servers import Exchange, Handler, List, meta, reply, room, rooms_page

__all__ = [
    "ERRORS",
    "MOST_REQUESTS",
    "ROOMS",
    "cut_off",
    "first_refused",
    "growing",
    "not_advancing",
    "same",
    "without_meta",
]

MOST_REQUESTS = 20
"""The number of requests after which a client is stopped."""

ROOMS = List(pages=3, size=2)

ERRORS = {"errors": [{"code": "10015", "title": "Bad request", "detail": "page[size]"}]}


def same(response: bytes) -> Handler:
    """Send the same response to every request."""
    return lambda exchange: exchange.send(response)


def cut_off(response: bytes) -> Handler:
    """Send the same response to ``MOST_REQUESTS`` requests, then 404."""

    def handle(exchange: Exchange) -> None:
        refusal = reply({"message": "cut off", "success": False}, 404)
        exchange.send(response if exchange.count <= MOST_REQUESTS else refusal)

    return handle


not_advancing = cut_off(rooms_page([room()], number=1, pages=3))
without_meta = cut_off(reply({"data": [room()]}))


def first_refused(status: int, headers: dict[str, str] | None = None) -> Handler:
    """Reject the first request, and send the list to the others."""

    def handle(exchange: Exchange) -> None:
        if exchange.count == 1:
            exchange.send(reply({"message": "later", "success": False}, status, headers))
        else:
            ROOMS.handle(exchange)

    return handle


def growing(exchange: Exchange) -> None:
    """Send a page of a list that gets a new first room before each request."""
    rooms = [room(number) for number in range(100 - exchange.count, 103)]
    chosen = rooms[2 * exchange.page - 2 : 2 * exchange.page]
    information = meta(exchange.page, math.ceil(len(rooms) / 2), 2, len(rooms))
    exchange.send(reply({"data": chosen, "meta": information}))
