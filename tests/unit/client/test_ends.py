"""Numbered lists without totals: a page after the last one is refused, or the last one again."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.specs import GET_SHELVES, REMOVED, write

_LIST = f"{GET_SHELVES}/x-list"
_UNTOLD = {
    f"{_LIST}/pagination/totalItems": REMOVED,
    f"{_LIST}/pagination/totalPages": REMOVED,
    f"{_LIST}/pagination/pageIndex/echo": REMOVED,
}
_SIZE = 2

Past = Callable[[int], tuple[int, int]]
"""Returns the status of a page after the last one, and the number of the page that it shows."""


def _client(folder: Path, choice: object, **others: object) -> ModuleType:
    """Generate a client of a list without totals, with a choice of ``pastTheEnd``."""
    chosen = {} if choice is None else {f"{_LIST}/strictness": {"pastTheEnd": choice}}
    name = f"ends_{choice}".replace("[", "").replace("]", "").replace(", ", "_").lower()
    return import_client(write(folder / f"{name}.yaml", {**_UNTOLD, **chosen, **others}))


class _Server:
    """A server of a number of shelves, which records the numbers of the requested pages."""

    def __init__(self, count: int, past: Past) -> None:
        self._count, self._past = count, past
        self.asked: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", "1"))
        self.asked.append(number)
        last = max(1, -(-self._count // _SIZE))
        status, shown = (200, number) if number <= last else self._past(last)
        if status != 200:
            return httpx.Response(status, json={"reason": "no such page"})
        shelves = [
            {
                "id": f"7b61621f-62e0-4aad-ab11-{each:012}",
                "label": f"shelf {each}",
                "created_at": "2021-04-16T09:46:20Z",
            }
            for each in range((shown - 1) * _SIZE + 1, min(shown * _SIZE, self._count) + 1)
        ]
        meta = {"page": shown, "pages": 1, "total": 1}
        return httpx.Response(200, json={"shelves": shelves, "meta": meta})


def _read(client: ModuleType, server: _Server, **options: object) -> Sequence[str]:
    with httpx.Client(transport=httpx.MockTransport(server)) as http:
        shelves = client.Client("key", http_client=http, retries=0).shelves
        return [each.label for each in shelves.list(size=_SIZE, **options)]


def _read_async(client: ModuleType, server: _Server, **options: object) -> Sequence[str]:
    async def run() -> Sequence[str]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(server)) as http:
            shelves = client.AsyncClient("key", http_client=http, retries=0).shelves
            return [each.label async for each in shelves.list(size=_SIZE, **options)]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("choice", "past"),
    [
        ("empty", lambda last: (200, last + 1)),
        ("lastPage", lambda last: (200, last)),
        ("notFound", lambda _: (404, 0)),
        ("refused", lambda _: (422, 0)),
        ([416], lambda _: (416, 0)),
        (["empty", "lastPage", 404], lambda last: (200, last)),
        (None, lambda _: (404, 0)),
    ],
)
def test_a_list_ends_as_the_spec_chooses(tmp_path: Path, choice: object, past: Past) -> None:
    """Each item is listed once, and one page after the last one is requested at most."""
    client = _client(tmp_path, choice)
    for count in (0, 1, 2, 3, 4):
        for read in (_read, _read_async):
            for concurrency in (1, 4):
                server = _Server(count, past)
                labels = read(client, server, concurrency=concurrency)
                assert labels == [f"shelf {each}" for each in range(1, count + 1)]
                assert server.asked == [*range(1, count // _SIZE + 2)]
    assert _read(client, _Server(4, past), limit=4) == [f"shelf {each}" for each in range(1, 5)]


def test_the_last_page_again_may_report_its_own_number(tmp_path: Path) -> None:
    """The number of the last page is no contradiction."""
    client = _client(tmp_path, "lastPage", **{f"{_LIST}/pagination/pageIndex/echo": "/meta/page"})
    assert len(_read(client, _Server(4, lambda last: (200, last)))) == 4


@pytest.mark.parametrize("choice", [None, "empty"])
def test_a_repeated_page_is_an_error_unless_the_spec_chooses_it(
    tmp_path: Path, choice: object
) -> None:
    """The server may ignore the page number, so that the rest of the list would be missing."""
    client = _client(tmp_path, choice)
    with pytest.raises(client.ListChangedError, match="2 of the 2 items are repeated"):
        _read(client, _Server(4, lambda last: (200, last)))


@pytest.mark.parametrize(("choice", "status"), [("empty", 404), ("notFound", 500), (None, 403)])
def test_another_refusal_is_an_error(tmp_path: Path, choice: object, status: int) -> None:
    """A list does not end with a status that the spec does not choose."""
    client = _client(tmp_path, choice)
    with pytest.raises(client.StatusError) as caught:
        _read(client, _Server(4, lambda _: (status, 0)))
    assert caught.value.status == status


def test_the_first_page_may_not_be_missing(tmp_path: Path) -> None:
    """A list that is not found is an error, not an empty list."""
    client = _client(tmp_path, "notFound")
    with (
        httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(404))) as http,
        pytest.raises(client.StatusError),
    ):
        client.Client("key", http_client=http, retries=0).shelves.list().first()
