"""Proposes the annotations of a document, from its names and types, and from a server."""

from rollcall.annotate._confirm import confirm
from rollcall.annotate._missing import Missing, missing_of
from rollcall.annotate._overlay import extended, line_of, overlay_text
from rollcall.annotate._proposal import Confidence, Proposal, State, annotations
from rollcall.annotate._propose import annotated, guessed, owners_of, propose

__all__ = [
    "Confidence",
    "Missing",
    "Proposal",
    "State",
    "annotated",
    "annotations",
    "confirm",
    "extended",
    "guessed",
    "line_of",
    "missing_of",
    "overlay_text",
    "owners_of",
    "propose",
]
