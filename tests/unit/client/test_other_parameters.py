"""Parameters that neither package has: date-times, enumerations, texts in the path."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.specs import GET_BOOKS, GET_SHELVES, write

_NAME = "other_parameters"
_EAST = timezone(timedelta(hours=2))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client with a date-time parameter and a text in the path."""
    folder = tmp_path_factory.mktemp("parameters")
    instant = {"type": "string", "format": "date-time"}
    spec = write(
        folder / f"{_NAME}.yaml",
        {
            f"{GET_SHELVES}/parameters/-0": {
                "name": "made_at",
                "in": "query",
                "description": "When.",
                "schema": instant,
            },
            f"{GET_SHELVES}/parameters/-1": {
                "name": "wood",
                "in": "query",
                "description": "Of what.",
                "schema": {"type": "string", "enum": ["oak", "'ash'", ""]},
            },
            f"{GET_SHELVES}/parameters/-2": {
                "name": "floor",
                "in": "query",
                "description": "Where.",
                "schema": {"type": "string", "enum": ["first"]},
            },
            f"{GET_SHELVES}/parameters/-3": {
                "name": "mark",
                "in": "query",
                "description": "With what on it.",
                "schema": {"type": "string", "minLength": 2},
            },
            f"{GET_BOOKS}/parameters/0/schema": {"type": "string"},
        },
    )
    return import_client(spec)


def _sent(package: ModuleType, path: str, *arguments: Any, **options: Any) -> str:  # noqa: ANN401
    """Return the path and the query that a call sends."""
    targets: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        targets.append(request.url.raw_path.decode("ascii"))
        return httpx.Response(404)

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        resource = package.Client("key", http_client=http, retries=0)
        for name in path.split("."):
            resource = getattr(resource, name)
        with pytest.raises(package.NotFoundError):
            resource.list(*arguments, **options).first()
    return targets[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2021, 4, 25, 12, 0, 0, 500_000, tzinfo=_EAST), "2021-04-25T10:00:00.500000Z"),
        (datetime(2021, 4, 25, 1, tzinfo=_EAST), "2021-04-24T23:00:00.000000Z"),
        (datetime(2021, 4, 25, 12, 0, 0, 1, tzinfo=UTC), "2021-04-25T12:00:00.000001Z"),
    ],
)
def test_instant_in_utc(package: ModuleType, value: datetime, text: str) -> None:
    """A date-time is sent in UTC, with microseconds."""
    target = _sent(package, "shelves", made_at=value)
    assert target == f"/v1/shelves?made_at={text.replace(':', '%3A')}"


def test_instant_refused(package: ModuleType) -> None:
    """A datetime without a time zone is refused."""
    naive = datetime(2021, 4, 25, 12)  # noqa: DTZ001 - what a user may pass
    with package.Client("key") as client, pytest.raises(package.ArgumentError, match="made_at"):
        client.shelves.list(made_at=naive)


class _Wood(StrEnum):
    OAK = "oak"


@pytest.mark.parametrize(
    ("wood", "text"), [("oak", "oak"), ("'ash'", "%27ash%27"), ("", ""), (_Wood.OAK, "oak")]
)
def test_choice(package: ModuleType, wood: str, text: str) -> None:
    """A documented value is sent unchanged, also the empty text and a member of an enum."""
    assert _sent(package, "shelves", wood=wood) == f"/v1/shelves?wood={text}"
    assert _sent(package, "shelves", floor="first") == "/v1/shelves?floor=first"


@pytest.mark.parametrize("wood", ["Oak", "oak ", "elm", 5, True, b"oak", ["oak"]])
def test_choice_refused(package: ModuleType, wood: Any) -> None:  # noqa: ANN401
    """The error for another value lists the documented values."""
    with package.Client("key") as client, pytest.raises(package.ArgumentError) as raised:
        client.shelves.list(wood=wood)
    assert raised.value.argument == "wood"
    assert "'oak' or \"'ash'\" or ''" in raised.value.problem


def test_shortest_text(package: ModuleType) -> None:
    """A text must have the minimum length of the schema."""
    assert _sent(package, "shelves", mark="ab") == "/v1/shelves?mark=ab"
    for short, problem in (("", "it is empty"), ("a", "'a' is shorter than 2 characters")):
        with package.Client("key") as client, pytest.raises(package.ArgumentError) as raised:
            client.shelves.list(mark=short)
        assert str(raised.value) == f"mark: {problem}"


@pytest.mark.parametrize(
    ("part", "text"), [("a/b", "a%2Fb"), ("../../x", "..%2F..%2Fx"), ("a?b#c", "a%3Fb%23c")]
)
def test_part_of_a_path(package: ModuleType, part: str, text: str) -> None:
    """A path parameter stays one segment of the path."""
    assert _sent(package, "shelves.books", part) == f"/v1/shelves/{text}/books"


@pytest.mark.parametrize("part", ["", ".", ".."])
def test_part_that_leads_elsewhere(package: ModuleType, part: str) -> None:
    """A value that would select another resource is refused."""
    with package.Client("key") as client, pytest.raises(package.ArgumentError, match="shelf_id"):
        client.shelves.books.list(part)
