"""Bounds of page parameters: they are accepted; a size above the maximum is a convention."""

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._conventions import Spelling, try_values
from rollcall.laws._law import HTTP_ONLY, Cases, Place, lists_where
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError

_HUGE = 10**30


@law(
    "page.bounds",
    "The smallest and the largest page size, and the first page, are accepted and applied.",
    source="minimum and maximum of the parameter's schema",
    statements=("paging-4",),
    needs="a page size that is known, and a list of several items",
    subjects=lists_where(lambda place: place.operation.paging.size),
    cases=lambda context: Cases(_bounds(context)),
)
def bounds(context: Context, query: Query) -> bool:
    """Compare the number of items of pages of the smallest and the largest size with the list."""
    response = context.page(query)
    size = context.page_size(query)
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
    first = [context.numbered(context.query, 1)] if context.operation.paging.selector else []
    return [*(context.sized(context.query, each) for each in found), *first]


def _has_most(place: Place) -> bool:
    size = place.operation.page_size
    return size is not None and "maximum" in size.schema


@law(
    "page.oversized",
    "A page size above the maximum is refused, or counts as the maximum or as absent, as the "
    "annotation says.",
    source="the annotation strictness/oversizedPage; AIP-158: clamped",
    statements=("paging-5", "strictness-oversizedPage"),
    needs="a page size above the maximum",
    subjects=lambda place: [str(place.operation.paging.size)] if _has_most(place) else [],
    cases=lambda _context: Cases([None]),
    channels=HTTP_ONLY,
    basis="convention",
)
def oversized(context: Context, _: None) -> bool:
    """Compare the page of a size above the maximum with what each choice would list."""
    query, most = context.query, int(context.parameter(context.subject).schema["maximum"])
    readings = [
        ("clamped", query.having(context.subject, most)),
        ("ignored", query),
    ]
    spellings = [Spelling(str(each), readings) for each in (most + 1, _HUGE)]
    return try_values(context, "oversizedPage", query, spellings)
