"""The laws of a list: what holds of every list that is annotated so, on whatever server.

A law is stated once, and tried on every operation and parameter that the annotations name, with
values from the server's own data, through each channel. Nothing here knows a provider.
"""

from rollcall.laws._admission import admits, restricts
from rollcall.laws._baseline import Baselines
from rollcall.laws._catalogue import FAMILIES, LAWS, applies, find_law, tried_through
from rollcall.laws._context import Context, Effort, Unreadable
from rollcall.laws._judge import Judgement, judge
from rollcall.laws._law import Cases, Law, Place, ViolationError
from rollcall.laws._runner import Runner

__all__ = [
    "FAMILIES",
    "LAWS",
    "Baselines",
    "Cases",
    "Context",
    "Effort",
    "Judgement",
    "Law",
    "Place",
    "Runner",
    "Unreadable",
    "ViolationError",
    "admits",
    "applies",
    "find_law",
    "judge",
    "restricts",
    "tried_through",
]
