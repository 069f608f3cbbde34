"""Loopback servers of room lists that misbehave as they are told, and count what they see."""

from ._answers import meta, reply, room, rooms_page
from ._exchange import Answer, Exchange
from ._list import List
from ._server import SERVER_THREAD, Server, serving

__all__ = [
    "SERVER_THREAD",
    "Answer",
    "Exchange",
    "List",
    "Server",
    "meta",
    "reply",
    "room",
    "rooms_page",
    "serving",
]
