"""Faults of specs: documents that say something else at one place, and what notices them."""

from ._bench import COLUMNS, Bench, Trial, Witness
from ._catalogue import GROUPS, mutations, spread
from ._command import add_arguments, run
from ._edit import Edit
from ._mutation import Mutation

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
