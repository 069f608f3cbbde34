"""Loopback servers of room lists with configurable faults, which record their requests."""

from ._exchange import Exchange, Handler
from ._list import List
from ._responses import meta, reply, room, rooms_page
from ._server import SERVER_THREAD, Server, serving

__all__ = [
    "SERVER_THREAD",
    "Exchange",
    "Handler",
    "List",
    "Server",
    "meta",
    "reply",
    "room",
    "rooms_page",
    "serving",
]
