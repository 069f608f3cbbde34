"""Pages of a room's participants without a server, and their requests."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import parse_qs

import attrs
import httpx

from twilio_video import AsyncTwilio, Page, PageMeta, RoomParticipant, Twilio

__all__ = [
    "ACCOUNT",
    "BASE",
    "ROOM",
    "TOKEN",
    "Read",
    "Script",
    "body",
    "participant",
    "read_async",
    "read_sync",
]

ACCOUNT = "AC1b5d9f3a7c2e4806b8d0f2a4c6e81357"
TOKEN = "4f6a8c0e-secret:with-a-colon"  # noqa: S105 - it opens nothing
ROOM = "RM7f3c9a1e5b2d4860a9c1e3f5b7d90246"
BASE = "https://video.twilio.com/v1"

_LIST = f"{BASE}/Rooms/{ROOM}/Participants"


def participant(number: int = 1, **fields: object) -> dict[str, object]:
    """Return a participant with all fields; the given ones replace the defaults."""
    address = f"{_LIST}/PA{number:032x}"
    return {
        "sid": f"PA{number:032x}",
        "room_sid": ROOM,
        "account_sid": ACCOUNT,
        "status": "disconnected",
        "identity": f"guest {number}",
        "date_created": "2017-07-30T20:00:00Z",
        "date_updated": "2017-07-30T20:00:01.000001Z",
        "start_time": "2017-07-30T20:00:00Z",
        "end_time": "2017-07-30T20:00:01Z",
        "duration": 1,
        "url": address,
        "links": {"published_tracks": f"{address}/PublishedTracks"},
        **fields,
    }


def body(*participants: Mapping[str, object], following: str | None = None, **meta: object) -> Any:  # noqa: ANN401
    """Return a page, with a link to the next one if it is given."""
    first = f"{_LIST}?PageSize=50&Page=0"
    return {
        "participants": list(participants),
        "meta": {
            "key": "participants",
            "page": 0,
            "page_size": 50,
            "url": first,
            "first_page_url": first,
            "previous_page_url": None,
            "next_page_url": following,
            **meta,
        },
    }


@attrs.define
class Script:
    """Returns the responses in order, repeats the last one, and records the requests.

    Attributes:
        replies: Bodies of pages, or complete responses.
        urls: The requested URLs.
        credentials: The ``Authorization`` header of each request.
    """

    replies: list[Any]
    urls: list[str] = attrs.field(factory=list)
    credentials: list[str | None] = attrs.field(factory=list)

    @classmethod
    def of(cls, *replies: object) -> "Script":
        """Return a script of these responses."""
        return cls(list(replies))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Record a request, and return its response."""
        self.urls.append(str(request.url))
        self.credentials.append(request.headers.get("authorization"))
        reply = self.replies[min(len(self.urls), len(self.replies)) - 1]
        if isinstance(reply, httpx.Response):
            return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)
        return httpx.Response(200, json=reply)

    @property
    def queries(self) -> list[dict[str, list[str]]]:
        """The query of each request."""
        return [
            parse_qs(httpx.URL(url).query.decode(), keep_blank_values=True) for url in self.urls
        ]


class Read(Protocol):
    """Reads the pages of a room's participants through one of the clients."""

    def __call__(
        self,
        respond: Callable[[httpx.Request], httpx.Response],
        room: str = ROOM,
        **arguments: Any,  # noqa: ANN401
    ) -> list[Page[RoomParticipant, PageMeta]]:
        """Read all pages."""


def read_sync(
    respond: Callable[[httpx.Request], httpx.Response],
    room: str = ROOM,
    **arguments: Any,  # noqa: ANN401
) -> list[Page[RoomParticipant, PageMeta]]:
    """Read through the synchronous client."""
    with (
        httpx.Client(transport=httpx.MockTransport(respond)) as http,
        Twilio(ACCOUNT, TOKEN, http_client=http, retries=0) as twilio,
    ):
        return list(twilio.rooms.participants.list(room, **arguments).pages())


def read_async(
    respond: Callable[[httpx.Request], httpx.Response],
    room: str = ROOM,
    **arguments: Any,  # noqa: ANN401
) -> list[Page[RoomParticipant, PageMeta]]:
    """Read through the asynchronous client."""

    async def run() -> list[Page[RoomParticipant, PageMeta]]:
        async with (
            httpx.AsyncClient(transport=httpx.MockTransport(respond)) as http,
            AsyncTwilio(ACCOUNT, TOKEN, http_client=http, retries=0) as twilio,
        ):
            pages = twilio.rooms.participants.list(room, **arguments).pages()
            return [page async for page in pages]

    return asyncio.run(run())
