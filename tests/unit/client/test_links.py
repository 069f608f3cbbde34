"""Lists with linked pages, of a small example API."""

import asyncio
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.client_command import wait_until
from tests.support.specs import GET_SHELVES, LIBRARY, REMOVED, build, write

_BASE = "https://library.example/v1"
_POSITION = "/components/schemas/Position"
_SHELF_ID = "/components/schemas/Shelf/properties/id"
_SIZE = "/components/parameters/Size"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client for an API with linked pages."""
    folder = tmp_path_factory.mktemp("linked")
    spec = write(
        folder / "linked.yaml",
        {
            f"{GET_SHELVES}/x-list/pagination": {
                "style": "link",
                "next": "/meta/next",
                "totalItems": "/meta/total",
            },
            f"{GET_SHELVES}/parameters/3": REMOVED,
            f"{_POSITION}/properties/next": {
                "description": "The next page.",
                "type": ["string", "null"],
            },
        },
    )
    return import_client(spec)


def _body(numbers: list[int], link: str | None, **meta: object) -> dict[str, object]:
    shelves = [
        {
            "id": f"7b61621f-62e0-4aad-ab11-{number:012}",
            "label": f"shelf {number}",
            "created_at": "2021-04-16T09:46:20Z",
        }
        for number in numbers
    ]
    return {"shelves": shelves, "meta": {"page": 1, "pages": 1, "total": 5, "next": link, **meta}}


class _Script:
    """A server that returns one page after the other, and records the requests."""

    def __init__(self, *bodies: dict[str, object]) -> None:
        self._bodies = bodies
        self.urls: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.urls.append(str(request.url))
        assert request.headers["authorization"] == "Bearer key"
        return httpx.Response(200, json=self._bodies[len(self.urls) - 1])

    def has_been_asked(self, times: int) -> bool:
        """Return whether this number of pages was requested."""
        return len(self.urls) >= times


def _read(library: ModuleType, script: _Script, **arguments: Any) -> list[str]:  # noqa: ANN401
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        client = library.Client("key", http_client=http, retries=0)
        return [each.label for each in client.shelves.list(**arguments)]


def _read_async(library: ModuleType, script: _Script, **arguments: Any) -> list[str]:  # noqa: ANN401
    async def run() -> list[str]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(script)) as http:
            client = library.AsyncClient("key", http_client=http, retries=0)
            return [each.label async for each in client.shelves.list(**arguments)]

    return asyncio.run(run())


_BOTH = pytest.mark.parametrize("read", [_read, _read_async], ids=["sync", "async"])


@_BOTH
@pytest.mark.parametrize("end", [None, ""])
def test_links_are_followed_as_they_are(library: ModuleType, read: Any, end: str | None) -> None:  # noqa: ANN401
    """Absolute and relative links are followed unchanged."""
    script = _Script(
        _body([1, 2], f"{_BASE}/shelves?cursor=a%2Fb%20c"),
        _body([3, 4], "?cursor=c&size=2"),
        _body([5], end),
    )
    labels = read(library, script, size=2, filter_label="x")
    assert labels == [f"shelf {number}" for number in range(1, 6)]
    assert script.urls == [
        f"{_BASE}/shelves?filter%5Blabel%5D=x&size=2",
        f"{_BASE}/shelves?cursor=a%2Fb%20c",
        f"{_BASE}/shelves?cursor=c&size=2",
    ]


def test_an_absent_link_ends_the_list(library: ModuleType) -> None:
    """A page without the field is the last one."""
    body = _body([1], None)
    del body["meta"]["next"]  # type: ignore[attr-defined]
    assert _read(library, _Script(body)) == ["shelf 1"]


@_BOTH
@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1/shelves?page=2",
        "http://library.example/v1/shelves?page=2",
        "https://library.example:444/v1/shelves?page=2",
        "//evil.example/v1/shelves",
        "https://library.example.evil.example/",
        "https://library.example@evil.example/",
    ],
)
def test_credentials_do_not_leave_the_origin(library: ModuleType, read: Any, link: str) -> None:  # noqa: ANN401
    """A link to another scheme, host or port raises an error, and is not followed."""
    script = _Script(_body([1], link))
    with pytest.raises(library.PagingError, match="another origin") as caught:
        read(library, script)
    assert link.removeprefix("//") in str(caught.value)
    assert len(script.urls) == 1


@pytest.mark.parametrize(
    ("link", "followed"),
    [
        ("http://library.example/v1/shelves?page=2", "https://library.example/v1/shelves?page=2"),
        ("http://library.example:80/v1/shelves?p", "https://library.example/v1/shelves?p"),
        ("https://library.example/v1/shelves?page=2", "https://library.example/v1/shelves?page=2"),
        ("http://evil.example/v1/shelves?page=2", None),
        ("ftp://library.example/v1/shelves?page=2", None),
    ],
)
def test_links_behind_a_proxy_that_ends_tls(
    library: ModuleType, link: str, followed: str | None
) -> None:
    """On request, a link with http is followed with https, to the same host alone."""
    script = _Script(_body([1], link), _body([2], None))
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        client = library.Client("key", http_client=http, retries=0, upgrade_links=True)
        if followed is None:
            with pytest.raises(library.PagingError, match="another origin"):
                list(client.shelves.list())
        else:
            assert len(list(client.shelves.list())) == 2
    assert script.urls[1:] == ([] if followed is None else [followed])


@_BOTH
@pytest.mark.parametrize("link", ["/v1/shelves", "", "?", f"{_BASE}/shelves", "#next"])
def test_a_link_to_itself(library: ModuleType, read: Any, link: str) -> None:  # noqa: ANN401
    """A page that links to itself raises an error."""
    script = _Script(*[_body([1], link)] * 2)
    if link == "":
        assert read(library, script) == ["shelf 1"]
        return
    with pytest.raises(library.PagingError):
        read(library, script)
    assert len(script.urls) <= 2


@_BOTH
def test_a_link_to_a_page_before(library: ModuleType, read: Any) -> None:  # noqa: ANN401
    """A link to an earlier page raises an error."""
    script = _Script(_body([1], "?a"), _body([2], "?b"), _body([3], "?a"))
    with pytest.raises(library.PagingError, match="read already"):
        read(library, script)
    assert len(script.urls) == 3


@_BOTH
def test_an_empty_page_with_a_next_link(library: ModuleType, read: Any) -> None:  # noqa: ANN401
    """It raises an error, so that the client does not follow empty pages for ever."""
    script = _Script(_body([1], "?a"), _body([], "?b"))
    with pytest.raises(library.PagingError, match="is empty"):
        read(library, script)
    assert len(script.urls) == 2


@_BOTH
def test_a_link_that_is_not_a_url(library: ModuleType, read: Any) -> None:  # noqa: ANN401
    """A link that is not a URL raises an error."""
    with pytest.raises(library.PagingError, match="not a URL"):
        read(library, _Script(_body([1], "https://library.example:port/")))


@_BOTH
def test_an_item_that_comes_again(library: ModuleType, read: Any) -> None:  # noqa: ANN401
    """A repeated item is detected on linked pages, too."""
    bodies = [_body([1, 2], "?a"), _body([2, 3], None)]
    with pytest.raises(library.ListChangedError):
        read(library, _Script(*bodies))
    labels = read(library, _Script(*bodies), on_change="ignore")
    assert labels == ["shelf 1", "shelf 2", "shelf 3"]


def test_limit_and_total(library: ModuleType) -> None:
    """A limit ends the list; the total is that of the server."""
    script = _Script(_body([1, 2], "?a"), _body([3, 4], "?b"))
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        client = library.Client("key", http_client=http)
        shelves = client.shelves.list(limit=3)
        assert [each.label for each in shelves] == ["shelf 1", "shelf 2", "shelf 3"]
        assert shelves.total == 5


@_BOTH
@pytest.mark.parametrize("concurrency", [2, 64])
def test_prefetching_same_items(library: ModuleType, read: Any, concurrency: int) -> None:  # noqa: ANN401
    """A concurrency changes neither the items nor the requests."""
    bodies = [_body([1, 2], "?a"), _body([3, 4], "?b"), _body([5], None)]
    for limit, pages in ((None, 3), (5, 3), (4, 2), (2, 1), (0, 0)):
        script = _Script(*bodies)
        labels = read(library, script, concurrency=concurrency, limit=limit)
        assert labels == [
            f"shelf {number}" for number in range(1, (5 if limit is None else limit) + 1)
        ]
        assert len(script.urls) == pages


def test_the_next_page_comes_while_one_is_used(library: ModuleType) -> None:
    """From the second page on, the next page is requested before a page is returned."""
    script = _Script(*(_body([number], f"?{number}") for number in range(1, 5)), _body([5], None))
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        pages = library.Client("key", http_client=http).shelves.list(concurrency=8).pages()
        asked = []
        for expected in (1, 3, 4, 5):
            next(pages)
            wait_until(partial(script.has_been_asked, expected))
            asked.append(len(script.urls))
        pages.close()
    assert asked == [1, 3, 4, 5]


def test_the_next_page_comes_while_one_is_used_async(library: ModuleType) -> None:
    """Tasks prefetch in the same way; an unused page is not awaited."""
    script = _Script(*(_body([number], f"?{number}") for number in range(1, 5)), _body([5], None))

    async def run() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(script)) as http:
            client = library.AsyncClient("key", http_client=http)
            pages = client.shelves.list(concurrency=2).pages()
            asked = []
            for _ in range(3):
                await anext(pages)
                for _ in range(50):
                    await asyncio.sleep(0)
                asked.append(len(script.urls))
            await pages.aclose()
            return asked

    assert asyncio.run(run()) == [1, 3, 4]


def test_a_list_without_totals(tmp_path: Path) -> None:
    """Without totals, numbered pages are read up to the first page that is not full."""
    changes: dict[str, object] = {
        f"{GET_SHELVES}/x-list/pagination/totalItems": REMOVED,
        f"{GET_SHELVES}/x-list/pagination/totalPages": REMOVED,
        f"{GET_SHELVES}/x-list/pagination/pageIndex/echo": REMOVED,
    }
    untold = import_client(write(tmp_path / "untold.yaml", changes))
    for sizes in ([2, 2, 1], [2, 2, 0], [0], [1]):
        numbers = iter(range(1, 10))
        script = _Script(*(_body([next(numbers) for _ in range(size)], None) for size in sizes))
        labels = _read(untold, script, size=2, concurrency=3)
        assert labels == [f"shelf {number}" for number in range(1, sum(sizes) + 1)]
        assert len(script.urls) == len(sizes)


def test_parameters_of_links_are_not_arguments(tmp_path: Path) -> None:
    """A caller can set the page size, but not the page index and the continuation token."""
    changes: dict[str, object] = {
        f"{GET_SHELVES}/x-list/pagination": {
            "style": "link",
            "next": "/meta/next",
            "pageSize": {"parameter": "size"},
            "pageIndex": {"parameter": "page", "echo": "/meta/page"},
            "continuationToken": {"parameter": "token"},
        },
        f"{_POSITION}/properties/next": {"description": "The next page.", "type": "string"},
        f"{GET_SHELVES}/parameters/-": {
            "name": "token",
            "in": "query",
            "description": "Where the page begins.",
            "schema": {"type": "string"},
        },
    }
    carried = import_client(write(tmp_path / "carried.yaml", changes))
    script = _Script(_body([1], "?page=2&token=x%2B"), _body([2], ""))
    assert _read(carried, script, size=1) == ["shelf 1", "shelf 2"]
    assert script.urls == [f"{_BASE}/shelves?size=1", f"{_BASE}/shelves?page=2&token=x%2B"]
    for name in ("page", "token"):
        with pytest.raises(TypeError, match=name):
            _read(carried, script, **{name: 1})


_LINKED_BY_SIZE: dict[str, object] = {
    f"{GET_SHELVES}/x-list/pagination": {
        "style": "link",
        "next": "/meta/next",
        "pageSize": {"parameter": "size"},
    },
    f"{GET_SHELVES}/parameters/3": REMOVED,
    f"{_POSITION}/properties/next": {"description": "The next page.", "type": "string"},
}


@pytest.mark.parametrize(
    ("bounds", "sent"),
    [
        ({"minimum": 1, "maximum": 9, "default": 4}, {2: "?size=2", 10: "?size=9"}),
        ({"minimum": 3, "maximum": 9}, {2: "?size=3"}),
        ({"minimum": 1}, {2: "", 10: ""}),
    ],
)
def test_a_limit_as_the_page_size(
    tmp_path: Path, bounds: dict[str, int], sent: dict[int, str]
) -> None:
    """The page size is cut to its bounds; a page size that is passed takes precedence."""
    schema = {f"{_SIZE}/schema": {"type": "integer", **bounds}}
    name = "_".join(["sized", *bounds])
    sized = import_client(write(tmp_path / f"{name}.yaml", {**_LINKED_BY_SIZE, **schema}))
    for limit, query in sent.items():
        script = _Script(_body([1, 2], "?next"), _body([3], ""))
        _read(sized, script, limit=limit)
        assert script.urls[0] == f"{_BASE}/shelves{query}"
    script = _Script(_body([1, 2], "?next"))
    _read(sized, script, limit=2, size=5)
    assert script.urls == [f"{_BASE}/shelves?size=5"]


def test_pages_counted_from_zero(tmp_path: Path) -> None:
    """The minimum of the parameter is the number of the first page, also if it is 0."""
    changes: dict[str, object] = {
        "/components/parameters/Page/schema": {"type": "integer", "minimum": 0, "default": 0}
    }
    zero = import_client(write(tmp_path / "from_zero.yaml", changes))
    script = _Script(
        _body([1, 2], None, page=0, pages=3),
        _body([3, 4], None, page=1, pages=3),
        _body([5], None, page=2, pages=3),
    )
    assert _read(zero, script, size=2) == [f"shelf {number}" for number in range(1, 6)]
    assert script.urls[1:] == [f"{_BASE}/shelves?size=2&page={number}" for number in (1, 2)]


def test_schemas_in_any_order(tmp_path: Path) -> None:
    """The schema of a list may come before that of its items."""
    text = LIBRARY.read_text(encoding="utf-8")
    head, _, schemas = text.partition("  schemas:\n")
    lists = schemas[schemas.index("    ShelfList:") : schemas.index("    Failure:")]
    other = tmp_path / "lists_first.yaml"
    other.write_text(f"{head}  schemas:\n{lists}{schemas.replace(lists, '')}", encoding="utf-8")
    assert (build(other, other.parent) / "_client.py").exists()


@pytest.mark.parametrize("kind", ["string", "integer"])
def test_identities_of_other_types(tmp_path: Path, kind: str) -> None:
    """An identity is a text or a number; -1 and -2 differ, though Python hashes them alike."""
    other = import_client(write(tmp_path / f"by_{kind}.yaml", {f"{_SHELF_ID}": {"type": kind}}))
    values: list[object] = [-1, -2, 0] if kind == "integer" else ["a", "A", ""]
    body = _body([1, 2, 3], None, total=3)
    for shelf, value in zip(body["shelves"], values, strict=True):  # type: ignore[call-overload]
        shelf["id"] = value
    assert len(_read(other, _Script(body), size=10)) == 3


def test_identities_whose_hashes_are_equal(library: ModuleType) -> None:
    """Two UUIDs with equal hashes are different identities."""
    body = _body([1, 2], None)
    for shelf, number in zip(body["shelves"], (1 << 64, 8), strict=True):  # type: ignore[call-overload]
        shelf["id"] = str(UUID(int=number))
    assert hash(UUID(int=1 << 64)) == hash(UUID(int=8))
    assert len(_read(library, _Script(body))) == 2


def test_parameters_go_with_every_link(library: ModuleType) -> None:
    """The client's parameters are added to each link that does not have them."""
    script = _Script(
        _body([1, 2], f"{_BASE}/shelves?p=2"),
        _body([3], f"{_BASE}/shelves?p=3&v=1&w=2"),
        _body([4], None),
    )
    with httpx.Client(transport=httpx.MockTransport(script), params={"w": "2"}) as http:
        client = library.Client("key", http_client=http, params={"v": "1"})
        assert len(list(client.shelves.list())) == 4
    assert script.urls == [
        f"{_BASE}/shelves?v=1&w=2",
        f"{_BASE}/shelves?p=2&v=1&w=2",
        f"{_BASE}/shelves?p=3&v=1&w=2",
    ]
