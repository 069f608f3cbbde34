"""Values of filters: invalid ones are refused, and a default applies where none is sent."""

from collections.abc import Iterator, Mapping

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._items import filter_of
from rollcall.laws._law import EVERY_CHANNEL, SYNC, Cases, filters_where
from rollcall.laws._queries import few_pages, varied
from rollcall.laws._registry import law
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._filtered import DOCUMENTED, holds_back
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
_NOT_NAMED = ("no such value", "", "null")


def _refused_texts(parameter: Parameter) -> list[str]:
    """Return texts that the schema of a filter does not admit, as far as its type says."""
    schema = parameter.schema
    kind = schema.get("format") if schema.get("type") == "string" else schema.get("type")
    beyond = []
    if schema.get("type") == "integer":
        steps = (("minimum", -1), ("minimum", -(10**30)), ("maximum", 1), ("maximum", 10**30))
        beyond = [str(int(schema[bound]) + step) for bound, step in steps if bound in schema]
    return [*_REFUSED.get(str(kind), ()), *(_NOT_NAMED if "enum" in schema else ()), *beyond]


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
    """Return queries without the filter: of the whole list, with other filters, in small pages.

    With each other filter, the first value is the one with the fewest rows left out.
    """
    telling = [
        min(held, key=lambda query: context.count(query, context.subject))
        for parameter in context.operation.filters
        if parameter.name != context.subject
        for held in [[*_held_back(context, parameter)]]
        if held
    ]
    others = [each for each in varied(context) if each.get(context.subject) is None]
    return Cases([context.widest, context.query, *telling, *others])


def _held_back(context: Context, parameter: Parameter) -> Iterator[Query]:
    """Yield queries with a value of another filter from which the default leaves rows out."""
    for value in candidates(parameter, context.baseline):
        query = context.widest.having(parameter.name, value)
        if holds_back(context, query):
            yield query


@law(
    "filter.default",
    "Leaving the filter out is the same as sending its default, or one of its defaults, and "
    "always the same one for the same list.",
    source=f"{DOCUMENTED}, default; metamorphic relation: equality",
    needs="an item that the default holds back",
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
        detail = f"Expected those of {named}, and of the same one whatever else is asked for."
        raise ViolationError(title, walks[0][0], walks[1][0], detail=detail)
    return holds_back(context, query)
