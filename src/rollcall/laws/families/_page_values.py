"""Values of page parameters: the bounds are accepted, and values outside them are refused."""

import attrs
from hypothesis import strategies as st

from rollcall.channels import Query, size_in_force
from rollcall.laws._admission import admits_number
from rollcall.laws._context import Context
from rollcall.laws._conventions import Trial, try_values
from rollcall.laws._law import SYNC, Cases, Place, lists_where
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError, describe
from rollcall.laws.families._page import page_parameters
from rollcall.laws.families._refusals import check_refused, value_cases

__all__ = ["number_refusals"]

_HUGE = 10**30
_TEXTS = ("", "x", "1.5", "1e1", "-1", "0x1", " 1", "1 2", "\u0661", "NaN", "null")


@law(
    "page.bounds",
    "The smallest and the largest page size, and the first page, are accepted and applied.",
    source="minimum and maximum of the parameter's schema",
    needs="a list that is longer than the smallest page",
    subjects=lists_where(lambda place: place.operation.paging.size),
    cases=lambda context: Cases(_bounds(context)),
)
def bounds(context: Context, query: Query) -> bool:
    response = context.page(query)
    size = size_in_force(query)
    expected = context.expected(query)
    if not size or (not context.baseline.is_complete and size > len(expected)):
        return False
    count = min(size, len(expected))
    if len(response.items) != count:
        title = f"a page of {size} holds {len(response.items)} items"
        raise ViolationError(title, response, detail=f"Expected {count}.")
    return len(expected) > 1


def _bounds(context: Context) -> list[Query]:
    parameter = context.operation.page_size
    schema = parameter.schema if parameter is not None else {}
    found = [int(schema[key]) for key in ("minimum", "maximum") if key in schema]
    first = [context.numbered(context.query, 1)] if context.operation.paging.number else []
    return [*(context.sized(context.query, each) for each in found), *first]


def number_refusals(context: Context) -> Cases:
    """Return texts that are not integers, and integers that the schema may not admit."""
    schema = context.parameter(context.subject).schema
    low = [str(int(schema["minimum"]) - 1), str(-_HUGE)] if "minimum" in schema else []
    letters = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=5)
    drawn = letters.map(lambda text: context.query.having(context.subject, text))
    return attrs.evolve(value_cases(context, [*low, str(_HUGE), *_TEXTS]), drawn=drawn)


@law(
    "page.refused",
    "A page number or size that the schema does not admit is refused.",
    source="the parameter's schema, and the annotation strictness",
    needs="a value that is not admitted",
    subjects=page_parameters,
    cases=number_refusals,
    channels=SYNC,
)
def refused(context: Context, query: Query) -> bool:
    if not query.values:
        return False
    name, value = query.values[-1]
    operation = context.operation
    parameter = operation.parameter(name)
    schema = parameter.schema if parameter is not None else {}
    high = schema.get("maximum")
    is_number = str(value).isascii() and str(value).isdigit()
    response = context.channel.page(query)
    if name == operation.paging.size and is_number and high is not None and int(value) > high:
        return False
    if parameter is None or admits_number(schema, str(value)):
        if response.kind == "failure":
            title = f"with {name}={value} the server fails: {describe(response)}"
            raise ViolationError(title, response, is_proven=True)
        return False
    return check_refused(context, query)


def _has_most(place: Place) -> bool:
    size = place.operation.page_size
    return size is not None and "maximum" in size.schema


@law(
    "page.oversized",
    "A page size above the maximum is refused, or counts as the maximum or as absent, as the "
    "annotation says.",
    source="the annotation strictness/oversizedPage; AIP-158: clamped",
    needs="a page size above the maximum",
    subjects=lambda place: [str(place.operation.paging.size)] if _has_most(place) else [],
    cases=lambda _context: Cases([None]),
    channels=SYNC,
    basis="convention",
)
def oversized(context: Context, _: None) -> bool:
    query, most = context.query, int(context.parameter(context.subject).schema["maximum"])
    readings = [
        ("clamped", query.having(context.subject, most)),
        ("ignored", query),
    ]
    trials = [Trial(str(each), readings) for each in (most + 1, _HUGE)]
    return try_values(context, "oversizedPage", query, trials)
