"""Faults of servers, clients and specs, by which the laws prove that they would notice."""

from rollcall.mutants._listed import Condition, Listed, Row, relisted
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Answerer, Mutant
from rollcall.mutants._proxy import Proxy, proxied
from rollcall.mutants._upstream import Upstream

__all__ = [
    "Answerer",
    "Condition",
    "Listed",
    "Mutant",
    "Proxy",
    "Request",
    "Response",
    "Row",
    "Upstream",
    "proxied",
    "relisted",
]
