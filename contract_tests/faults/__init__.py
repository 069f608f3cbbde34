"""Faults of servers, clients and specs, by which the laws prove that they would notice."""

from ._fault import Answerer, Fault
from ._listed import Condition, Listed, Row, relisted
from ._message import Request, Response
from ._proxy import Proxy, proxied
from ._upstream import Upstream

__all__ = [
    "Answerer",
    "Condition",
    "Fault",
    "Listed",
    "Proxy",
    "Request",
    "Response",
    "Row",
    "Upstream",
    "proxied",
    "relisted",
]
