"""Proposes how an operation lists: its items, their identity and their parent."""

import re
from collections.abc import Iterator

import attrs

from rollcall.annotate._fields import Field, arrays_of, fields_of, singular, snake
from rollcall.annotate._names import IDENTITIES, ITEMS
from rollcall.annotate._page import Page, page_of
from rollcall.annotate._paging import paging_parameters, paging_proposals
from rollcall.annotate._proposal import Confidence, Proposal
from rollcall.spec import ListOperation, Operation, Pointer, Spec, item_schema

__all__ = ["Listing", "known_listing", "listing"]

_PARAMETER = re.compile(r"\{([^{}]+)\}")
_USUAL = 6
"""The names of identities that are hardly anything else."""


@attrs.frozen
class Listing:
    """What is known about an operation that seems to be a list.

    Attributes:
        spec: The document.
        operation: The operation.
        proposals: The proposals for its ``x-list``.
        fields: The fields of an item.
        paging: The names of the query parameters that select the page, or ask for its total.
    """

    spec: Spec
    operation: Operation
    proposals: tuple[Proposal, ...]
    fields: tuple[Field, ...]
    paging: frozenset[str]


def known_listing(spec: Spec, operation: ListOperation) -> Listing:
    """Return what is known about a list that is annotated already."""
    requested = operation.paging.requested
    paging = {*operation.paging.parameters, *([requested[0]] if requested else [])}
    fields = fields_of(spec.raw, item_schema(spec, operation))
    return Listing(spec, operation, (), tuple(fields), frozenset(paging))


def listing(spec: Spec, operation: Operation) -> Listing | None:
    """Return what an operation seems to list; None if it seems to be no list with pages."""
    page = page_of(spec, operation) if operation.method == "GET" else None
    if page is None:
        return None
    arrays = arrays_of(spec.raw, page.schema)
    ranked = sorted(arrays, key=lambda each: _rank(operation, each[0]), reverse=True)
    if not ranked:
        return None
    (items, item), *others = ranked
    page = attrs.evolve(page, items=items)
    fields = fields_of(spec.raw, item)
    identities = [each.pointer.text for each in _identities(fields, _noun(operation, items))]
    paging = [*paging_proposals(page, identities[0])] if identities else []
    if not paging:
        return None
    is_sure = not others or _rank(operation, items) > _rank(operation, others[0][0])
    sure: Confidence = "high" if is_sure else "medium"
    why = "the array that is named like a list" if others else "the only array of objects"
    places = tuple(each.text for each, _ in others[:2])
    usual = snake(identities[0]) in IDENTITIES[:_USUAL]
    reason = f"an item has the field {identities[0]}"
    found = (
        Proposal(operation.at, ("x-list", "items"), items.text, sure, why, places),
        Proposal(
            operation.at,
            ("x-list", "identity"),
            identities[0],
            "high" if usual else "medium",
            reason,
            tuple(identities[1:4]),
        ),
        *paging,
        *_parent(page, fields),
    )
    return Listing(spec, operation, found, tuple(fields), paging_parameters(paging))


def _noun(operation: Operation, items: Pointer) -> str:
    """Return the name of an item, in snake case."""
    words = [each for each in operation.path.split("/") if each and "{" not in each]
    own = snake(str(items.location[-1])) if items.location else ""
    if own and own not in ITEMS:
        return singular(own)
    return singular(snake(words[-1].partition(".")[0])) if words else ""


def _rank(operation: Operation, items: Pointer) -> tuple[int, int]:
    """Return how much an array seems to hold the items of the page."""
    own = snake(str(items.location[-1])) if items.location else ""
    path = {singular(snake(each)) for each in re.split(r"[/.]", operation.path)}
    is_named = not own or singular(own) in {*path, singular(snake(operation.tag or ""))}
    return (2 * is_named + (own in ITEMS), -len(items.location))


def _identities(fields: list[Field], noun: str) -> Iterator[Field]:
    """Yield the fields that may identify an item, the likeliest first."""
    usual, rare = IDENTITIES[:_USUAL], IDENTITIES[_USUAL:]
    names = [*usual, *(f"{noun}_{each}" for each in usual[:4]), *rare]
    scalars = [each for each in fields if each.is_a("string", "integer")]
    for name in names:
        yield from (each for each in scalars if each.depth == 1 and each.name == name)
    for name in (*usual, "name"):
        inner = (each for each in scalars if each.depth > 1 and each.is_required)
        yield from (each for each in inner if each.name == name)


def _parent(page: Page, fields: list[Field]) -> Iterator[Proposal]:
    names = _PARAMETER.findall(page.operation.path)
    if not names:
        return
    name = names[-1]
    before = page.operation.path.split(f"{{{name}}}")[0].rstrip("/")
    noun = singular(snake(before.rpartition("/")[2]))
    wanted = {snake(name), noun, f"{noun}_id", f"{noun}_{snake(name)}"} - {"id", "sid", "uuid"}
    scalars = (each for each in fields if each.is_a("string", "integer"))
    field = next((each for each in scalars if {each.path, each.name} & wanted), None)
    if field is None:
        return
    value = {"parameter": name, "field": field.pointer.text}
    others = [each for each in page.spec.operations if each.method == "GET"]
    listers = [each.id for each in others if each.path.rstrip("/") == before]
    values = [{**value, "operation": each} for each in listers] + [value]
    reason = f"an item has {field.pointer.text}, as the path has {{{name}}}"
    path = ("x-list", "parent")
    yield Proposal(page.operation.at, path, values[0], "high", reason, tuple(values[1:]))
