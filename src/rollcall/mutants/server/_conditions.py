"""Responders for mutants of filters: another comparison, or other rows, for one parameter."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from rollcall.mutants._listed import Condition, Listed, Row, original_of, read_listed
from rollcall.mutants._message import OK, Request, Response, integer_in
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._relisted import relisted
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import (
    Comparable,
    Filter,
    ListOperation,
    Operand,
    Parameter,
    Pointer,
    Spec,
    is_match,
    item_schema,
    resolve,
)

__all__ = [
    "EQUIVALENT_STEP",
    "Compared",
    "Holds",
    "Place",
    "compared_by",
    "filter_of",
    "filters",
    "listed_as",
    "matches",
    "moved",
    "moved_by",
    "paged_as",
    "schemas_of",
    "when_given",
    "where",
]

_WITH_ROWS = (OK, 404)
_FAR = 1_000_000

# If every value has a next one, a bound moved by one is the inclusive or exclusive bound.
EQUIVALENT_STEP = {"gte": 1, "gt": -1, "lte": -1, "lt": 1}
"""The step by which a moved bound is the same as another operator."""

Holds = Callable[[Condition, Row], bool]
"""Returns whether a row matches a condition on a mutant."""

Compared = tuple[str, Holds]
"""The name of a kind within its group, and the comparison of its mutants."""


@attrs.frozen
class Place:
    """A filter of an operation.

    Attributes:
        spec: The spec.
        operation: The operation.
        parameter: The parameter.
    """

    spec: Spec
    operation: ListOperation
    parameter: Parameter

    @property
    def filter(self) -> Filter:
        """The annotation of the parameter."""
        return filter_of(self.parameter)

    @property
    def field(self) -> Mapping[str, Any]:
        """The schema of the compared field; empty if the spec has none."""
        return schemas_of(self.spec, self.operation).get(str(self.filter.field), ({}, False))[0]

    @property
    def is_nullable(self) -> bool:
        """Whether the spec allows the field to be null or absent."""
        return schemas_of(self.spec, self.operation).get(str(self.filter.field), ({}, True))[1]

    @property
    def is_instant(self) -> bool:
        """Whether the field is a date-time."""
        return self.field.get("format") == "date-time"

    @property
    def is_ordered(self) -> bool:
        """Whether the values have an order: dates, date-times and numbers."""
        return self.filter.precision != "exact" or self.kind in {"integer", "number"}

    @property
    def is_textual(self) -> bool:
        """Whether the values are texts that are compared as they are."""
        return self.kind == "string" and self.filter.precision in {"exact", "text"}

    @property
    def kind(self) -> str:
        """The type of the parameter's values."""
        return str(self.parameter.schema.get("type", ""))

    def mutants(
        self, made: Iterable[Made], group: str = "filter", **words: str
    ) -> Iterator[ServerMutant]:
        """Yield mutants of this filter."""
        name, field = self.parameter.name, str(self.filter.field)
        return derived(self.operation, group, made, name, field=field, **words)

    def comparing(
        self, compared: Iterable[Compared], group: str = "filter", **words: str
    ) -> Iterator[ServerMutant]:
        """Yield mutants of this filter that compare differently."""
        made = ((name, compared_by(self.parameter.name, holds)) for name, holds in compared)
        return self.mutants(made, group, **words)


def filters(spec: Spec, operation: ListOperation) -> Iterator[Place]:
    """Return the filters of an operation."""
    return (Place(spec, operation, each) for each in operation.filters)


def filter_of(parameter: Parameter) -> Filter:
    """Return the annotation of a parameter that is a filter."""
    assert parameter.filter is not None
    return parameter.filter


def schemas_of(
    spec: Spec, operation: ListOperation
) -> Mapping[str, tuple[Mapping[str, Any], bool]]:
    """Return the schema of each field of an item by its pointer, and whether it may be unset.

    Fields below arrays are left out: they have no pointer.
    """
    found: dict[str, tuple[Mapping[str, Any], bool]] = {}

    def visit(node: Mapping[str, Any], above: str, depth: int, *, is_nullable: bool) -> None:
        node = resolve(spec, node)
        for name, inner in node.get("properties", {}).items():
            pointer = f"{above}/{name.replace('~', '~0').replace('/', '~1')}"
            schema = resolve(spec, inner)
            may_be_unset = (
                is_nullable
                or name not in node.get("required", ())
                or "null" in schema.get("type", ())
            )
            found[pointer] = schema, may_be_unset
            if depth:
                visit(schema, pointer, depth - 1, is_nullable=may_be_unset)

    visit(item_schema(spec, operation), "", 3, is_nullable=False)
    return found


def listed_as(name: str, choose: Callable[[Listed], Sequence[Row]]) -> Responder:
    """Return a mutant that lists other rows for requests with a filter.

    Args:
        name: The name of the filter.
        choose: Returns the rows of all pages, for a valid request; the
            same whichever page it is.
    """
    mutated = paged_as(name, choose)

    def respond(request: Request, upstream: Upstream) -> Response:
        if upstream.send(original_of(request)).status in _WITH_ROWS:
            listed = read_listed(request, upstream)
            # A page of the same rows would have other links.
            if listed is not None and [*choose(listed)] == listed.matching:
                return upstream.send(request)
        return mutated(request, upstream)

    return when_given(name, respond)


def paged_as(name: str, choose: Callable[[Listed], Sequence[Row]]) -> Responder:
    """Return a mutant that lists other rows for requests with a filter, depending on the page.

    Args:
        name: The name of the filter.
        choose: Returns the rows of all pages, for one page.
    """
    mutated = relisted(choose, is_paged=True)

    def respond(request: Request, upstream: Upstream) -> Response:
        response = mutated(request, upstream)
        listed = read_listed(request, upstream) if response.status == OK else None
        paging = listed.operation.paging if listed is not None else None
        if listed is None or paging is None or paging.selector is None:
            return response
        is_past = 0 < listed.start >= len(choose(listed))
        if is_past and listed.operation.strictness.admits("pastTheEnd", "notFound"):
            return upstream.send(request.having(paging.selector, str(_FAR)))
        index = request.get(paging.selector)
        if index is None or paging.index_echo is None:
            return response
        # It is that of the first page if the correct server has no such page.
        return response.with_values({paging.index_echo: integer_in(index)})

    return when_given(name, respond)


def when_given(name: str, mutated: Responder) -> Responder:
    """Return a mutant that changes the responses to requests with a filter only."""

    def respond(request: Request, upstream: Upstream) -> Response:
        if request.get(name) is None:
            return upstream.send(request)
        return mutated(request, upstream)

    return respond


def where(listed: Listed, name: str, holds: Holds) -> list[Row]:
    """Return the rows that match, with another comparison for one of the filters."""
    return listed.where(
        lambda condition, row: (
            holds(condition, row) if condition.name == name else condition.holds(row)
        )
    )


def compared_by(name: str, holds: Holds) -> Responder:
    """Return a mutant with another comparison for a filter.

    Args:
        name: The name of the filter.
        holds: Returns whether a row matches the filter.
    """
    return listed_as(name, lambda listed: where(listed, name, holds))


def matches(condition: Condition, key: Comparable | None, value: Operand) -> bool:
    """Compare two values as a filter does; an unset value never matches."""
    return is_match(condition.filter, key, value)


def moved(condition: Condition, field: str) -> Condition:
    """Return a condition on another field, by its pointer."""
    return attrs.evolve(condition, filter=attrs.evolve(condition.filter, field=Pointer(field)))


def moved_by(step: Any) -> Holds:  # noqa: ANN401
    """Return a comparison with the value plus a step; without the step where it overflows."""

    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        try:
            value: Any = condition.value
            return matches(condition, key, value + step)
        except OverflowError:
            return condition.holds(row)

    return holds
