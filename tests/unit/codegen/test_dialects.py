"""The generator takes documents in the words of frameworks, and tells what it leaves out."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import httpx
import pytest
from click.testing import CliRunner

from rollcall.cli import main
from rollcall.codegen import update
from rollcall.codegen._validation import read_valid
from tests.support.api import Described
from tests.support.client.generated import import_client
from tests.support.dialects import DIALECTS, SERVER, Change, described, server_of
from tests.support.specs import GET_BOOKS, GET_SHELVES, REMOVED, SHELF, write

_SHELF = {
    "id": "7b61621f-62e0-4aad-ab11-9fd19e272e73",
    "label": "A",
    "created_at": "2026-01-01T00:00:00Z",
}


def _client(folder: Path, api: Described) -> tuple[ModuleType, Any, list[httpx.Request]]:
    """Return the package of an API, its client and the requests that it sends."""
    spec = folder / "dialect.json"
    spec.write_text(json.dumps(api.document), encoding="utf-8")
    package = import_client(spec)
    sent: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return api.respond(request)

    transport = httpx.MockTransport(respond)
    return package, package.Client(http_client=httpx.Client(transport=transport)), sent


@pytest.mark.parametrize("change", DIALECTS.values(), ids=DIALECTS.keys())
def test_a_client_lists_all_items(change: Change, tmp_path: Path) -> None:
    """Each parameter has its type, and the items are decoded."""
    api = server_of(described(change))
    package, client, sent = _client(tmp_path, api)
    listed = [package.to_dict(each) for each in client.books.list(per=10)]
    assert listed == [dict(each) for each in SERVER.items]
    found = [each.kind for each in client.books.list(kind="map", price_from=3)]
    assert found
    assert {*found} == {"map"}
    (response, *_) = api.document["paths"]["/books"]["get"]["responses"].values()
    accepted = next(iter(response["content"])).replace("*/*", "application/json")
    assert {each.headers["accept"] for each in sent} == {accepted.partition(";")[0]}
    assert not [each for each in sent if "authorization" in each.headers]
    for wrong in ({"kind": "book"}, {"price_from": "3"}, {"per": 11}):
        with pytest.raises(package.ArgumentError):
            client.books.list(**wrong)


def test_a_body_may_be_the_array(tmp_path: Path) -> None:
    """The items are the body."""
    document = json.loads(json.dumps(SERVER.document))
    operation = document["paths"]["/books"]["get"]
    content = operation["responses"]["200"]["content"]["application/json"]
    content["schema"] = content["schema"]["properties"]["books"]
    operation["x-list"]["items"] = ""
    del operation["x-list"]["pagination"]["totalItems"]

    def send(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        return httpx.Response(response.status_code, json=response.json()["books"])

    package, client, _ = _client(tmp_path, Described(attrs.evolve(SERVER, send=send), document))
    listed = [package.to_dict(each) for each in client.books.list(per=10)]
    assert listed == [dict(each) for each in SERVER.items]


def test_what_annotations_say_is_in_every_item_is_required(tmp_path: Path) -> None:
    """A schema need not require items and identities, nor give a name to what others refer to."""
    document = json.loads(json.dumps(SERVER.document))
    operation = document["paths"]["/books"]["get"]
    body = operation["responses"]["200"]["content"]["application/json"]["schema"]
    inner = body["properties"]["books"]["items"]
    del body["required"], inner["required"]
    inner["properties"]["id"] = {"type": ["string", "null"]}
    page = {"type": ["object", "null"], "properties": {"size": {"type": "integer"}}}
    book = {**inner, "properties": {**inner["properties"], "page": page}}
    deep = "#/components/schemas/Shelf/properties/top"
    document["components"] = {
        "schemas": {"Shelf": {"type": "object", "properties": {"top": book}}, "a_page": page}
    }
    body["properties"]["books"]["items"] = {"$ref": deep}
    book["properties"]["other"] = {"$ref": "#/components/schemas/a_page"}
    package, client, _ = _client(tmp_path, Described(SERVER, document))
    listed = [*client.books.list(per=10)]
    assert [package.to_dict(each) for each in listed] == [dict(each) for each in SERVER.items]
    assert listed[0].page is listed[0].other is package.UNSET


def test_what_one_list_requires_others_need_not_have(tmp_path: Path) -> None:
    """A schema that is used elsewhere stays as it is there, and the maintainer is told."""
    book = "/components/schemas/Book"
    spec = write(
        tmp_path / "loose.json",
        {f"{book}/required": ["title"], f"{SHELF}/first": {"$ref": f"#{book}"}},
    )
    package = import_client(spec)
    bodies = {"books": {"title": "A"}, "shelves": {"first": {"title": "A"}, **_SHELF}}
    position = {"page": 1, "pages": 1, "total": 1}

    def respond(request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2]
        return httpx.Response(200, json={name: [bodies[name]], "meta": position})

    transport = httpx.MockTransport(respond)
    client = package.Client(http_client=httpx.Client(transport=transport), api_key="k")
    (shelf,) = client.shelves.list()
    assert (type(shelf.first), shelf.first.id) == (package.Book, package.UNSET)
    with pytest.raises(package.SchemaError, match="expected an object with `id`"):
        [*client.shelves.books.list(_SHELF["id"])]
    assert attrs.fields(package.ListedBook).id.default is attrs.NOTHING
    remarks: list[str] = []
    update([spec], tmp_path / "again", remarks.append)
    (remark,) = (each for each in remarks if "ListedBook" in each)
    assert f": {book}: ListedBook is Book with what a list requires" in remark


def _resources(folder: Path, changes: dict[str, object]) -> list[str]:
    """Return the resources of the lists of a variant of the library."""
    return [str(each.tag) for each in read_valid(write(folder / "a.json", changes)).lists]


@pytest.mark.parametrize(
    ("changes", "resources"),
    [
        ({}, ["shelves", "shelves.books"]),
        ({f"{GET_SHELVES}/tags": REMOVED}, ["shelves", "shelves.books"]),
        ({f"{GET_SHELVES}/tags": ["Old Shelves", "all"]}, ["old_shelves", "shelves.books"]),
        ({f"{GET_BOOKS}/tags": ["shelves"]}, ["shelves", "shelves.books"]),
        ({f"{GET_BOOKS}/tags": ["class"]}, ["shelves", "class_"]),
        ({f"{GET_BOOKS}/tags": ["shelves.list"]}, ["shelves", "shelves.list_"]),
        ({f"{GET_BOOKS}/tags": ["a..b"]}, ["shelves", "a.b"]),
    ],
)
def test_each_list_has_a_resource(
    changes: dict[str, object], resources: list[str], tmp_path: Path
) -> None:
    """Its name comes from the tag, or else from the path."""
    assert _resources(tmp_path, changes) == resources


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    """Each part has its line; everything else is generated."""
    note = {"content": {"text/event-stream": {}}, "required": True}
    added = {
        "operationId": "addShelf",
        "requestBody": note,
        "responses": {"201": {"description": "Made."}},
    }
    tags = {"name": "tags", "in": "query", "schema": {"type": "array", "items": {}}}
    header = {"name": "x-trace", "in": "header", "schema": tags["schema"]}
    changes = {
        "/paths/~1shelves/post": added,
        f"{GET_SHELVES}/parameters/-0": tags,
        f"{GET_SHELVES}/parameters/-1": header,
        "/servers": REMOVED,
    }
    spec = write(tmp_path / "library.json", changes)
    ran = CliRunner().invoke(main, ["generate", str(spec), "-o", str(tmp_path / "out")])
    assert ran.exit_code == 0, ran.output
    problem, body = (
        "its kind is not supported",
        "its request is text/event-stream, and a stream has no end",
    )
    told = [each for each in ran.output.splitlines() if each.startswith(f"{spec}:")]
    assert [each.partition(": ")[2] for each in told] == [
        f"{GET_SHELVES}/parameters/4: listShelves takes no tags: its kind is not supported",
        f"{GET_SHELVES}/parameters/5: listShelves takes no x-trace: {problem}; pass it in headers",
        f"/paths/~1shelves/post/requestBody: addShelf is not generated: {body}",
    ]
    text = (tmp_path / "out" / "library" / "_client.py").read_text(encoding="utf-8")
    assert 'BASE_URL: Final = "http://localhost"' in text


def test_the_field_of_the_parent_may_be_null(tmp_path: Path) -> None:
    """A client does not read it: the caller names the parent."""
    place = "/components/schemas/Book/properties/shelf_id/type"
    spec = write(tmp_path / "nullable.yaml", {place: ["string", "null"]})
    package = import_client(spec)
    assert package.Client(api_key="key").shelves.books.list
