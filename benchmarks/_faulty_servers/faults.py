"""Faults of a response; each fault gets the correct response."""

import gzip
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from typing import NoReturn, TypeAlias

from ._exchange import Exchange, Handler
from ._list import List
from ._responses import reply

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
    "replace",
    "replace_and_end",
    "reset_before",
    "reset_in_body",
    "response_twice",
    "retry_at_date",
    "stall_before",
    "stall_in_body",
    "stall_in_head",
    "status",
]

Fault: TypeAlias = Callable[[Exchange, bytes], None]
"""Handles a request with a fault, given the correct response."""

_END_OF_HEAD = b"\r\n\r\n"
_BLANKS = 32 * 2**20
_PATIENCE = 100


def at_page(rooms: List, number: int, fault: Fault, times: int | None = None) -> Handler:
    """Inject a fault into responses for one page, a number of times or always."""

    def handle(exchange: Exchange) -> None:
        if exchange.page == number and (times is None or exchange.attempt <= times):
            fault(exchange, rooms.reply(exchange.page))
        else:
            rooms.handle(exchange)

    return handle


def at_every_page(rooms: List, fault: Fault, times: int) -> Handler:
    """Inject a fault into the first responses for each page."""

    def handle(exchange: Exchange) -> None:
        if exchange.attempt <= times:
            fault(exchange, rooms.reply(exchange.page))
        else:
            rooms.handle(exchange)

    return handle


def rate_limited(rooms: List, requests: int, headers: Mapping[str, str]) -> Handler:
    """Accept a number of requests per second, and reject the others with 429."""
    lock = threading.Lock()
    window, admitted = 0.0, 0

    def handle(exchange: Exchange) -> None:
        nonlocal window, admitted
        with lock:
            if time.monotonic() - window >= 1:
                window, admitted = time.monotonic(), 0
            admitted += 1
            is_admitted = admitted <= requests
        if is_admitted:
            rooms.handle(exchange)
        else:
            exchange.send(reply(b"", 429, headers))

    return handle


def replace(response: bytes) -> Fault:
    """Send another response, and keep the connection."""
    return lambda exchange, _: exchange.send(response)


def replace_and_end(data: bytes) -> Fault:
    """Send other bytes, and end the sending side of the connection."""

    def fault(exchange: Exchange, _: bytes) -> NoReturn:
        exchange.send(data)
        exchange.finish()

    return fault


def status(code: int, headers: Mapping[str, str] | None = None) -> Fault:
    """Send a status with an empty body."""
    return replace(reply(b"", code, headers))


def retry_at_date(seconds: float) -> Fault:
    """Send 429 with Retry-After as a date, some seconds from now."""

    def fault(exchange: Exchange, _: bytes) -> None:
        date = datetime.now(UTC) + timedelta(seconds=seconds)
        exchange.send(reply(b"", 429, {"retry-after": format_datetime(date, usegmt=True)}))

    return fault


def reset_before(exchange: Exchange, _: bytes) -> NoReturn:
    """Reset the connection without a response."""
    exchange.reset()


def reset_in_body(exchange: Exchange, right: bytes) -> NoReturn:
    """Reset the connection in the middle of the body."""
    exchange.send(_half(right))
    # An immediate reset may overtake the data.
    exchange.wait(0.02)
    exchange.reset()


def drip_body(exchange: Exchange, right: bytes) -> NoReturn:
    """Send the body byte by byte, each before the timeout."""
    head, _, body = right.partition(_END_OF_HEAD)
    exchange.send(head + _END_OF_HEAD)
    exchange.drip(body, 0.05)
    exchange.stall()


def drip_head(exchange: Exchange, right: bytes) -> NoReturn:
    """Send the head byte by byte, each before the timeout."""
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
    """End the sending side in the middle of a body with a content length."""
    exchange.send(_half(right))
    exchange.finish()


def end_after(exchange: Exchange, right: bytes) -> NoReturn:
    """End the connection after the response, without announcing it."""
    exchange.send(right)
    exchange.hang_up()


def end_in_body_of_unknown_length(exchange: Exchange, right: bytes) -> NoReturn:
    """End the sending side in the middle of a body without a content length."""
    body = right.partition(_END_OF_HEAD)[2]
    exchange.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/json" + _END_OF_HEAD)
    exchange.send(body[: len(body) // 2])
    exchange.finish()


def chunked_without_end(exchange: Exchange, _right: bytes) -> NoReturn:
    """Send chunks of blanks, without end."""
    exchange.send(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked" + _END_OF_HEAD)
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    for _ in range(_BLANKS // 0x10000):
        exchange.send(chunk)
    exchange.stall()


def header_without_end(exchange: Exchange, _right: bytes) -> NoReturn:
    """Send a header without end."""
    exchange.send(b"HTTP/1.1 200 OK\r\nx-long: ")
    for _ in range(64):
        exchange.send(b"x" * 0x10000)
    exchange.stall()


def early_hints(exchange: Exchange, _right: bytes) -> NoReturn:
    """Send early hints repeatedly, each before the timeout."""
    for _ in range(_PATIENCE):
        exchange.send(b"HTTP/1.1 103 Early Hints" + _END_OF_HEAD)
        exchange.wait(0.05)
    exchange.hang_up()


def response_twice(exchange: Exchange, right: bytes) -> None:
    """Send the response twice."""
    exchange.send(right + right)


def gzip_bomb(layers: int) -> Fault:
    """Send the correct body and 32 MiB of blanks, compressed once or several times."""
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
