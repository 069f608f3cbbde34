"""Faults of specs: documents that say something else at one place, and what notices them."""

from rollcall.mutants.documents._bench import COLUMNS, Bench, Trial, Witness
from rollcall.mutants.documents._catalogue import GROUPS, mutations, spread
from rollcall.mutants.documents._command import add_arguments, run
from rollcall.mutants.documents._edit import Edit
from rollcall.mutants.documents._mutation import Mutation

__all__ = [
    "COLUMNS",
    "GROUPS",
    "Bench",
    "Edit",
    "Mutation",
    "Trial",
    "Witness",
    "add_arguments",
    "mutations",
    "run",
    "spread",
]
