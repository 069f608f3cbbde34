"""Faulty clients: copies of a generated package, each with one fault that clients have."""

from ._command import add_arguments, run
from ._copies import UnfoundError, applies, apply, copied
from ._fault import ClientFault, Edit
from .catalogue import FAULTS, GROUPS

__all__ = [
    "FAULTS",
    "GROUPS",
    "ClientFault",
    "Edit",
    "UnfoundError",
    "add_arguments",
    "applies",
    "apply",
    "copied",
    "run",
]
