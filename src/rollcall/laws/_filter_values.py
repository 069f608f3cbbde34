"""Filters: what is refused, and what holds where nothing is sent."""

from collections.abc import Iterator, Mapping

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._drawing import filters
from rollcall.laws._filtered import DOCUMENTED, filter_named
from rollcall.laws._law import CLIENT, WALK, Cases, ViolationError, law
from rollcall.laws._page import few_pages, must_be_refused, varied
from rollcall.laws._values import candidates
from rollcall.spec import Parameter

__all__ = ["LAWS"]

_REFUSED: Mapping[str, tuple[str, ...]] = {
    "date": (
        "2021-02-30",
        "2021-13-01",
        "2021-02-29",
        "",
        "yesterday",
        "2021-4-5",
        "20210425",
        "2021-04-25T00:00:00Z",
        "2021-00-10",
        "25.04.2021",
        "2021-W16-7",
        "2021-04-25 ",
        "null",
    ),
    "date-time": (
        "2021-02-30T00:00:00Z",
        "2021-04-25",
        "",
        "now",
        "2021-04-25T00:00:00",
        "2021-04-25T25:00:00Z",
        "1619308800",
        "2021-04-25T00:00:00+99:00",
        "null",
    ),
    "boolean": ("", "maybe", "2", "TRUE!", "null", "truefalse"),
    "integer": ("", "x", "1.5", "1e3", "NaN", "0x10", "null", "1 2"),
    "uuid": ("", "x", "7b61621f-62e0-4aad-ab11", "null"),
}


def _beyond(parameter: Parameter) -> list[str]:
    """Return whole numbers beyond the bounds of a parameter, by one and by far."""
    schema = parameter.schema
    if schema.get("type") != "integer":
        return []
    steps = (("minimum", -1), ("minimum", -(10**30)), ("maximum", 1), ("maximum", 10**30))
    return [str(int(schema[bound]) + step) for bound, step in steps if bound in schema]


def _kind(parameter: Parameter) -> str:
    schema = parameter.schema
    return str(schema.get("format") if schema.get("type") == "string" else schema.get("type"))


@law(
    "filter.refused",
    "A value that the schema does not admit, or that cannot be, such as 30 February, is refused.",
    source="the parameter's schema, and the annotation strictness/invalidValue",
    needs="value that is not admitted",
    subjects=lambda place: [
        each.name
        for each in filters(place.operation)
        if "enum" in each.schema or _kind(each) in _REFUSED
    ],
    cases=lambda context, subject: Cases(
        [
            context.query.having(subject, each)
            for each in (
                *_REFUSED.get(_kind(context.parameter(subject)), ()),
                *(
                    ("no such value", "", "null")
                    if "enum" in context.parameter(subject).schema
                    else ()
                ),
                *_beyond(context.parameter(subject)),
            )
        ],
        least=30,
    ),
    channels=CLIENT,
)
def refused(context: Context, query: Query) -> bool:
    if not query.values:
        return False
    name, value = query.values[-1]
    must_be_refused(context, context.channel.page(query), f"{name}={value}")
    return True


def _left_out(context: Context, subject: str) -> Cases:
    """Return queries without the filter: of the whole list, with other filters, in small pages.

    With each other filter, that value first of which fewest rows are held back, all on one page.
    """
    telling = [
        min(held, key=lambda query: context.count(query, subject))
        for parameter in filters(context.operation)
        if parameter.name != subject
        for held in [[*_held_back(context, subject, parameter)]]
        if held
    ]
    others = [each for each in varied(context) if each.get(subject) is None]
    return Cases([context.widest, context.query, *telling, *others])


def _held_back(context: Context, subject: str, parameter: Parameter) -> Iterator[Query]:
    """Return queries with a value of another filter of which the default holds rows back."""
    for value in candidates(parameter, context.baseline):
        query = context.widest.having(parameter.name, value)
        if context.count(query) < context.count(query, subject):
            yield query


@law(
    "filter.default",
    "Leaving the filter out is the same as sending its default, or one of them, and always the "
    "same one for the same list.",
    source=f"{DOCUMENTED}, default; metamorphic relation: equality",
    needs="item that the default holds back",
    subjects=lambda place: [
        each.name for each in filters(place.operation) if each.filter and each.filter.defaults
    ],
    cases=_left_out,
    channels=WALK,
)
def default(context: Context, query: Query) -> bool:
    value = context.baseline.in_force[context.subject]
    most = few_pages(context)
    walks = [context.walk(each, most) for each in (query, query.having(context.subject, value))]
    left_out, sent = (
        [context.identity(item) for each in answers for item in each.items] for answers in walks
    )
    if left_out != sent:
        title = f"{context.subject} left out lists other items than {context.subject}={value}"
        named = " or ".join(map(repr, filter_named(context, context.subject).defaults))
        detail = f"Expected those of {named}, and of the same one whatever else is asked for."
        raise ViolationError(title, detail, walks[0][0], walks[1][0])
    return context.count(query) < context.count(query, context.subject)


LAWS = (default, refused)
