"""Each document shows examples, and they are valid."""

import copy
from collections.abc import Callable

import pytest

from tests.support.documented import ADDRESS, LARGEST_PAGE, MOST_SECONDS, SECONDS
from tests.support.documents._document import OPENAPI, Node, at, operations, read, resolve
from tests.support.documents._examples import example_problems

TELNYX = read(OPENAPI / "telnyx-video.yaml")


def test_examples_are_there_and_valid(spec: Node) -> None:
    """Every parameter, header, media type and named schema shows examples, and all are valid."""
    assert example_problems(spec) == []


def test_every_response_shows_an_example_body(spec: Node) -> None:
    """Each response has an example body, errors included."""
    for operation in operations(spec):
        for status, reference in operation.node["responses"].items():
            response = resolve(spec, reference)
            for media_type in response["content"].values():
                assert media_type["examples"], f"{operation.id} {status}"


def _set(text: str, key: str, value: Node) -> Callable[[Node], None]:
    def change(spec: Node) -> None:
        at(spec, text)[key] = value

    return change


def _delete(text: str, key: str) -> Callable[[Node], None]:
    def change(spec: Node) -> None:
        del at(spec, text)[key]

    return change


ROOMS = "/components/examples/RoomList/value/data/0"
BREAKS: dict[str, Callable[[Node], None]] = {
    "a day that does not exist": _set("/paths/~1rooms/get/parameters/0", "example", "2021-02-30"),
    "a parameter of another type": _set("/components/parameters/PageSize", "example", "many"),
    "a parameter out of bounds": _set(
        "/components/parameters/PageSize", "example", LARGEST_PAGE + 1
    ),
    "a default out of bounds": _set("/components/parameters/PageSize/schema", "default", 0),
    "a parameter without an example": _delete("/components/parameters/PageSize", "example"),
    "a header of another type": _set("/components/headers/RateLimitReset", "example", "soon"),
    "a header without an example": _delete("/components/headers/RateLimitReset", "example"),
    "an identifier that is no UUID": _set(ROOMS, "id", "room-1"),
    "a timestamp without an offset": _set(ROOMS, "created_at", "2021-04-16T09:46:20"),
    "an address without a scheme": _set(ROOMS, ADDRESS, "www.example.com"),
    "a wrong field deep inside": _set(f"{ROOMS}/sessions/0", "active", "yes"),
    "a missing field": _delete(ROOMS, "unique_name"),
    "an error without a code": _delete("/components/examples/NotFound/value/errors/0", "code"),
    "a schema with a wrong example": _set(
        "/components/schemas/Room/examples/0", SECONDS, MOST_SECONDS + 1
    ),
    "a schema without examples": _delete("/components/schemas/Room", "examples"),
    "a response without examples": _delete(
        "/components/responses/NotFound/content/application~1json", "examples"
    ),
}


@pytest.mark.parametrize("change", BREAKS.values(), ids=BREAKS.keys())
def test_a_wrong_or_missing_example_is_noticed(change: Callable[[Node], None]) -> None:
    """The check of the examples reports each kind of problem."""
    spec = copy.deepcopy(TELNYX)
    change(spec)
    assert example_problems(spec)
