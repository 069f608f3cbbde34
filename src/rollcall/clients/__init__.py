"""The client's side of the contract: what a generated client sends, and what it makes of answers.

The client is called as an application calls it, and is known by the spec alone: the package is
named like the file, a resource like the tag of its operation, and an argument like its parameter.
"""

from rollcall.clients._answers import answered_pages, least_call, page_body
from rollcall.clients._arguments import (
    arguments,
    breaches_of_arguments,
    edges_of_arguments,
    python_values,
)
from rollcall.clients._bodies import bodies
from rollcall.clients._breaches import Breach, breaches
from rollcall.clients._call import Call, require_client
from rollcall.clients._clients import async_client_of, client_of, package_of
from rollcall.clients._compare import differences
from rollcall.clients._exchange import (
    KEY,
    Answer,
    Outcome,
    Script,
    Sent,
    answer_with,
    observe,
    observe_async,
    token_of_nobody,
)
from rollcall.clients._live import AsyncPatientTransport, PatientTransport
from rollcall.clients._places import asked_number, page_information, schema_at, write
from rollcall.clients._verdict import share, short_shrinking, verdict
from rollcall.clients._wire import Reader, decoded_pairs, expected_pairs

__all__ = [
    "KEY",
    "Answer",
    "AsyncPatientTransport",
    "Breach",
    "Call",
    "Outcome",
    "PatientTransport",
    "Reader",
    "Script",
    "Sent",
    "answer_with",
    "answered_pages",
    "arguments",
    "asked_number",
    "async_client_of",
    "bodies",
    "breaches",
    "breaches_of_arguments",
    "client_of",
    "decoded_pairs",
    "differences",
    "edges_of_arguments",
    "expected_pairs",
    "least_call",
    "observe",
    "observe_async",
    "package_of",
    "page_body",
    "page_information",
    "python_values",
    "require_client",
    "schema_at",
    "share",
    "short_shrinking",
    "token_of_nobody",
    "verdict",
    "write",
]
