"""The channels to a server: plain HTTP, and the generated client. Each takes the same queries."""

from rollcall.channels._addresses import is_address, origin_of, resolved
from rollcall.channels._async_client import AsyncChannel
from rollcall.channels._call import Call, python_values
from rollcall.channels._channel import Channel
from rollcall.channels._client import ClientChannel, PrefetchChannel
from rollcall.channels._clients import async_client_of, client_of, client_problem, has_client
from rollcall.channels._compare import differences, is_same_json
from rollcall.channels._http import HttpChannel
from rollcall.channels._program import Program
from rollcall.channels._query import CredentialVariant, Probe, Query, Value
from rollcall.channels._reproduce import reproduction
from rollcall.channels._response import ClientRefusal, Response, items_of, size_in_force
from rollcall.channels._values import values_of
from rollcall.channels._walk import following, is_past_the_end

__all__ = [
    "AsyncChannel",
    "Call",
    "Channel",
    "ClientChannel",
    "ClientRefusal",
    "CredentialVariant",
    "HttpChannel",
    "PrefetchChannel",
    "Probe",
    "Program",
    "Query",
    "Response",
    "Value",
    "async_client_of",
    "client_of",
    "client_problem",
    "differences",
    "following",
    "has_client",
    "is_address",
    "is_past_the_end",
    "is_same_json",
    "items_of",
    "origin_of",
    "python_values",
    "reproduction",
    "resolved",
    "size_in_force",
    "values_of",
]
