"""Parameters that neither package has: date-times, enumerations, texts in the path."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
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
            f"{GET_SHELVES}/parameters/-4": {
                "name": "code",
                "in": "query",
                "description": "By which code.",
                "schema": {"type": "string", "maxLength": 4, "pattern": "^[A-Z]+"},
            },
            f"{GET_SHELVES}/parameters/-5": {
                "name": "weight",
                "in": "query",
                "description": "How heavy.",
                "schema": {"type": "number", "minimum": 0.1, "exclusiveMaximum": 20},
            },
            f"{GET_SHELVES}/parameters/-6": {
                "name": "depth",
                "in": "query",
                "description": "How deep.",
                "schema": {"type": "number", "exclusiveMinimum": 0, "maximum": 1e30},
            },
            f"{GET_SHELVES}/parameters/-7": {
                "name": "row",
                "in": "query",
                "description": "In which row.",
                "schema": {"type": "integer", "exclusiveMinimum": 0, "maximum": 9.5},
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


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("ABCDE", "'ABCDE' is longer than 4 characters"),
        ("aB", "'aB' does not match the pattern ^[A-Z]+"),
        ("", "'' does not match the pattern ^[A-Z]+"),
    ],
)
def test_a_text_without_the_pattern_is_refused(
    package: ModuleType, code: str, problem: str
) -> None:
    """A pattern matches a part of a text, as in JSON Schema; the length is that of the text."""
    assert _sent(package, "shelves", code="Ab c") == "/v1/shelves?code=Ab%20c"
    with package.Client("key") as client, pytest.raises(package.ArgumentError) as raised:
        client.shelves.list(code=code)
    assert (raised.value.argument, raised.value.problem) == ("code", problem)


@pytest.mark.parametrize(
    ("depth", "text"),
    [
        (1, "1"),
        (2.5, "2.5"),
        (Decimal("0.10"), "0.10"),
        (1e-7, "0.0000001"),
        (1e16, "10000000000000000"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_a_number_is_sent_in_decimal_digits(
    package: ModuleType, depth: float | Decimal, text: str
) -> None:
    """Not every server reads an exponent; the digits of a Decimal are kept."""
    assert _sent(package, "shelves", depth=depth) == f"/v1/shelves?depth={text}"


@pytest.mark.parametrize(
    ("argument", "value", "problem"),
    [
        ("weight", 0.09, "0.09 is less than 0.1"),
        ("weight", 20, "20 is not less than 20"),
        ("depth", 0.0, "0.0 is not greater than 0"),
        ("depth", Decimal("1.1e30"), "1.1E+30 is greater than 1e+30"),
        ("weight", True, "expected a number, got True"),
        ("weight", "1", "expected a number, got '1'"),
        ("weight", float("nan"), "NaN is not finite"),
        ("weight", float("inf"), "Infinity is not finite"),
        ("depth", Decimal("1e-400"), "the number has too many digits"),
        ("depth", 10**400, "the number has too many digits"),
        ("row", 0, "0 is less than 1"),
        ("row", 10, "10 is greater than 9"),
    ],
)
def test_a_number_is_refused(
    package: ModuleType, argument: str, value: object, problem: str
) -> None:
    """The bounds of a schema are compared in decimal digits: 0.1 is no binary fraction."""
    assert _sent(package, "shelves", weight=Decimal("0.1")) == "/v1/shelves?weight=0.1"
    with package.Client("key") as client, pytest.raises(package.ArgumentError) as raised:
        client.shelves.list(**{argument: value})
    assert (raised.value.argument, raised.value.problem) == (argument, problem)
