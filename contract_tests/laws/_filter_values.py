"""Filters: what is refused, and what holds where nothing is sent."""

from collections.abc import Iterator, Mapping

from contract_tests.channels import Query
from contract_tests.contract import Parameter

from ._drawing import filters
from ._filtered import DOCUMENTED, filter_named
from ._law import CLIENT, WALK, Breach, Cases, law
from ._page import few_pages, must_be_refused, varied
from ._scene import Scene
from ._values import candidates

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
    """Give whole numbers beyond the bounds of a parameter, by one and by far."""
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
    cases=lambda scene, subject: Cases(
        [
            scene.query.having(subject, each)
            for each in (
                *_REFUSED.get(_kind(scene.parameter(subject)), ()),
                *(
                    ("no such value", "", "null")
                    if "enum" in scene.parameter(subject).schema
                    else ()
                ),
                *_beyond(scene.parameter(subject)),
            )
        ],
        least=30,
    ),
    channels=CLIENT,
)
def refused(scene: Scene, query: Query) -> bool:
    if not query.values:
        return False
    name, value = query.values[-1]
    must_be_refused(scene, scene.channel.page(query), f"{name}={value}")
    return True


def _left_out(scene: Scene, subject: str) -> Cases:
    """Give queries without the filter: of the whole list, with other filters, in small pages.

    With each other filter, that value first of which fewest rows are held back, all on one page.
    """
    telling = [
        min(held, key=lambda query: scene.count(query, subject))
        for parameter in filters(scene.operation)
        if parameter.name != subject
        for held in [[*_held_back(scene, subject, parameter)]]
        if held
    ]
    others = [each for each in varied(scene) if each.get(subject) is None]
    return Cases([scene.widest, scene.query, *telling, *others])


def _held_back(scene: Scene, subject: str, parameter: Parameter) -> Iterator[Query]:
    """Give queries with a value of another filter of which the default holds rows back."""
    for value in candidates(parameter, scene.baseline):
        query = scene.widest.having(parameter.name, value)
        if scene.count(query) < scene.count(query, subject):
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
def default(scene: Scene, query: Query) -> bool:
    value = scene.baseline.in_force[scene.subject]
    most = few_pages(scene)
    walks = [scene.walk(each, most) for each in (query, query.having(scene.subject, value))]
    left_out, sent = (
        [scene.identity(item) for each in answers for item in each.items] for answers in walks
    )
    if left_out != sent:
        title = f"{scene.subject} left out lists other items than {scene.subject}={value}"
        named = " or ".join(map(repr, filter_named(scene, scene.subject).defaults))
        detail = f"Expected those of {named}, and of the same one whatever else is asked for."
        raise Breach(title, detail, walks[0][0], walks[1][0])
    return scene.count(query) < scene.count(query, scene.subject)


LAWS = (default, refused)
