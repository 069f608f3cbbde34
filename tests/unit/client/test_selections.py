"""An argument that selects fields: what is sent, and the fields of the items."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.selected import LISTED, Selected

_OPTIONAL = ("place", "note")


def _package(folder: Path, name: str, api: Selected) -> ModuleType:
    document = api.document
    responses = document["paths"]["/books"]["get"]["responses"]
    del responses["422"]
    content = responses["200"]["content"]["application/json"]
    item = content["schema"]["properties"]["books"]["items"]
    item["required"] = [each for each in item["required"] if each not in _OPTIONAL]
    fields = content["schema"]["properties"]
    content["schema"]["properties"] = {each: fields[each] for each in ("books", "total")}
    content["schema"]["properties"]["more"] = {"type": "boolean"}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return import_client(path)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client of a text of names; ``place`` and ``note`` are optional."""
    return _package(tmp_path_factory.mktemp("selected"), "selected_books", Selected())


def _listed(package: ModuleType, api: Selected, **options: object) -> tuple[str, Any]:
    """Return the query that a call sends, and the first item."""
    queries: list[httpx.QueryParams] = []

    def respond(request: httpx.Request) -> httpx.Response:
        queries.append(request.url.params)
        return api.respond(request)

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        client = package.Client(base_url=api.base_url, http_client=http, retries=0)
        item = client.books.list(**options).first()
    return ",".join(queries[0].get_list("fields")), item


def test_the_names_of_required_fields_are_added(package: ModuleType) -> None:
    """The type of an item holds; its identity is always there, so that it need not be sent."""
    sent, book = _listed(package, Selected(), fields=["note", "title"])
    assert sent == "note,title,kind"
    assert (book.id, book.kind, book.title, book.note) == ("b00", "map", "Book 0", None)
    assert book.place is package.UNSET


def test_without_the_argument_items_are_whole(package: ModuleType) -> None:
    """The parameter is not sent."""
    sent, book = _listed(package, Selected())
    assert (sent, book.place) == ("", "Lisbon")


def test_an_unknown_name_is_refused(package: ModuleType) -> None:
    """The type of the argument has the names."""
    with pytest.raises(package.ArgumentError, match="'title' or 'place'"):
        _listed(package, Selected(), fields=["titel"])


def test_the_docstring_says_which_fields_are_there(package: ModuleType) -> None:
    """The required ones are, whatever is selected."""
    with package.Client() as client:
        told = " ".join(str(client.books.list.__doc__).split())
    assert "Fields of an item that it does not name are unset, but for kind, title." in told


def test_a_field_that_the_default_leaves_out_is_optional(tmp_path: Path) -> None:
    """Each name is sent with the parameter's own."""
    package = _package(tmp_path, "selected_names", LISTED)
    sent, book = _listed(package, LISTED)
    assert (sent, book.title, book.place) == ("", "Book 0", package.UNSET)
    sent, book = _listed(package, LISTED, fields=["where"])
    assert (sent, book.title, book.place) == ("where,name,sort", "Book 0", "Lisbon")
