"""Bodies that are not JSON: forms, files and texts, in requests and in responses."""

import asyncio
import io
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.specs import write

_TEXT, _FILE = {"type": "string"}, {"type": "string", "format": "binary"}
_OK: dict[str, Any] = {"204": {"description": "Done."}}


def _form(media_type: str, *required: str, **properties: object) -> dict[str, Any]:
    schema = {"type": "object", "required": [*required], "properties": properties}
    return {"required": True, "content": {media_type: {"schema": schema}}}


def _response(media_type: str, schema: object = None) -> dict[str, Any]:
    media = {} if schema is None else {"schema": schema}
    return {"200": {"description": "It.", "content": {media_type: media}}}


_FIELDS: dict[str, Any] = {
    "label": {"type": ["string", "null"], "minLength": 2},
    "size": {"type": "integer", "maximum": 9},
    "is-new": {"type": "boolean"},
    "marks": {"type": "array", "items": _TEXT},
    "kind": {"$ref": "#/components/schemas/Kind"},
    "made": {"type": "string", "readOnly": True},
    "deep": {"type": "object", "properties": {"a": _TEXT}},
}
_POST: dict[str, dict[str, Any]] = {
    "sendForm": {
        "requestBody": _form("application/x-www-form-urlencoded", "label", **_FIELDS),
        "responses": _OK,
    },
    "sendFiles": {
        "requestBody": _form("multipart/form-data", "cover", cover=_FILE, **_FIELDS),
        "responses": _OK,
    },
    "sendBytes": {
        "requestBody": {"content": {"image/*": {"schema": _FILE}}},
        "responses": _response("application/octet-stream", _FILE),
    },
    "sendText": {
        "requestBody": {"required": True, "content": {"text/csv": {"schema": _TEXT}}},
        "responses": _response("text/plain"),
    },
    "sendXml": {
        "requestBody": {"required": True, "content": {"application/xml": {}}},
        "responses": _response("*/*", _FILE),
    },
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client with an operation for each kind of body."""
    changes: dict[str, Any] = {
        f"/paths/~1{name}": {"post": {**operation, "operationId": name, "tags": ["bodies"]}}
        for name, operation in _POST.items()
    }
    for name, media_type in (("readText", "text/plain"), ("readBytes", "image/png")):
        operation = {"operationId": name, "tags": ["bodies"], "responses": _response(media_type)}
        changes[f"/paths/~1{name}"] = {"get": operation}
    changes["/components/schemas/Kind"] = {"type": "string", "enum": ["oak", "ash"]}
    return import_client(write(tmp_path_factory.mktemp("bodies") / "bodies.yaml", changes))


class _Server:
    """Keeps the last request; sends one response."""

    def __init__(self, content: bytes = b"", **headers: str) -> None:
        self.response = httpx.Response(200 if content else 204, content=content, headers=headers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Return the response."""
        request.read()
        self.requests.append(request)
        return self.response

    def call(self, package: ModuleType, method: str, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        """Return the result of a method."""
        with httpx.Client(transport=httpx.MockTransport(self)) as http:
            resource = package.Client("key", http_client=http, retries=0).bodies
            return getattr(resource, method)(*arguments, **named)


def _parts(request: httpx.Request) -> list[Message]:
    """Return the parts of a multipart request, as the email package reads them."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    found = BytesParser().parsebytes(head + request.content)
    assert not found.defects
    return [each for each in found.walk() if not each.is_multipart()]


def test_a_form_has_arguments(package: ModuleType) -> None:
    """They are checked, and encoded as those of a query; what is left out is not sent."""
    server = _Server()
    given = {"label": "a b&", "size": 3, "is_new": True, "marks": ["x", "y"], "kind": "oak"}
    assert server.call(package, "send_form", **given) is None
    (request,) = server.requests
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.url.query == b""
    assert parse_qsl(request.content.decode(), strict_parsing=True) == [
        *(("label", "a b&"), ("size", "3"), ("is-new", "true")),
        *(("marks", "x"), ("marks", "y"), ("kind", "oak")),
    ]
    server.call(package, "send_form", label="ab")
    assert server.requests[1].content == b"label=ab"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"label": "a"}, "^label: 'a' is shorter than 2"),
        ({"label": None}, "^label: it is required"),
        ({"label": "ab", "size": 10}, "^size: 10 is greater than 9"),
        ({"label": "ab", "kind": "elm"}, "^kind: expected 'oak' or 'ash'"),
    ],
)
def test_a_form_is_checked(package: ModuleType, given: dict[str, Any], problem: str) -> None:
    """Nothing is sent with a wrong value."""
    server = _Server()
    with pytest.raises(package.ArgumentError, match=problem):
        server.call(package, "send_form", **given)
    assert not server.requests


def test_files_are_bytes_or_open_files(package: ModuleType, tmp_path: Path) -> None:
    """An open file has its name; the other fields are texts."""
    server, content = _Server(), bytes(range(256)) + b"\r\n--"
    server.call(package, "send_files", cover=content, label='a"\r\n', marks=["x", "y"])
    path = tmp_path / 'co"ver.png'
    path.write_bytes(content)
    with path.open("rb") as file:
        server.call(package, "send_files", cover=file)
    first, second = map(_parts, server.requests)
    names = [each.get_param("name", header="content-disposition") for each in first]
    assert names == ["cover", "label", "marks", "marks"]
    assert [each.get_filename() for each in (*first[:2], *second)] == [
        "cover",
        None,
        "co%22ver.png",
    ]
    assert [each.get_payload(decode=True) for each in first] == [content, b'a"\r\n', b"x", b"y"]
    assert second[0].get_payload(decode=True) == content


@pytest.mark.parametrize("cover", ["text", io.StringIO("text"), 1])
def test_what_is_no_file_is_refused(package: ModuleType, cover: object) -> None:
    """A text has no bytes of its own."""
    with pytest.raises(package.ArgumentError, match=r"^cover: expected bytes, or a file that"):
        _Server().call(package, "send_files", cover=cover)


def test_a_body_of_bytes(package: ModuleType) -> None:
    """It is sent and returned as it is, in the media type of the spec if that is no range."""
    server = _Server(b"\x00\xff")
    assert server.call(package, "send_bytes", b"\xfe") == b"\x00\xff"
    assert server.call(package, "send_bytes", io.BytesIO(b"\xfd")) == b"\x00\xff"
    assert server.call(package, "send_bytes") == b"\x00\xff"
    assert [each.content for each in server.requests] == [b"\xfe", b"\xfd", b""]
    assert server.requests[0].headers["content-type"] == "application/octet-stream"
    assert server.requests[0].headers["accept"] == "application/octet-stream"
    assert "content-type" not in server.requests[2].headers


def test_a_body_of_text(package: ModuleType) -> None:
    """It is a str, in UTF-8 unless the response says otherwise."""
    server = _Server("\u00e9".encode("latin-1"), **{"content-type": "text/plain; charset=latin-1"})
    assert server.call(package, "send_text", "a,\u00e9") == "\u00e9"
    assert server.requests[0].content == "a,\u00e9".encode()
    assert server.requests[0].headers["content-type"] == "text/csv"
    assert _Server("\u00e9".encode()).call(package, "send_text", "") == "\u00e9"
    assert _Server(b"\xff").call(package, "send_xml", "<a/>") == b"\xff"
    with pytest.raises(package.DecodingError, match="the body of 1 bytes is no text in utf-8"):
        _Server(b"\xff").call(package, "send_text", "a")
    with pytest.raises(package.ArgumentError, match=r"^body: expected a str"):
        _Server().call(package, "send_text", b"a")


def test_bytes_have_no_command(package: ModuleType) -> None:
    """The command line prints texts."""
    text = (Path(str(package.__file__)).parent / "_commands.py").read_text(encoding="utf-8")
    assert "'read-text'" in text
    assert "'read-bytes'" not in text


def test_an_asynchronous_client_sends_the_same(package: ModuleType) -> None:
    """A form and a text."""
    server = _Server(b"a")

    async def run() -> object:
        async with httpx.AsyncClient(transport=httpx.MockTransport(server)) as http:
            bodies = package.AsyncClient("key", http_client=http).bodies
            return await bodies.send_text("b")

    assert asyncio.run(run()) == "a"
    assert server.requests[0].content == b"b"
