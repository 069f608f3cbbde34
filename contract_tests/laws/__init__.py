"""The laws of a list: what holds of every list that is annotated so, on whatever server.

A law is stated once, and tried on every operation and parameter that the annotations name, with
values from the server's own data, through each channel. Nothing here knows a provider.
"""

from ._admission import admits, restricts
from ._baseline import Baselines
from ._catalogue import FAMILIES, LAWS, applies, find_law, tried_through
from ._judge import Judgement, judge
from ._law import Breach, Cases, Law, Place
from ._runner import Runner
from ._scene import Effort, Scene, Unreadable

__all__ = [
    "FAMILIES",
    "LAWS",
    "Baselines",
    "Breach",
    "Cases",
    "Effort",
    "Judgement",
    "Law",
    "Place",
    "Runner",
    "Scene",
    "Unreadable",
    "admits",
    "applies",
    "find_law",
    "judge",
    "restricts",
    "tried_through",
]
