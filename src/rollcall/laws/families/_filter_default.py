"""Defaults of filters: they apply if no value is sent."""

from collections.abc import Iterator

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._items import filter_of
from rollcall.laws._law import EVERY_CHANNEL, Cases, filters_where
from rollcall.laws._queries import few_pages, varied
from rollcall.laws._registry import law
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._filtered import DOCUMENTED, leaves_rows_out
from rollcall.spec import Parameter


def _left_out(context: Context) -> Cases:
    """Return queries without the filter: the whole list, with other filters, in small pages.

    For each other filter, the value is the one for which the default excludes fewest rows.
    """
    filtered = [
        min(found, key=lambda query: context.count(query, context.subject))
        for parameter in context.operation.filters
        if parameter.name != context.subject
        for found in [[*_reduced(context, parameter)]]
        if found
    ]
    others = [each for each in varied(context) if each.get(context.subject) is None]
    return Cases([context.widest, context.query, *filtered, *others])


def _reduced(context: Context, parameter: Parameter) -> Iterator[Query]:
    """Yield queries with a value of another filter, from which the default excludes rows."""
    for value in candidates(parameter, context.baseline):
        query = context.widest.having(parameter.name, value)
        if leaves_rows_out(context, query):
            yield query


@law(
    "filter.default",
    "Leaving the filter out is the same as sending its default, or one of its defaults, and "
    "always the same default for the same list.",
    source=f"{DOCUMENTED}, default; metamorphic relation: equality",
    statements=("filter-15", "filter-16"),
    needs="an item that the default excludes",
    subjects=filters_where(lambda each: filter_of(each).defaults),
    cases=_left_out,
    channels=EVERY_CHANNEL,
)
def default(context: Context, query: Query) -> bool:
    """Compare the list without the filter with the list for its default."""
    name = context.subject
    value = context.baseline.in_force[name]
    most = few_pages(context)
    walks = [context.walk(each, most) for each in (query, query.having(name, value))]
    left_out, sent = (
        context.identities(item for each in responses for item in each.items) for responses in walks
    )
    if left_out != sent:
        title = f"{name} left out lists other items than {name}={value}"
        named = " or ".join(map(repr, context.filter(name).defaults))
        detail = f"Expected those of {named}, and of the same default for every query."
        raise ViolationError(title, walks[0][0], walks[1][0], detail=detail)
    return leaves_rows_out(context, query)
