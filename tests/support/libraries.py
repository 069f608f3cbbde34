"""An example API of lists at three levels: libraries, their shelves, and the books of a shelf."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from attrs import frozen

from rollcall.spec import Spec, parse_spec
from tests.support.listing import answered, listed

__all__ = ["LIBRARIES", "SHELVES", "Libraries", "Place", "Row", "shelf"]

Row = dict[str, Any]
Place = tuple[str, str]
"""A library and one of its shelves."""

_SHELVES = re.compile(r"/libraries/([^/]+)/shelves")
_BOOKS = re.compile(r"/libraries/([^/]+)/shelves/([^/]+)/books")


def _books(library: str, name: str, count: int) -> list[Row]:
    return [{"id": f"{library}-{name}-b{number}", "shelf": name} for number in range(count)]


_WITH_BOOKS = {
    "name": "with_books",
    "in": "query",
    "schema": {"type": "boolean"},
    "x-expand": {
        "field": "/listed",
        "operation": "listBooks",
        "order": [{"field": "/id", "precision": "text"}],
    },
}


def shelf(library: str, name: str, books: int) -> tuple[Row, list[Row]]:
    """Return a shelf and its books."""
    found = _books(library, name, books)
    newest = found[-1]["id"] if found else None
    return {"id": name, "library": library, "newest": newest, "books": books}, found


LIBRARIES: tuple[Row, ...] = tuple({"id": name} for name in ("north", "south", "west"))
SHELVES: Mapping[str, Sequence[tuple[Row, list[Row]]]] = {
    "north": [shelf("north", "maps", 7), shelf("north", "plays", 4), shelf("north", "law", 0)],
    "south": [shelf("south", "verse", 5), shelf("south", "sagas", 2)],
    "west": [],
}
_RULES = (
    {"reference": {"field": "/newest", "operation": "listBooks", "parent": "/id"}},
    {"count": {"field": "/books", "operation": "listBooks", "parent": "/id"}},
)


@frozen
class Libraries:
    """The API: its spec, and a correct server of it unless a part is replaced.

    Attributes:
        shelves: The shelves of each library, each with its books.
        finds: Returns the books of a shelf in a library; None: it does not exist.
        shows: Returns the books that a shelf carries, given its books.
        listing: The operations that list parents; without one, the user names them.
        names: The names of the path parameters of the libraries and shelves.
        rules: The rules of a shelf.
        token: The bearer token that the lists require; empty: none.
        base_url: The base URL of the server in this process.
    """

    shelves: Mapping[str, Sequence[tuple[Row, list[Row]]]] = SHELVES
    finds: Callable[[Mapping[Place, list[Row]], str, str], list[Row] | None] = (
        lambda books, library, name: books.get((library, name))
    )
    shows: Callable[[Sequence[Row]], Sequence[Row]] = lambda books: books
    listing: Sequence[str] = ("listLibraries", "listShelves")
    names: tuple[str, str, str] = ("library", "library", "shelf")
    rules: Sequence[Mapping[str, Any]] = _RULES
    token: str = ""
    base_url: str = "http://api.test"

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        upper, outer, own = self.names
        libraries, shelves = (
            {"operation": each} if each in self.listing else {}
            for each in ("listLibraries", "listShelves")
        )
        text, nullable = {"type": "string"}, {"type": ["string", "null"]}
        number = {"type": "integer"}
        fields = {
            "Library": {"id": text},
            "Shelf": {
                "id": text,
                "library": text,
                "newest": nullable,
                "books": number,
                "listed": {"type": "array", "items": {"$ref": "#/components/schemas/Book"}},
            },
            "Book": {"id": text, "shelf": text},
        }
        schemas: dict[str, Any] = {
            name: {"type": "object", "required": ["id"], "properties": of}
            for name, of in fields.items()
        }
        if self.rules and "listShelves" in self.listing:
            schemas["Shelf"]["x-invariants"] = [*self.rules]
        return {
            "openapi": "3.1.0",
            "info": {"title": "Libraries", "version": "1"},
            "paths": {
                "/libraries": {"get": listed("Libraries", "Library")},
                f"/libraries/{{{upper}}}/shelves": {
                    "get": listed(
                        "Shelves",
                        "Shelf",
                        _path(upper),
                        *([_WITH_BOOKS] if "listShelves" in self.listing else []),
                        parent={"parameter": upper, "field": "/library", **libraries},
                    )
                },
                f"/libraries/{{{outer}}}/shelves/{{{own}}}/books": {
                    "get": listed(
                        "Books",
                        "Book",
                        _path(outer),
                        _path(own),
                        parent={"parameter": own, "field": "/shelf", **shelves},
                    )
                },
            },
            "components": {"schemas": schemas},
        }

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return parse_spec(Path("libraries.json"), self.document)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        rows = self._rows(request.url.path)
        if dict(request.url.params).get("with_books") == "true":
            rows = self._with_books(request.url.path, rows)
        if rows is None:
            return httpx.Response(404, json={"problem": "there is no such list"})
        return answered(request, rows)

    def _with_books(self, path: str, rows: Sequence[Row] | None) -> Sequence[Row] | None:
        """Return shelves with their books."""
        return rows and [
            {**row, "listed": self.shows(self._rows(f"{path}/{row['id']}/books") or [])}
            for row in rows
        ]

    def _rows(self, path: str) -> Sequence[Row] | None:
        if path == "/libraries":
            return LIBRARIES
        if (match := _SHELVES.fullmatch(path)) is not None:
            found = self.shelves.get(match[1])
            return None if found is None else [row for row, _ in found]
        if (match := _BOOKS.fullmatch(path)) is not None:
            books = {
                (library, row["id"]): books
                for library, found in self.shelves.items()
                for row, books in found
            }
            return self.finds(books, match[1], match[2])
        return None


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
