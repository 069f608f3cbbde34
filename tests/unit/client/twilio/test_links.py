"""Lists with linked pages."""

import asyncio
import threading

import httpx
import pytest

from tests.support.client.twilio._participants import (
    ACCOUNT,
    BASE,
    ROOM,
    TOKEN,
    Read,
    Script,
    body,
    participant,
)
from tests.support.documented import LARGEST_LINKED
from twilio_video import (
    AsyncTwilio,
    ListChangedError,
    Page,
    PageMeta,
    PagingError,
    RoomParticipant,
    Twilio,
)

_LIST = f"{BASE}/Rooms/{ROOM}/Participants"
_SECOND = "Status=connected&PageSize=1&Page=1&PageToken=t%2B1"
_SECONDS = 10.0
_MOST = 20
"""The number of pages after which a client is stopped."""


def _linked(count: int) -> Script:
    """Return a number of pages of one participant, each linked to the next by a token."""
    links = [
        f"{_LIST}?Status=connected&PageSize=1&Page={n}&PageToken=t%2B{n}" for n in range(count)
    ]
    return Script.of(
        *(
            body(participant(n), following=links[n + 1] if n + 1 < count else None, page=n)
            for n in range(count)
        )
    )


def _identities(pages: list[Page[RoomParticipant, PageMeta]]) -> list[str]:
    return [each.identity for page in pages for each in page.items]


@pytest.mark.parametrize("concurrency", [1, 2, 64])
def test_links_are_followed_to_the_letter(read: Read, concurrency: int) -> None:
    """The token and the filters of a link are sent unchanged."""
    script = _linked(3)
    pages = read(script, status="connected", page_size=1, concurrency=concurrency)
    assert _identities(pages) == ["guest 0", "guest 1", "guest 2"]
    assert [page.meta.page for page in pages] == [0, 1, 2]
    assert script.urls == [
        f"{_LIST}?Status=connected&PageSize=1",
        f"{_LIST}?Status=connected&PageSize=1&Page=1&PageToken=t%2B1",
        f"{_LIST}?Status=connected&PageSize=1&Page=2&PageToken=t%2B2",
    ]
    assert len(set(script.credentials)) == 1


@pytest.mark.parametrize(
    "link",
    [
        "https://video.twilio.com.evil.example/v1/Rooms",
        "https://evil.example/v1/Rooms/x/Participants?Page=1",
        "https://video.twilio.com@evil.example/v1/Rooms",
        "https://video.twilio.com:8443/v1/Rooms",
        "http://video.twilio.com/v1/Rooms",
        "//evil.example/v1/Rooms",
        "ftp://video.twilio.com/v1/Rooms",
    ],
)
def test_a_link_to_another_origin_is_refused(read: Read, link: str) -> None:
    """Credentials are sent to the configured origin only."""
    script = Script.of(body(participant(1), following=link), body(participant(2)))
    with pytest.raises(PagingError, match="another origin"):
        read(script)
    assert script.urls == [_LIST]


def test_a_link_is_followed_on_the_configured_origin_only(
    monkeypatch: pytest.MonkeyPatch, read: Read
) -> None:
    """If another server is configured, the vendor's host is another origin."""
    monkeypatch.setenv("TWILIO_BASE_URL", "http://127.0.0.1:8080/v1")
    script = Script.of(body(participant(1), following=f"{_LIST}?Page=1"), body(participant(2)))
    with pytest.raises(PagingError, match="another origin"):
        read(script)
    assert len(script.urls) == 1


def test_an_endless_list_of_new_links_is_refused(read: Read) -> None:
    """An empty page with a link to the next one raises an error."""
    pages = 0

    def respond(_request: httpx.Request) -> httpx.Response:
        nonlocal pages
        pages += 1
        assert pages < _MOST
        return httpx.Response(200, json=body(following=f"{_LIST}?Page={pages}&PageToken=t{pages}"))

    with pytest.raises(PagingError, match="empty"):
        read(respond)
    assert pages == 1


def test_an_endless_list_of_the_same_items_is_refused(read: Read) -> None:
    """New links to the same participants raise an error, also with ``on_change="ignore"``."""
    for on_change, kind in (("raise", ListChangedError), ("ignore", PagingError)):
        pages = 0

        def respond(_request: httpx.Request) -> httpx.Response:
            nonlocal pages
            pages += 1
            assert pages < _MOST
            following = f"{_LIST}?Page={pages}&PageToken=t{pages}"
            return httpx.Response(200, json=body(participant(1), following=following))

        with pytest.raises(kind):
            read(respond, on_change=on_change)
        assert pages <= 3


def test_participants_are_identified_by_their_sids(read: Read) -> None:
    """Several participants may have the same ``identity``."""
    alice = {"identity": "alice"}
    script = Script.of(
        body(participant(1, **alice), participant(2, **alice), following=f"{_LIST}?Page=1"),
        body(participant(3, **alice)),
    )
    assert _identities(read(script)) == ["alice"] * 3


@pytest.mark.parametrize("following", [_LIST, f"{_LIST}?Page=0"])
def test_a_link_back_is_refused(read: Read, following: str) -> None:
    """A link to a page that was read already raises an error."""
    second = f"{_LIST}?Page=1&PageToken=a"
    script = Script.of(
        body(participant(1), following=f"{_LIST}?Page=0"),
        body(participant(2), following=second),
        body(participant(3), following=following),
    )
    with pytest.raises(PagingError, match="read already"):
        read(script)
    assert len(script.urls) == 3


def test_a_link_back_is_found_below_an_address_with_a_slash(
    monkeypatch: pytest.MonkeyPatch, read: Read
) -> None:
    """The link is compared with the requested URL of the first page."""
    monkeypatch.setenv("TWILIO_BASE_URL", f"{BASE}/")
    script = Script.of(body(participant(1), following=_LIST), body(participant(2)))
    with pytest.raises(PagingError, match="read already"):
        read(script)
    assert script.urls == [_LIST]


def test_an_empty_link_ends_a_list(read: Read) -> None:
    """A server may send an empty text if there is no next page."""
    script = Script.of(body(participant(1), following=""))
    assert _identities(read(script)) == ["guest 1"]
    assert script.urls == [_LIST]


@pytest.mark.parametrize(
    ("link", "followed"),
    [
        (_LIST, f"{_LIST}?v=2"),
        (f"{_LIST}?Page=1", f"{_LIST}?Page=1&v=2"),
        (f"{_LIST}?v=2&Page=1", f"{_LIST}?v=2&Page=1"),
        (f"{_LIST}?Page=1&v=", f"{_LIST}?Page=1&v="),
    ],
)
def test_a_link_gets_the_parameters_of_the_caller_once(
    read: Read, link: str, followed: str
) -> None:
    """``extra_query`` is added to a link that does not have its parameters."""
    script = Script.of(body(participant(1), following=link), body(participant(2)))
    read(script, status="connected", extra_query={"v": "2"})
    assert script.urls == [f"{_LIST}?Status=connected&v=2", followed]


@pytest.mark.parametrize(("limit", "requests"), [(0, 0), (1, 1), (2, 2), (None, 3), (9, 3)])
@pytest.mark.parametrize("concurrency", [1, 2])
def test_a_limit(read: Read, limit: int | None, requests: int, concurrency: int) -> None:
    """Only the pages with the first ``limit`` participants are requested."""
    script = _linked(3)
    pages = read(script, limit=limit, concurrency=concurrency)
    assert len(_identities(pages)) == (3 if limit is None else min(limit, 3))
    assert len(script.urls) == requests


@pytest.mark.parametrize(
    ("limit", "size"),
    [
        (None, None),
        (0, None),
        (1, "1"),
        (5, "5"),
        (120, "120"),
        *((each, str(LARGEST_LINKED)) for each in (LARGEST_LINKED, 5 * LARGEST_LINKED)),
    ],
)
def test_a_limit_is_the_page_size_too(read: Read, limit: int | None, size: str | None) -> None:
    """Linked pages are as large as the limit needs."""
    script = _linked(2)
    read(script, limit=limit)
    assert [query.get("PageSize") for query in script.queries[:1]] == (
        [] if limit == 0 else [size and [size]]
    )
    assert script.urls[1:] == ([] if limit in {0, 1} else [f"{_LIST}?{_SECOND}"])


def test_a_page_size_that_is_passed_stays(read: Read) -> None:
    """A limit does not change the page size."""
    script = _linked(3)
    read(script, limit=2, page_size=1)
    assert script.queries[0] == {"PageSize": ["1"]}


class _Held:
    """A server of linked pages that signals each request."""

    def __init__(self, count: int) -> None:
        self._script = _linked(count)
        self.asked = [threading.Event() for _ in range(count)]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        response = self._script(request)
        self.asked[len(self._script.urls) - 1].set()
        return response


def test_the_next_page_is_loaded_while_one_is_used() -> None:
    """From the second page on, the next page is requested before a page is used."""
    held = _Held(4)
    with httpx.Client(transport=httpx.MockTransport(held)) as http:
        twilio = Twilio(ACCOUNT, TOKEN, http_client=http)
        pages = twilio.rooms.participants.list(ROOM, concurrency=2).pages()
        next(pages)
        assert not held.asked[1].is_set()
        next(pages)
        assert held.asked[2].wait(_SECONDS)
        assert not held.asked[3].is_set()
        pages.close()


def test_the_next_page_is_loaded_while_one_is_used_async() -> None:
    """Tasks prefetch in the same way."""
    held = _Held(4)

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(held)) as http:
            twilio = AsyncTwilio(ACCOUNT, TOKEN, http_client=http)
            pages = twilio.rooms.participants.list(ROOM, concurrency=2).pages()
            await anext(pages)
            assert not held.asked[1].is_set()
            await anext(pages)
            await asyncio.to_thread(held.asked[2].wait, _SECONDS)
            assert not held.asked[3].is_set()
            await pages.aclose()

    asyncio.run(run())
    assert held.asked[2].is_set()


def test_without_concurrency_no_page_is_prefetched() -> None:
    """Each page is requested when it is needed."""
    held = _Held(4)
    with httpx.Client(transport=httpx.MockTransport(held)) as http:
        pages = Twilio(ACCOUNT, TOKEN, http_client=http).rooms.participants.list(ROOM).pages()
        next(pages)
        next(pages)
        assert [each.is_set() for each in held.asked] == [True, True, False, False]
        pages.close()


def test_there_is_no_total(read: Read) -> None:
    """The API reports no total; the first item needs one request."""
    with httpx.Client(transport=httpx.MockTransport(_linked(3))) as http:
        participants = Twilio(ACCOUNT, TOKEN, http_client=http).rooms.participants.list(ROOM)
        first = participants.first()
        assert first is not None
        assert (first.identity, participants.total) == ("guest 0", None)
    assert read(Script.of(body()))[0].items == []
