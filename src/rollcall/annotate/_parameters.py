"""Proposes what the query parameters of a list mean, by their names, types and descriptions."""

import re
from collections.abc import Iterator

from rollcall.annotate._fields import snake
from rollcall.annotate._filters import filter_proposal
from rollcall.annotate._lists import Listing
from rollcall.annotate._names import DIRECTIONS, SEARCHES, SELECTIONS, SORTS
from rollcall.annotate._orders import sort_proposal
from rollcall.annotate._proposal import Proposal
from rollcall.annotate._unexplained import Unexplained, schema_of
from rollcall.spec import Parameter, types_of

__all__ = ["parameter_proposals"]

_ANNOTATIONS = ("filter", "expand", "search", "sort", "select")


def parameter_proposals(known: Listing) -> Iterator[Proposal]:
    """Yield the proposals for the query parameters of a list that have no annotation."""
    own = [each for each in known.operation.parameters if each.location == "query"]
    directions = {each.name for each in own if _is_direction(known, each)}
    for each in own:
        is_annotated = any(getattr(each, name) is not None for name in _ANNOTATIONS)
        if each.name in {*known.paging, *directions} or is_annotated:
            continue
        found = _proposal(Unexplained(known, each), directions)
        if found is not None:
            yield found


def _is_direction(known: Listing, parameter: Parameter) -> bool:
    """Return whether a parameter chooses a direction alone."""
    states = {str(each).lower() for each in schema_of(known, parameter).get("enum") or ()}
    return bool(states) and states <= DIRECTIONS


def _proposal(found: Unexplained, directions: set[str]) -> Proposal | None:
    if found.is_text:
        if found.name in SORTS:
            return sort_proposal(found, directions)
        if found.name in SELECTIONS or found.parameter.name.partition("[")[0] in SELECTIONS:
            return _select(found)
        if found.name in SEARCHES and not found.is_array:
            return found.proposal("x-search", [{}], "high", f"the name {found.parameter.name}")
    return _expand(found) or filter_proposal(found)


def _select(found: Unexplained) -> Proposal:
    known = found.known
    written = {} if found.is_array else {"separator": ","}
    wrappers = [
        each.pointer.text
        for each in known.fields
        if each.depth == 1 and each.name in {"attributes", "properties"} and each.is_a("object")
    ]
    within = {"within": wrappers[0]} if wrappers else {}
    values = [{**written, **within, "always": []}, {**written, **within}]
    if not wrappers:
        identity = [each.value for each in known.proposals if each.path[-1] == "identity"]
        values.insert(1, {**written, "always": identity})
    return found.proposal("x-select", values, "medium", f"the name {found.parameter.name}")


def _expand(found: Unexplained) -> Proposal | None:
    """Return the proposal for a flag that adds children; None if it seems to be none."""
    if types_of(found.schema) != {"boolean"}:
        return None
    known, wanted = found.known, re.sub("^(include|with|expand|embed)_", "", found.name)
    arrays = [each for each in known.fields if each.depth == 1 and each.is_a("array")]
    fields = [each.pointer.text for each in arrays if each.name == wanted]
    listers = [
        each.id
        for each in known.spec.operations
        if each.method == "GET"
        and each.path.startswith(f"{known.operation.path}/{{")
        and snake(each.path.rpartition("/")[2]) == wanted
    ]
    if not fields or not listers:
        return None
    value = {"field": fields[0], "operation": listers[0]}
    return found.proposal("x-expand", [value], "high", f"{listers[0]} lists the same children")
