"""The ways to a server: plain HTTP, and the generated client. A law is the same through each."""

from ._addresses import is_address, origin_of, resolved
from ._answer import Answer
from ._channel import Channel
from ._client import AheadChannel, AsyncChannel, ClientChannel, Wiring
from ._http import HttpChannel, written
from ._query import Key, Probe, Query, Value
from ._walk import default_index, size_in_force

__all__ = [
    "AheadChannel",
    "Answer",
    "AsyncChannel",
    "Channel",
    "ClientChannel",
    "HttpChannel",
    "Key",
    "Probe",
    "Query",
    "Value",
    "Wiring",
    "default_index",
    "is_address",
    "origin_of",
    "resolved",
    "size_in_force",
    "written",
]
