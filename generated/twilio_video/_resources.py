# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The resources of a client, with their lists."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from ._connection import AsyncConnection, Connection
from ._http import Timeout
from ._list_operations import LIST_ROOM_PARTICIPANTS
from ._models import PageMeta, RoomParticipant
from ._pagers import AsyncPager, Pager
from ._settings import ListOptions, OnChange, OnInvalid, renamed

__all__ = [
    "AsyncRooms",
    "AsyncRoomsParticipants",
    "Rooms",
    "RoomsParticipants",
]


class RoomsParticipants:
    """Participants of a room."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        room_sid: str,
        *,
        status: Literal["connected", "disconnected", "reconnecting"] | None = None,
        identity: str | None = None,
        date_created_after: datetime | None = None,
        date_created_before: datetime | None = None,
        page_size: int | None = None,
        limit: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
        on_shift: OnChange | None = None,
    ) -> Pager[RoomParticipant, PageMeta]:
        """List the participants of a room.

        Lists the participants who are or were in a room, a page at a time. Filters may be combined;
        a participant is listed when all of them hold. Without a status, a room in progress lists
        its connected participants, and a completed room those who are disconnected.

        Args:
            room_sid: The SID of the room, or, while the room is in progress, its unique name.
            status: Only participants with this status. The default is `connected` for a room in
                progress, and `disconnected` for a completed room, whose participants all have this
                status.
            identity: Only participants with exactly this identity, case and blanks included.
            date_created_after: Only participants that were created after this instant, an ISO 8601
                date and time with its offset from UTC.
            date_created_before: Only participants that were created before this instant, an ISO
                8601 date and time with its offset from UTC.
            page_size: How many items a page holds at most. From 1 to 1000. Left out, it is the
                limit, up to 1000, and without a limit the server uses 50.
            limit: The maximum number of items to read, from 0; None for all. Only the pages
                that are needed are loaded.
            concurrency: 2 to prefetch the next page while the items of one are used, once the
                second page is needed. More, up to 64, has no further effect, because each page is
                needed to find the next one.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated, or ``"ignore"`` that and
                leave out repeated items. Without a total, a removal is not detected.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log.
            timeout: The timeout of this list, in seconds or as an ``httpx.Timeout``.
            extra_headers: More headers for this list.
            extra_query: More query parameters for this list.
            on_shift: The old name of ``on_change``; deprecated.

        Returns:
            The list, which is loaded a page at a time during iteration. Iteration can raise
            TransportError, StatusError, DecodingError and PagingError.

        Raises:
            ArgumentError: An argument is not admitted; no request was sent.
        """
        return Pager(
            self._connection,
            LIST_ROOM_PARTICIPANTS,
            path={"RoomSid": room_sid},
            query={
                "Status": status,
                "Identity": identity,
                "DateCreatedAfter": date_created_after,
                "DateCreatedBefore": date_created_before,
                "PageSize": page_size,
            },
            options=ListOptions(
                limit=limit,
                concurrency=concurrency,
                on_change=renamed(on_change, on_shift),
                on_invalid=on_invalid,
                timeout=timeout,
                extra_headers=extra_headers,
                extra_query=extra_query,
            ),
        )


class Rooms:
    """Rooms of the account.

    Attributes:
        participants: Participants of a room.
    """

    def __init__(self, connection: Connection) -> None:
        self.participants = RoomsParticipants(connection)


class AsyncRoomsParticipants:
    """Participants of a room."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    def list(
        self,
        room_sid: str,
        *,
        status: Literal["connected", "disconnected", "reconnecting"] | None = None,
        identity: str | None = None,
        date_created_after: datetime | None = None,
        date_created_before: datetime | None = None,
        page_size: int | None = None,
        limit: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
        on_shift: OnChange | None = None,
    ) -> AsyncPager[RoomParticipant, PageMeta]:
        """List the participants of a room.

        Lists the participants who are or were in a room, a page at a time. Filters may be combined;
        a participant is listed when all of them hold. Without a status, a room in progress lists
        its connected participants, and a completed room those who are disconnected.

        Args:
            room_sid: The SID of the room, or, while the room is in progress, its unique name.
            status: Only participants with this status. The default is `connected` for a room in
                progress, and `disconnected` for a completed room, whose participants all have this
                status.
            identity: Only participants with exactly this identity, case and blanks included.
            date_created_after: Only participants that were created after this instant, an ISO 8601
                date and time with its offset from UTC.
            date_created_before: Only participants that were created before this instant, an ISO
                8601 date and time with its offset from UTC.
            page_size: How many items a page holds at most. From 1 to 1000. Left out, it is the
                limit, up to 1000, and without a limit the server uses 50.
            limit: The maximum number of items to read, from 0; None for all. Only the pages
                that are needed are loaded.
            concurrency: 2 to prefetch the next page while the items of one are used, once the
                second page is needed. More, up to 64, has no further effect, because each page is
                needed to find the next one.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated, or ``"ignore"`` that and
                leave out repeated items. Without a total, a removal is not detected.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log.
            timeout: The timeout of this list, in seconds or as an ``httpx.Timeout``.
            extra_headers: More headers for this list.
            extra_query: More query parameters for this list.
            on_shift: The old name of ``on_change``; deprecated.

        Returns:
            The list, which is loaded a page at a time during iteration. Iteration can raise
            TransportError, StatusError, DecodingError and PagingError.

        Raises:
            ArgumentError: An argument is not admitted; no request was sent.
        """
        return AsyncPager(
            self._connection,
            LIST_ROOM_PARTICIPANTS,
            path={"RoomSid": room_sid},
            query={
                "Status": status,
                "Identity": identity,
                "DateCreatedAfter": date_created_after,
                "DateCreatedBefore": date_created_before,
                "PageSize": page_size,
            },
            options=ListOptions(
                limit=limit,
                concurrency=concurrency,
                on_change=renamed(on_change, on_shift),
                on_invalid=on_invalid,
                timeout=timeout,
                extra_headers=extra_headers,
                extra_query=extra_query,
            ),
        )


class AsyncRooms:
    """Rooms of the account.

    Attributes:
        participants: Participants of a room.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self.participants = AsyncRoomsParticipants(connection)
