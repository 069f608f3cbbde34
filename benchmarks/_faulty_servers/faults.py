"""Ways of breaking an answer, each given the answer as it should have been."""

import gzip
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from typing import NoReturn, TypeAlias

from ._answers import reply
from ._exchange import Answer, Exchange
from ._list import List

__all__ = [
    "Fault",
    "at_every_page",
    "at_page",
    "chunked_without_end",
    "drip_body",
    "drip_head",
    "early_hints",
    "end_after",
    "end_in_body",
    "end_in_body_of_unknown_length",
    "gzip_bomb",
    "header_without_end",
    "rate_limited",
    "reset_before",
    "reset_in_body",
    "say",
    "say_and_end",
    "stall_before",
    "stall_in_body",
    "stall_in_head",
    "status",
    "try_again_at",
    "unasked_answer",
]

Fault: TypeAlias = Callable[[Exchange, bytes], None]
"""Answers a request wrongly, given the right response."""

_END_OF_HEAD = b"\r\n\r\n"
_BLANKS = 32 * 2**20
_PATIENCE = 100


def at_page(rooms: List, number: int, fault: Fault, times: int | None = None) -> Answer:
    """Break the answers for one page: so many times, or always."""

    def answer(exchange: Exchange) -> None:
        if exchange.page == number and (times is None or exchange.attempt <= times):
            fault(exchange, rooms.reply(exchange.page))
        else:
            rooms.answer(exchange)

    return answer


def at_every_page(rooms: List, fault: Fault, times: int) -> Answer:
    """Break the first answers for each page, so many times."""

    def answer(exchange: Exchange) -> None:
        if exchange.attempt <= times:
            fault(exchange, rooms.reply(exchange.page))
        else:
            rooms.answer(exchange)

    return answer


def rate_limited(rooms: List, requests: int, headers: Mapping[str, str]) -> Answer:
    """Admit so many requests in each second, and refuse the others with 429 and some headers."""
    lock = threading.Lock()
    window, admitted = 0.0, 0

    def answer(exchange: Exchange) -> None:
        nonlocal window, admitted
        with lock:
            if time.monotonic() - window >= 1:
                window, admitted = time.monotonic(), 0
            admitted += 1
            is_admitted = admitted <= requests
        if is_admitted:
            rooms.answer(exchange)
        else:
            exchange.send(reply(b"", 429, headers))

    return answer


def say(response: bytes) -> Fault:
    """Send another response, and keep the connection."""
    return lambda exchange, _: exchange.send(response)


def say_and_end(data: bytes) -> Fault:
    """Send other bytes, and end the sending side of the connection."""

    def fault(exchange: Exchange, _: bytes) -> NoReturn:
        exchange.send(data)
        exchange.finish()

    return fault


def status(code: int, headers: Mapping[str, str] | None = None) -> Fault:
    """Send a status with an empty body."""
    return say(reply(b"", code, headers))


def try_again_at(seconds: float) -> Fault:
    """Send 429 with the date after which to try again, some seconds from now, in whole seconds."""

    def fault(exchange: Exchange, _: bytes) -> None:
        date = datetime.now(UTC) + timedelta(seconds=seconds)
        exchange.send(reply(b"", 429, {"retry-after": format_datetime(date, usegmt=True)}))

    return fault


def reset_before(exchange: Exchange, _: bytes) -> NoReturn:
    """Break the connection in place of an answer."""
    exchange.reset()


def reset_in_body(exchange: Exchange, right: bytes) -> NoReturn:
    """Break the connection in the middle of the body."""
    exchange.send(_half(right))
    # A reset that follows at once may overtake what was sent.
    exchange.wait(0.02)
    exchange.reset()


def drip_body(exchange: Exchange, right: bytes) -> NoReturn:
    """Send the body byte by byte, each of them in time."""
    head, _, body = right.partition(_END_OF_HEAD)
    exchange.send(head + _END_OF_HEAD)
    exchange.drip(body, 0.05)
    exchange.stall()


def drip_head(exchange: Exchange, right: bytes) -> NoReturn:
    """Send the head byte by byte, each of them in time."""
    exchange.drip(right, 0.1)
    exchange.stall()


def stall_before(exchange: Exchange, _: bytes) -> NoReturn:
    """Send nothing."""
    exchange.stall()


def stall_in_head(exchange: Exchange, right: bytes) -> NoReturn:
    """Stop in the middle of the head."""
    exchange.send(right[:30])
    exchange.stall()


def stall_in_body(exchange: Exchange, right: bytes) -> NoReturn:
    """Stop in the middle of the body."""
    exchange.send(_half(right))
    exchange.stall()


def end_in_body(exchange: Exchange, right: bytes) -> NoReturn:
    """End the sending side in the middle of a body whose length was declared."""
    exchange.send(_half(right))
    exchange.finish()


def end_after(exchange: Exchange, right: bytes) -> NoReturn:
    """End the connection after the answer, without having said so."""
    exchange.send(right)
    exchange.hang_up()


def end_in_body_of_unknown_length(exchange: Exchange, right: bytes) -> NoReturn:
    """End the sending side in the middle of a body that reaches up to the end."""
    body = right.partition(_END_OF_HEAD)[2]
    exchange.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/json" + _END_OF_HEAD)
    exchange.send(body[: len(body) // 2])
    exchange.finish()


def chunked_without_end(exchange: Exchange, _right: bytes) -> NoReturn:
    """Send blanks for ever, as fast as they are taken."""
    exchange.send(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked" + _END_OF_HEAD)
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    for _ in range(_BLANKS // 0x10000):
        exchange.send(chunk)
    exchange.stall()


def header_without_end(exchange: Exchange, _right: bytes) -> NoReturn:
    """Send a header that goes on for ever."""
    exchange.send(b"HTTP/1.1 200 OK\r\nx-long: ")
    for _ in range(64):
        exchange.send(b"x" * 0x10000)
    exchange.stall()


def early_hints(exchange: Exchange, _right: bytes) -> NoReturn:
    """Promise an answer again and again, each time before the client has waited too long."""
    for _ in range(_PATIENCE):
        exchange.send(b"HTTP/1.1 103 Early Hints" + _END_OF_HEAD)
        exchange.wait(0.05)
    exchange.hang_up()


def unasked_answer(exchange: Exchange, right: bytes) -> None:
    """Send the answer twice."""
    exchange.send(right + right)


def gzip_bomb(layers: int) -> Fault:
    """Send the right body and 32 MiB of blanks after it, compressed once or several times."""
    return lambda exchange, right: exchange.send(_bomb(right, layers))


@cache
def _bomb(right: bytes, layers: int) -> bytes:
    content = right.partition(_END_OF_HEAD)[2] + b" " * _BLANKS
    for _ in range(layers):
        content = gzip.compress(content, mtime=0)
    return reply(content, headers={"content-encoding": ", ".join(["gzip"] * layers)})


def _half(right: bytes) -> bytes:
    head, _, body = right.partition(_END_OF_HEAD)
    return head + _END_OF_HEAD + body[: len(body) // 2]
