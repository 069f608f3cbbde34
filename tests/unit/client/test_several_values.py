"""Arguments that take several values: arrays in a style of OpenAPI, and texts with a separator."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.specs import GET_SHELVES, write

_TEXTS = {"type": "array", "items": {"type": "string"}}
_PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "labels": {"schema": _TEXTS, "operator": "in"},
    "joined": {"schema": _TEXTS, "explode": False, "operator": "notIn"},
    "piped": {"schema": _TEXTS, "style": "pipeDelimited", "operator": "in"},
    "spaced": {"schema": _TEXTS, "style": "spaceDelimited", "operator": "in"},
    "label__in": {"schema": {"type": "string"}, "operator": "in", "separator": ";"},
    "made": {
        "schema": {"type": "array", "items": {"type": "string", "format": "date"}},
        "explode": False,
        "operator": "between",
        "field": "/created_at",
        "precision": "day",
    },
}


def _parameter(name: str) -> dict[str, Any]:
    given = {**_PARAMETERS[name]}
    annotation = {"field": given.pop("field", "/label"), "operator": given.pop("operator")}
    annotation["precision"] = given.pop("precision", "exact")
    if "separator" in given:
        annotation["separator"] = given.pop("separator")
    return {"name": name, "in": "query", "description": "It.", **given, "x-filter": annotation}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client with a parameter of each style."""
    changes = {
        f"{GET_SHELVES}/parameters/-{index}": _parameter(name)
        for index, name in enumerate(_PARAMETERS)
    }
    path = tmp_path_factory.mktemp("several") / "several_values.yaml"
    return import_client(write(path, changes))


def _sent(package: ModuleType, **options: object) -> str:
    """Return the query that a call sends, decoded."""
    queries: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        queries.append(unquote(request.url.query.decode("ascii")))
        return httpx.Response(404)

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        client = package.Client("key", http_client=http, retries=0)
        with pytest.raises(package.NotFoundError):
            client.shelves.list(**options).first()
    return queries[0]


@pytest.mark.parametrize(
    ("argument", "query"),
    [
        ("labels", "labels=a&labels=b c"),
        ("joined", "joined=a,b c"),
        ("piped", "piped=a|b c"),
        ("label_in", "label__in=a;b c"),
    ],
)
def test_values_are_sent_in_the_style_of_the_spec(
    package: ModuleType, argument: str, query: str
) -> None:
    """A list and a tuple are sent alike; one value is sent without a delimiter."""
    assert _sent(package, **{argument: ["a", "b c"]}) == query
    assert _sent(package, **{argument: ("a",)}) == f"{query.partition('=')[0]}=a"


def test_dates_are_sent_as_texts(package: ModuleType) -> None:
    """A range has two ends."""
    assert (
        _sent(package, made=[date(2021, 4, 25), date(2021, 5, 1)]) == "made=2021-04-25,2021-05-01"
    )


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"labels": "ab"}, "labels: expected a list, got 'ab'"),
        ({"labels": []}, "labels: the list is empty"),
        ({"labels": [1]}, "labels: expected a str, got 1"),
        ({"joined": ["a,b"]}, "joined: 'a,b' holds ',', which separates the values"),
        ({"spaced": ["a b"]}, "spaced: 'a b' holds ' '"),
        ({"made": [date(2021, 4, 25)]}, "made: expected 2 values, got 1"),
    ],
)
def test_wrong_lists_are_refused(
    package: ModuleType, options: Mapping[str, object], problem: str
) -> None:
    """No request is sent."""
    with package.Client("key") as client, pytest.raises(package.ArgumentError) as raised:
        client.shelves.list(**options)
    assert problem in str(raised.value)


def test_a_package_without_such_arguments_has_no_module_for_them(
    package: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Other packages do not grow."""
    other = import_client(write(tmp_path_factory.mktemp("one") / "one_value.yaml", {}))
    found = [Path(str(each.__file__)).with_name("_several.py") for each in (package, other)]
    assert [each.exists() for each in found] == [True, False]
