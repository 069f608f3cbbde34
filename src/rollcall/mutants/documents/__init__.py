"""Mutants of documents: each changes one place."""

from rollcall.mutants.documents._catalogue import GROUPS, document_mutants, spread
from rollcall.mutants.documents._client import client_checks, client_context
from rollcall.mutants.documents._edit import Edit
from rollcall.mutants.documents._mutant import DocumentMutant

__all__ = [
    "GROUPS",
    "DocumentMutant",
    "Edit",
    "client_checks",
    "client_context",
    "document_mutants",
    "spread",
]
