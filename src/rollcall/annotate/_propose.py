"""Proposes annotations that a document admits."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import attrs

from rollcall.annotate._lists import known_listing, listing
from rollcall.annotate._parameters import parameter_proposals
from rollcall.annotate._proposal import Proposal, annotations
from rollcall.spec import (
    ListOperation,
    Location,
    Operation,
    Spec,
    SpecError,
    build_spec,
    parse_source,
)

__all__ = ["annotated", "guessed", "is_valid", "owners_of", "propose"]


def propose(spec: Spec) -> tuple[Proposal, ...]:
    """Propose annotations for the operations and parameters of a document that have none.

    Args:
        spec: The document; its own annotations stay as they are.

    Returns:
        The proposals; with the values that they have, the document is valid.
    """
    found: list[Proposal] = []
    late: list[Proposal] = []
    for operation in spec.operations:
        if isinstance(operation, ListOperation):
            known, kept = known_listing(spec, operation), []
        elif (found_list := listing(spec, operation)) is None:
            continue
        else:
            known, kept = found_list, _first_valid(spec, found_list.proposals)
            if not kept:
                continue
        further = [each for each in known.proposals if not _is_needed(each)]
        for each in (*further, *parameter_proposals(known)):
            if any(each.at == other.at and each.path == other.path for other in found):
                continue  # a parameter that several lists share
            if each.path[-1] in {"parent", "x-expand"}:
                late.append(each)
            else:
                kept += _admitted(spec, kept, each)
        found += kept
    for each in late:  # other lists are named in them
        found += _admitted(spec, found, each)
    return tuple(found)


def annotated(spec: Spec, proposals: Iterable[Proposal]) -> Spec:
    """Return a document with the annotations that are proposed.

    Raises:
        SpecError: The document does not admit them.
    """
    raw: dict[str, Any] = deepcopy(spec.raw)
    for location, node in annotations(proposals).items():
        target: Any = raw
        for key in location:
            target = target[int(key) if isinstance(target, list) else key]
        target.update(node)
    source = parse_source(spec.path, raw)
    known = attrs.evolve(build_spec(source), text=spec.text, origins=spec.origins)
    return attrs.evolve(known, overlays=spec.overlays, app=spec.app, address=spec.address)


def guessed(spec: Spec) -> Spec:
    """Return a document with the annotations that are proposed with high confidence.

    Its ``guesses`` name them. A list of which a needed part is less sure is left out.
    """
    found = propose(spec)
    doubtful = {each.at for each in found if _is_needed(each) and each.confidence != "high"}
    owners = owners_of(spec)
    sure = [each for each in found if each.confidence == "high"]
    taken = [each for each in sure if owners[each.at][0].at not in doubtful]
    words = dict.fromkeys(f"{each.path[0]} of {_name(*owners[each.at])}" for each in taken)
    return attrs.evolve(annotated(spec, taken), guesses=tuple(words))


def owners_of(spec: Spec) -> Mapping[Location, tuple[Operation, str]]:
    """Return the operation and the parameter that a place is about; empty if it is about none.

    A parameter that several operations share is that of the first one.
    """
    found: dict[Location, tuple[Operation, str]] = {}
    for operation in spec.operations:
        found[operation.at] = operation, ""
        for each in operation.parameters:
            found.setdefault(each.at, (operation, each.name))
    return found


def _name(operation: Operation, parameter: str) -> str:
    return f"{parameter} of {operation.id}" if parameter else operation.id


def _is_needed(proposal: Proposal) -> bool:
    """Return whether an ``x-list`` is nothing without a part."""
    word = proposal.word.removeprefix("x-list.")
    if word in {"items", "identity", "pagination.style", "pagination.next"}:
        return True
    starts = ("pagination.continuationToken", "pagination.pageIndex.p", "pagination.offset.p")
    return word.startswith(starts) or word == "pagination.pageSize.parameter"


def _first_valid(spec: Spec, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return what an ``x-list`` needs, with the first identity that the document admits."""
    needed = [each for each in proposals if _is_needed(each)]
    (identity,) = (each for each in needed if each.path[-1] == "identity")
    for value in (identity.value, *identity.others):
        others = tuple(each for each in identity.others if each != value)
        chosen = attrs.evolve(identity, value=value, others=others)
        parts = [chosen if each is identity else each for each in needed]
        if is_valid(spec, parts):
            return parts
    return []


def _admitted(spec: Spec, kept: list[Proposal], proposal: Proposal) -> Iterator[Proposal]:
    """Yield a proposal with those of its values that the document admits, if there are any."""
    values = [
        value
        for value in (proposal.value, *proposal.others)
        if is_valid(spec, [*kept, attrs.evolve(proposal, value=value)])
    ]
    if values:
        yield attrs.evolve(proposal, value=values[0], others=tuple(values[1:]))


def is_valid(spec: Spec, proposals: Iterable[Proposal]) -> bool:
    """Return whether a document admits the annotations that are proposed."""
    try:
        annotated(spec, proposals)
    except SpecError:
        return False
    return True
