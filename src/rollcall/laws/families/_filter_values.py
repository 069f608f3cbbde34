"""Values of filters: invalid values are refused, and a default applies if no value is sent."""

from collections.abc import Iterator, Mapping

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._items import filter_of
from rollcall.laws._law import EVERY_CHANNEL, SYNC, Cases, filters_where
from rollcall.laws._queries import few_pages, varied
from rollcall.laws._registry import law
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._filtered import DOCUMENTED, leaves_rows_out
from rollcall.laws.families._refusals import check_refused, value_cases
from rollcall.spec import Parameter

_REFUSED: Mapping[str, tuple[str, ...]] = {
    "date": (
        *("2021-02-30", "2021-13-01", "2021-02-29", "", "yesterday", "2021-4-5", "20210425"),
        *("2021-04-25T00:00:00Z", "2021-00-10", "25.04.2021", "2021-W16-7", "2021-04-25 ", "null"),
    ),
    "date-time": (
        *("2021-02-30T00:00:00Z", "2021-04-25", "", "now", "2021-04-25T00:00:00"),
        *("2021-04-25T25:00:00Z", "1619308800", "2021-04-25T00:00:00+99:00", "null"),
    ),
    "boolean": ("", "maybe", "2", "TRUE!", "null", "truefalse"),
    "integer": ("", "x", "1.5", "1e3", "NaN", "0x10", "null", "1 2"),
    "uuid": ("", "x", "7b61621f-62e0-4aad-ab11", "null"),
}
_NOT_IN_ENUM = ("no such value", "", "null")


def _refused_texts(parameter: Parameter) -> list[str]:
    """Return texts that the type, the bounds or the values of a filter's schema do not admit."""
    schema = parameter.schema
    kind = schema.get("format") if schema.get("type") == "string" else schema.get("type")
    beyond = []
    if schema.get("type") == "integer":
        steps = (("minimum", -1), ("minimum", -(10**30)), ("maximum", 1), ("maximum", 10**30))
        beyond = [str(int(schema[bound]) + step) for bound, step in steps if bound in schema]
    return [*_REFUSED.get(str(kind), ()), *(_NOT_IN_ENUM if "enum" in schema else ()), *beyond]


@law(
    "filter.refused",
    "A value that the schema does not admit, or that does not exist, such as 30 February, is "
    "refused.",
    source="the parameter's schema, and the annotation strictness/invalidValue",
    needs="a value that is not admitted",
    subjects=filters_where(_refused_texts),
    cases=lambda context: value_cases(context, _refused_texts(context.parameter(context.subject))),
    channels=SYNC,
)
def refused(context: Context, query: Query) -> bool:
    return check_refused(context, query)


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
    needs="an item that the default excludes",
    subjects=filters_where(lambda each: filter_of(each).defaults),
    cases=_left_out,
    channels=EVERY_CHANNEL,
)
def default(context: Context, query: Query) -> bool:
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
