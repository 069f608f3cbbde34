"""Mutants of servers and of documents, and the runner that shows which ones the laws detect."""

from rollcall.mutants._events import (
    MutantTried,
    MutationEvent,
    MutationFinished,
    MutationProgress,
    MutationStarted,
)
from rollcall.mutants._listed import Condition, Listed, Row
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._proxy import Proxy, proxied
from rollcall.mutants._relisted import relisted
from rollcall.mutants._run import mutate
from rollcall.mutants._select import CHANNELS, Mutant, select_mutants, shared
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.documents import DocumentMutant, document_mutants, spread
from rollcall.mutants.server import defects_of, server_mutants

__all__ = [
    "CHANNELS",
    "Condition",
    "DocumentMutant",
    "Listed",
    "Mutant",
    "MutantTried",
    "MutationEvent",
    "MutationFinished",
    "MutationProgress",
    "MutationStarted",
    "Proxy",
    "Request",
    "Responder",
    "Response",
    "Row",
    "ServerMutant",
    "Upstream",
    "defects_of",
    "document_mutants",
    "mutate",
    "proxied",
    "relisted",
    "select_mutants",
    "server_mutants",
    "shared",
    "spread",
]
