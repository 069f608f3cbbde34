"""Pages that lead to the next one: whether they are full, and whether the last one may be empty."""

from rollcall.channels import Response, size_in_force
from rollcall.laws._context import Context
from rollcall.laws._conventions import Shown, decide
from rollcall.laws._law import HTTP_ONLY, Cases, lists_where
from rollcall.laws._queries import divided, few_pages, few_sized
from rollcall.laws._registry import law
from rollcall.laws.families._link import DOCUMENTED, is_chained


def _walks(context: Context) -> list[tuple[int, list[Response]]]:
    """Return the list in pages of several sizes, each with its page size."""
    if not context.operation.paging.size:
        return []
    most = few_pages(context)
    return [(size_in_force(each), context.walk(each, most)) for each in few_sized(context)]


@law(
    "link.full",
    "A page before the last one is full, or short where the annotation says so.",
    source=f"{DOCUMENTED}, and strictness/linkedPages; AIP-158: short pages are allowed",
    statements=("link-8", "cursor-5", "strictness-linkedPages"),
    needs="a list of more than one page",
    subjects=lists_where(lambda place: is_chained(place) and place.operation.paging.size),
    cases=lambda _context: Cases([None]),
    channels=HTTP_ONLY,
    basis="convention",
)
def full(context: Context, _: None) -> bool:
    """Compare the number of items of each page before the last with the page size."""
    shown = [
        Shown(
            ("full" if len(response.items) >= size else "short",),
            response,
            sent=f"{len(response.items)} of {size} items",
        )
        for size, responses in _walks(context)
        for response in responses[:-1]
    ]
    return decide(context, "linkedPages", shown)


@law(
    "link.last",
    "The last of several pages has items, or is empty where the annotation says so.",
    source=f"{DOCUMENTED}, and strictness/lastPage",
    statements=("link-8", "cursor-5", "strictness-lastPage"),
    needs="a list whose last page is full",
    subjects=lists_where(lambda place: is_chained(place) and place.operation.paging.size),
    cases=lambda _context: Cases([None]),
    channels=HTTP_ONLY,
    basis="convention",
)
def last(context: Context, _: None) -> bool:
    """Compare the last page of a list that its page size divides with the choices."""
    shown = []
    for query, count in divided(context):
        responses = context.walk(query, few_pages(context))
        end = responses[-1]
        has_ended = end.onward is None
        if has_ended and sum(len(each.items) for each in responses) == count:
            shown.append(Shown(("filled" if end.items else "empty",), end, sent=f"{count} items"))
    return decide(context, "lastPage", shown)
