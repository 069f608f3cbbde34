"""Checks of the examples of a document: they are present and valid."""

from collections.abc import Iterator

from tests.support.documents._document import Location, Node, pointer, resolve, walk
from tests.support.documents._validator import value_problems

__all__ = ["example_problems"]


def example_problems(spec: Node) -> list[str]:
    """Return the places without an example, and the examples and defaults that are not valid.

    Parameters, headers, media types and named schemas need an example.
    """
    return list(_problems(spec))


def _problems(spec: Node) -> Iterator[str]:
    for location, node in walk(spec):
        if not isinstance(node, dict) or "$ref" in node or _is_data(location):
            continue
        if _shows_a_value(location) and "schema" in node:
            yield from _check(spec, location, (*location, "schema"), _values(spec, node))
        elif location[:2] == ("components", "schemas") and len(location) == 3:
            yield from _check(spec, location, location, node.get("examples", []))
        elif _is_schema(location):
            yield from _check_values(spec, location, location, node.get("examples", []))
        if _is_schema(location) and "default" in node:
            yield from _check_values(spec, location, location, [node["default"]])


def _shows_a_value(location: Location) -> bool:
    return len(location) > 1 and location[-2] in {"parameters", "headers", "content"}


def _is_schema(location: Location) -> bool:
    return len(location) > 1 and (
        location[-1] in {"schema", "items"} or location[-2] in {"properties", "schemas"}
    )


def _is_data(location: Location) -> bool:
    """Return whether a location is within an example or a default, which are data."""
    return any(key in {"example", "examples", "default"} for key in location[:-1])


def _values(spec: Node, node: Node) -> list[Node]:
    named = [resolve(spec, each)["value"] for each in node.get("examples", {}).values()]
    return [node["example"], *named] if "example" in node else named


def _check(spec: Node, where: Location, schema: Location, values: list[Node]) -> Iterator[str]:
    if not values:
        yield f"{pointer(where)}: shows no example"
    yield from _check_values(spec, where, schema, values)


def _check_values(
    spec: Node, where: Location, schema: Location, values: list[Node]
) -> Iterator[str]:
    for value in values:
        for problem in value_problems(spec, schema, value):
            yield f"{pointer(where)}: {problem}"
