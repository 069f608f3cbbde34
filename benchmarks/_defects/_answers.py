"""The answers that bring the defects out."""

import math

from benchmarks._faulty_servers import Answer, Exchange, List, meta, reply, room, rooms_page

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
"""So many requests are answered; a client that goes on is cut off."""

ROOMS = List(pages=3, size=2)

ERRORS = {"errors": [{"code": "10015", "title": "Bad request", "detail": "page[size]"}]}


def same(response: bytes) -> Answer:
    """Answer every request alike."""
    return lambda exchange: exchange.send(response)


def cut_off(response: bytes) -> Answer:
    """Answer so many requests alike, and refuse those that follow."""

    def answer(exchange: Exchange) -> None:
        refusal = reply({"message": "cut off", "success": False}, 404)
        exchange.send(response if exchange.count <= MOST_REQUESTS else refusal)

    return answer


not_advancing = cut_off(rooms_page([room()], number=1, pages=3))
without_meta = cut_off(reply({"data": [room()]}))


def first_refused(status: int, headers: dict[str, str] | None = None) -> Answer:
    """Refuse the first request, and answer the others with the list."""

    def answer(exchange: Exchange) -> None:
        if exchange.count == 1:
            exchange.send(reply({"message": "later", "success": False}, status, headers))
        else:
            ROOMS.answer(exchange)

    return answer


def growing(exchange: Exchange) -> None:
    """Answer with a page of a list that gets a new first room before each request."""
    rooms = [room(number) for number in range(100 - exchange.count, 103)]
    chosen = rooms[2 * exchange.page - 2 : 2 * exchange.page]
    information = meta(exchange.page, math.ceil(len(rooms) / 2), 2, len(rooms))
    exchange.send(reply({"data": chosen, "meta": information}))
