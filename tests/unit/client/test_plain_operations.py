"""Operations that are not lists: their methods, arguments, bodies and errors."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from attrs import define, field

from tests.support.client.generated import import_client
from tests.support.client.plain import SHELF, SHELF_ID, write_plain
from tests.support.specs import GET_SHELVES, REMOVED

_Call = Callable[[Any], Any]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import the client."""
    return import_client(write_plain(tmp_path_factory.mktemp("plain") / "plain.yaml"))


@define
class Server:
    """A server that sends one response, or several in turn, and keeps the requests.

    Attributes:
        responses: The status and the body of each response.
        requests: The requests.
    """

    responses: list[tuple[int, bytes]]
    requests: list[httpx.Request] = field(factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Return the next response; the last one stays."""
        # The client removes the key from a request that has its response.
        sent = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.content
        )
        sent.extensions = request.extensions
        self.requests.append(sent)
        status, content = self.responses[0]
        del self.responses[: len(self.responses) > 1]
        return httpx.Response(status, content=content)

    @property
    def request(self) -> httpx.Request:
        """The latest request."""
        return self.requests[-1]

    def call(self, package: ModuleType, call: _Call, **options: Any) -> Any:  # noqa: ANN401
        """Return the result of a method of the client."""
        with httpx.Client(transport=httpx.MockTransport(self)) as http:
            return call(package.Client("key", http_client=http, **options))

    def call_async(self, package: ModuleType, call: _Call) -> Any:  # noqa: ANN401
        """Return the result of a method of the asynchronous client."""

        async def awaited() -> object:
            async with httpx.AsyncClient(transport=httpx.MockTransport(self)) as http:
                return await call(package.AsyncClient("key", http_client=http))

        return asyncio.run(awaited())


def _server(status: int, body: object = None) -> Server:
    content = b"" if body is None else json.dumps(body).encode()
    return Server([(status, content)])


CASES: dict[str, tuple[_Call, Server, str, str, object]] = {
    "a model": (
        lambda client: client.shelves.get(SHELF_ID, parts=["a", "b"], limit_=9, x_trace="ab"),
        _server(200, SHELF),
        f"GET /v1/shelves/{SHELF_ID}?parts=a&parts=b&limit=9",
        "",
        SHELF,
    ),
    "a body": (
        lambda client: client.shelves.create({"label": "ash"}),
        _server(201, SHELF),
        "POST /v1/shelves",
        '{"label":"ash"}',
        SHELF,
    ),
    "another result": (
        lambda client: client.shelves.create({"label": "ash"}),
        _server(202, {"job": 7}),
        "POST /v1/shelves",
        '{"label":"ash"}',
        {"job": 7},
    ),
    "no body where it is optional": (
        lambda client: client.shelves.replace(SHELF_ID),
        _server(204),
        f"PUT /v1/shelves/{SHELF_ID}",
        "",
        None,
    ),
    "any status of success": (
        lambda client: client.shelves.update(SHELF_ID, {"label": "ash"}),
        _server(299, SHELF),
        f"PATCH /v1/shelves/{SHELF_ID}",
        '{"label":"ash"}',
        SHELF,
    ),
    "no result": (
        lambda client: client.shelves.delete(SHELF_ID),
        _server(204),
        f"DELETE /v1/shelves/{SHELF_ID}",
        "",
        None,
    ),
    "no body of HEAD": (
        lambda client: client.shelves.head(SHELF_ID),
        _server(200),
        f"HEAD /v1/shelves/{SHELF_ID}",
        "",
        None,
    ),
    "an array": (
        lambda client: client.shelves.read_labels(SHELF_ID),
        _server(200, ["a", "b"]),
        f"GET /v1/shelves/{SHELF_ID}/labels",
        "",
        ["a", "b"],
    ),
    "an array and a number": (
        lambda client: client.shelves.post_labels(SHELF_ID, [1, 2]),
        _server(203, 3),
        f"POST /v1/shelves/{SHELF_ID}/labels",
        "[1,2]",
        3,
    ),
}


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_a_call(package: ModuleType, name: str, *, is_async: bool) -> None:
    """It sends one request, and returns the decoded body of its response."""
    call, server, line, content, result = CASES[name]
    found = server.call_async(package, call) if is_async else server.call(package, call)
    request = server.request
    assert f"{request.method} {request.url.raw_path.decode()}" == line
    assert request.content.decode() == content
    media_type = "application/merge-patch+json" if request.method == "PATCH" else "application/json"
    assert request.headers.get("content-type") == (media_type if content else None)
    assert package.to_dict(found) == result
    assert type(found).__module__ in {"builtins", f"{package.__name__}._models"}
    is_public = request.method == "DELETE"
    assert request.headers.get("authorization") == (None if is_public else "Bearer key")
    trace = "ab" if request.method == "GET" and "parts" in line else None
    assert request.headers.get("x-trace") == trace


def test_a_model_is_a_body(package: ModuleType) -> None:
    """Fields have the names of the document, and absent ones are left out."""
    server = _server(201, SHELF)
    due = datetime(2021, 4, 16, 9, tzinfo=UTC)
    draft = package.Draft(label="ash", shelf_mark=None, due=due)
    server.call(package, lambda client: client.shelves.create(draft))
    assert json.loads(server.request.content) == {
        "label": "ash",
        "shelf-mark": None,
        "due": "2021-04-16T09:00:00Z",
    }
    server.call(package, lambda client: client.shelves.create(package.Draft(label="ash")))
    assert json.loads(server.request.content) == {"label": "ash"}


REFUSED: dict[str, tuple[_Call, str]] = {
    "an id": (lambda client: client.shelves.get("a"), r"^shelf_id: 'a' is not a UUID"),
    "a header": (
        lambda client: client.shelves.get(SHELF_ID, x_trace="a"),
        r"^x_trace: 'a' is shor",
    ),
    "a line break": (lambda client: client.shelves.get(SHELF_ID, x_trace="a\nb"), r"^x_trace: "),
    "a header twice": (
        lambda client: client.shelves.get(SHELF_ID, extra_headers={"X-Trace": "a"}),
        r"^extra_headers: x-trace is the argument x_trace",
    ),
    "a parameter twice": (
        lambda client: client.shelves.get(SHELF_ID, extra_query={"limit": "1"}),
        r"^extra_query: limit is the argument limit_",
    ),
    "a bound": (lambda client: client.shelves.get(SHELF_ID, limit_=10), r"^limit_: 10 is greater"),
    "a missing field": (
        lambda client: client.shelves.create({}),
        r"^body: expected an object with `label`, got one without it, at \$",
    ),
    "a short text": (lambda client: client.shelves.create({"label": "a"}), r"at \$.label"),
    "no body": (lambda client: client.shelves.create(None), r"^body: expected object, got null"),
    "an object of Python": (lambda client: client.shelves.create(object()), r"^body: it cannot be"),
}


@pytest.mark.parametrize(("call", "problem"), REFUSED.values(), ids=REFUSED)
def test_an_argument_that_is_not_admitted(package: ModuleType, call: _Call, problem: str) -> None:
    """Nothing is sent."""
    server = _server(200, SHELF)
    with pytest.raises(package.ArgumentError, match=problem):
        server.call(package, call)
    assert not server.requests


def test_errors_are_those_of_lists(package: ModuleType) -> None:
    """A documented status has a class and a body; another status of success is an error, too."""
    with pytest.raises(package.NotFoundError) as raised:
        _server(404, {"message": "no"}).call(package, lambda client: client.shelves.get(SHELF_ID))
    assert raised.value.method == "GET"
    assert package.to_dict(raised.value.body) == {"message": "no"}
    with pytest.raises(package.UndocumentedStatusError, match="201"):
        _server(201, SHELF).call(package, lambda client: client.shelves.get(SHELF_ID))
    with pytest.raises(package.SchemaError, match=r"^POST .*: expected str, got int, at \$.label"):
        _server(201, {**SHELF, "label": 1}).call(
            package, lambda client: client.shelves.create({"label": "ash"})
        )


@pytest.mark.parametrize(
    ("call", "attempts"),
    [
        (lambda client: client.shelves.get(SHELF_ID), 3),
        (lambda client: client.shelves.delete(SHELF_ID), 3),
        (lambda client: client.shelves.replace(SHELF_ID), 3),
        (lambda client: client.shelves.create({"label": "ash"}), 1),
        (lambda client: client.shelves.update(SHELF_ID, {"label": "ash"}), 1),
    ],
)
def test_only_idempotent_methods_are_retried(
    package: ModuleType, call: _Call, attempts: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A POST or a PATCH may have taken effect; the log names the method."""
    caplog.set_level(logging.DEBUG, package.__name__)
    server = _server(503)
    with pytest.raises(package.StatusError) as raised:
        server.call(package, call, retries=package.Retries(count=2, backoff=0))
    assert len(server.requests) == raised.value.attempts == attempts
    assert f"{server.request.method} https://" in caplog.text


def test_a_refused_key_is_renewed(package: ModuleType) -> None:
    """The request was refused, so that even a POST is sent again."""
    server = Server([(401, b""), (201, json.dumps(SHELF).encode())])
    keys = iter(("old", "new"))
    with httpx.Client(transport=httpx.MockTransport(server)) as http:
        client = package.Client(lambda: next(keys), http_client=http)
        assert client.shelves.create({"label": "ash"}).label == "oak"
    sent = [each.headers["authorization"] for each in server.requests]
    assert sent == ["Bearer old", "Bearer new"]


def test_the_options_of_a_call(package: ModuleType) -> None:
    """They are those of lists."""
    server = _server(200, SHELF)
    server.call(
        package,
        lambda client: client.shelves.get(
            SHELF_ID, timeout=7, extra_headers={"X-A": "1"}, extra_query={"b": "2"}
        ),
        headers={"x-trace": "of the client"},
        params={"c": "3"},
    )
    request = server.request
    assert (request.headers["x-a"], request.headers["x-trace"]) == ("1", "of the client")
    assert request.url.query == b"c=3&b=2"
    assert request.extensions["timeout"]["read"] == 7


def test_lists_stay_beside_plain_methods(package: ModuleType) -> None:
    """The resource of a list has the methods of the paths below it."""
    shelves = package.Client("key").shelves
    methods = {each for each in dir(shelves) if not each.startswith("_")}
    own = {"get", "create", "replace", "update", "delete", "head", "read_labels", "post_labels"}
    assert methods == {"list", "books", *own}
    assert isinstance(shelves.list(), package.Pager)
    assert isinstance(shelves.books.list(SHELF_ID), package.Pager)


def test_a_document_that_only_writes(tmp_path: Path) -> None:
    """Its package has no command line."""
    path = write_plain(
        tmp_path / "calls.yaml",
        **{
            f"{GET_SHELVES}": REMOVED,
            "/paths/~1shelves~1{shelf_id}~1books": REMOVED,
            "/paths/~1shelves~1{shelf_id}/get": REMOVED,
            "/paths/~1shelves~1{shelf_id}~1labels/get": REMOVED,
            "/components/schemas/Shelf/x-invariants": REMOVED,
        },
    )
    package = import_client(path)
    assert not (tmp_path / "calls" / "__main__.py").exists()
    assert _server(204).call(package, lambda client: client.shelves.delete(SHELF_ID)) is None
    assert "client.shelves.create(body=...)" in str(package.__doc__)
