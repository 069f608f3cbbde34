"""Parameters in headers, and those with one value, of lists and of other operations."""

import importlib
import pickle
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.support.client.generated import import_client, shelf_with
from tests.support.specs import GET_SHELVES, write

_SHELF = "/paths/~1shelves~1{shelf_id}"
_CONSTANTS: list[dict[str, Any]] = [
    {"name": "v", "in": "query", "required": True, "schema": {"const": 2}},
    {
        "name": "full",
        "in": "query",
        "required": True,
        "schema": {"type": "boolean", "enum": [True]},
    },
    {"name": "kind", "in": "query", "required": True, "schema": {"const": "oak"}},
    {"name": "ratio", "in": "query", "required": True, "schema": {"const": 0.5}},
    {"name": "Api-Version", "in": "header", "required": True, "schema": {"const": "2026-01"}},
]
_OPTIONAL: list[dict[str, Any]] = [
    {"name": "X-Team", "in": "header", "schema": {"type": "string", "maxLength": 4}},
    {"name": "depth", "in": "query", "schema": {"type": "integer", "enum": [1, 2]}},
    {"name": "labels", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
]
_FIXED = [("v", "2"), ("full", "true"), ("kind", "oak"), ("ratio", "0.5")]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client whose operations have such parameters."""
    added = [*_CONSTANTS, *_OPTIONAL]
    path = {"name": "shelf_id", "in": "path", "required": True, "schema": {"type": "string"}}
    plain = {
        "operationId": "getShelf",
        "parameters": [path, *added],
        "responses": {"204": {"description": "Nothing."}, "404": {"description": "Gone."}},
    }
    changes = {f"{GET_SHELVES}/parameters/-{number}": each for number, each in enumerate(added)}
    folder = tmp_path_factory.mktemp("constants")
    return import_client(write(folder / "constants.yaml", {**changes, _SHELF: {"get": plain}}))


class _Server:
    """Keeps the requests that it gets; the list has two pages."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Return a page, or nothing."""
        self.requests.append(request)
        if not request.url.path.endswith("/shelves"):
            return httpx.Response(204)
        number = int(request.url.params.get("page", 1))
        shelf = shelf_with({"id": f"7b61621f-62e0-4aad-ab11-00000000000{number}"})
        meta = {"page": number, "pages": 2, "total": 2}
        return httpx.Response(200, json={"shelves": [shelf], "meta": meta})

    def client(self, package: ModuleType, **settings: Any) -> Any:  # noqa: ANN401
        """Return a client of this server."""
        http = httpx.Client(transport=httpx.MockTransport(self))
        return package.Client("key", http_client=http, retries=0, **settings)


def test_constants_are_sent_with_each_page(package: ModuleType) -> None:
    """No argument is needed, in the query and in headers."""
    server = _Server()
    assert len([*server.client(package).shelves.list(size=1)]) == 2
    for each in server.requests:
        assert [
            pair for pair in each.url.params.multi_items() if pair[0] not in {"page", "size"}
        ] == _FIXED
        assert each.headers["api-version"] == "2026-01"
        assert "x-team" not in each.headers
    assert len(server.requests) == 2


def test_constants_of_another_operation(package: ModuleType) -> None:
    """They are sent likewise."""
    server = _Server()
    server.client(package).shelves.get("a")
    assert server.requests[0].url.params.multi_items() == _FIXED
    assert server.requests[0].headers["api-version"] == "2026-01"


@pytest.mark.parametrize(
    ("argument", "value"),
    [("v", 3), ("v", None), ("v", "2"), ("full", False), ("full", 1), ("kind", "ash")],
)
def test_a_constant_has_no_other_value(package: ModuleType, argument: str, value: object) -> None:
    """Another one is refused before anything is sent."""
    server = _Server()
    shelves = server.client(package).shelves
    for call in (shelves.list, lambda **given: shelves.get("a", **given)):
        with pytest.raises(package.ArgumentError, match=f"^{argument}: "):
            call(**{argument: value})
    assert not server.requests


def test_a_header_is_an_argument_of_a_list(package: ModuleType) -> None:
    """Each page request has it, in place of the client's header of the same name."""
    server = _Server()
    pager = server.client(package, headers={"X-Team": "b"}).shelves.list(
        size=1, x_team="a", depth=2, labels=["x", "y"]
    )
    assert len([*pager]) == 2
    assert [each.headers["x-team"] for each in server.requests] == ["a", "a"]
    params = server.requests[1].url.params
    assert (params["depth"], params.get_list("labels")) == ("2", ["x", "y"])


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"x_team": "abcde"}, "^x_team: 'abcde' is longer than 4 characters"),
        ({"x_team": "a\n"}, "^x_team: "),
        ({"api_version": None}, "^api_version: it is required"),
        ({"extra_headers": {"X-Team": "a"}}, "^extra_headers: x-team is the argument x_team"),
    ],
)
def test_a_header_is_checked(package: ModuleType, given: dict[str, Any], problem: str) -> None:
    """Nothing is sent with a wrong value, or with one that is passed twice."""
    server = _Server()
    with pytest.raises(package.ArgumentError, match=problem):
        server.client(package).shelves.list(**given)


def test_a_pickled_list_keeps_its_headers(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client that reads it sends them."""
    monkeypatch.syspath_prepend(Path(str(package.__file__)).parents[1])
    for name in (package.__name__, f"{package.__name__}._pickling"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    fresh, server = importlib.import_module(package.__name__), _Server()
    client = server.client(fresh)
    content = pickle.dumps(client.shelves.list(size=1, x_team="a"))
    assert len([*client.read(pickle.loads(content))]) == 2  # noqa: S301 - written here
    assert [each.headers["x-team"] for each in server.requests] == ["a", "a"]


def test_the_types_name_the_constants(package: ModuleType) -> None:
    """A type checker refuses another value."""
    text = (Path(str(package.__file__)).parent / "_resources.py").read_text("utf-8")
    assert "v: Literal[2] = 2," in text
    assert "full: Literal[True] = True," in text
    assert "kind: Literal['oak'] = 'oak'," in text.replace('"', "'")
