"""The laws of a list: the properties that every annotated list must have, on any server.

A law is stated once, and evaluated on every operation and parameter that the annotations name,
with values from the server's own data, through each channel. No law knows a provider. Laws from
outside are registered with the same decorator: see docs/howto/own_law.md.
"""

from rollcall.channels import Query, Response
from rollcall.laws import families
from rollcall.laws._admission import admits, convention_of, restricts
from rollcall.laws._baseline import Baselines
from rollcall.laws._context import Context, Effort, Unreadable
from rollcall.laws._conventions import Shown, Spelling, decide, try_values
from rollcall.laws._evaluation import Evaluation, evaluate
from rollcall.laws._law import (
    EVERY_CHANNEL,
    HTTP_ONLY,
    ONE_PAGE,
    SYNC,
    Cases,
    Law,
    Place,
    filters_where,
    lists_where,
    the_list,
)
from rollcall.laws._notes import Note, Sighting, notes_of
from rollcall.laws._registry import (
    applies,
    family_titles,
    find_law,
    law,
    registered,
    tried_through,
)
from rollcall.laws._results import Basis, Key, Outcome, Results, Verdict, Violation
from rollcall.laws._runner import Runner
from rollcall.laws._symptom import Symptom, SymptomKind, failure_of, sent_names
from rollcall.laws._violation import ViolationError, must_be_page, must_be_refused

__all__ = [
    "EVERY_CHANNEL",
    "HTTP_ONLY",
    "ONE_PAGE",
    "SYNC",
    "Baselines",
    "Basis",
    "Cases",
    "Context",
    "Effort",
    "Evaluation",
    "Key",
    "Law",
    "Note",
    "Outcome",
    "Place",
    "Query",
    "Response",
    "Results",
    "Runner",
    "Shown",
    "Sighting",
    "Spelling",
    "Symptom",
    "SymptomKind",
    "Unreadable",
    "Verdict",
    "Violation",
    "ViolationError",
    "admits",
    "applies",
    "convention_of",
    "decide",
    "evaluate",
    "failure_of",
    "families",
    "family_titles",
    "filters_where",
    "find_law",
    "law",
    "lists_where",
    "must_be_page",
    "must_be_refused",
    "notes_of",
    "registered",
    "restricts",
    "sent_names",
    "the_list",
    "tried_through",
    "try_values",
]
