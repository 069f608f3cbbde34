# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The resources of a client, with their methods."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from ._connection import AsyncConnection, Connection
from ._http import Timeout
from ._list_operations import DIVIDERS, LIST_ROOM_PARTICIPANTS
from ._models import PageMeta, RoomParticipant
from ._options import ListOptions, OnChange, OnInvalid, renamed
from ._pagers import AsyncPager, Pager
from ._parameters import Arguments
from ._requests import request_of

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
        date_created_after: datetime | str | None = None,
        date_created_before: datetime | str | None = None,
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
            Arguments(
                path={"RoomSid": room_sid},
                query={
                    "Status": status,
                    "Identity": identity,
                    "DateCreatedAfter": date_created_after,
                    "DateCreatedBefore": date_created_before,
                    "PageSize": page_size,
                },
            ),
            ListOptions(
                limit=limit,
                concurrency=concurrency,
                on_change=renamed(on_change, on_shift),
                on_invalid=on_invalid,
                timeout=timeout,
                extra_headers=extra_headers,
                extra_query=extra_query,
            ),
        )

    def partitions(
        self,
        room_sid: str,
        *,
        by: Literal["date_created"] = "date_created",
        into: int = 8,
        status: Literal["connected", "disconnected", "reconnecting"] | None = None,
        identity: str | None = None,
        date_created_after: datetime | str | None = None,
        date_created_before: datetime | str | None = None,
        page_size: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
    ) -> Sequence[Pager[RoomParticipant, PageMeta]]:
        """Divide the list of ``list`` into ranges, to be read at the same time.

        Each range is a list of its own, which can be pickled without the credentials. Together,
        they have the items of ``list`` with the same arguments, each item once.

        Args:
            room_sid: The SID of the room, or, while the room is in progress, its unique name.
            by: The field whose values are divided.
            into: The number of ranges, from 1 to 1000; fewer if the items have fewer values. They
                have about the same length. The API reports no totals: pass both bounds, and no
                request is sent; otherwise at most 60 find the first and the last item.
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
            concurrency: As for ``list``, for each range.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated, or ``"ignore"`` that and
                leave out repeated items. Without a total, a removal is not detected.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log.
            timeout: The timeout of this list, in seconds or as an ``httpx.Timeout``.
            extra_headers: More headers for this list.
            extra_query: More query parameters for this list.

        Returns:
            The ranges, in ascending order, each loaded a page at a time during iteration.

        Raises:
            ArgumentError: An argument is not admitted; no request was sent.
            Error: A page that was needed to choose the ranges could not be read.
        """
        from ._partitions import partitions  # noqa: PLC0415 - most programs divide no list

        return partitions(
            self._connection,
            request_of(
                LIST_ROOM_PARTICIPANTS,
                Arguments(
                    path={"RoomSid": room_sid},
                    query={
                        "Status": status,
                        "Identity": identity,
                        "DateCreatedAfter": date_created_after,
                        "DateCreatedBefore": date_created_before,
                        "PageSize": page_size,
                    },
                ),
                ListOptions(
                    limit=None,
                    concurrency=concurrency,
                    on_change=on_change,
                    on_invalid=on_invalid,
                    timeout=timeout,
                    extra_headers=extra_headers,
                    extra_query=extra_query,
                ),
                self._connection.settings,
            ),
            DIVIDERS["LIST_ROOM_PARTICIPANTS"],
            by,
            into,
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
        date_created_after: datetime | str | None = None,
        date_created_before: datetime | str | None = None,
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
            Arguments(
                path={"RoomSid": room_sid},
                query={
                    "Status": status,
                    "Identity": identity,
                    "DateCreatedAfter": date_created_after,
                    "DateCreatedBefore": date_created_before,
                    "PageSize": page_size,
                },
            ),
            ListOptions(
                limit=limit,
                concurrency=concurrency,
                on_change=renamed(on_change, on_shift),
                on_invalid=on_invalid,
                timeout=timeout,
                extra_headers=extra_headers,
                extra_query=extra_query,
            ),
        )

    async def partitions(
        self,
        room_sid: str,
        *,
        by: Literal["date_created"] = "date_created",
        into: int = 8,
        status: Literal["connected", "disconnected", "reconnecting"] | None = None,
        identity: str | None = None,
        date_created_after: datetime | str | None = None,
        date_created_before: datetime | str | None = None,
        page_size: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
    ) -> Sequence[AsyncPager[RoomParticipant, PageMeta]]:
        """Divide the list of ``list`` into ranges, to be read at the same time.

        Each range is a list of its own, which can be pickled without the credentials. Together,
        they have the items of ``list`` with the same arguments, each item once.

        Args:
            room_sid: The SID of the room, or, while the room is in progress, its unique name.
            by: The field whose values are divided.
            into: The number of ranges, from 1 to 1000; fewer if the items have fewer values. They
                have about the same length. The API reports no totals: pass both bounds, and no
                request is sent; otherwise at most 60 find the first and the last item.
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
            concurrency: As for ``list``, for each range.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated, or ``"ignore"`` that and
                leave out repeated items. Without a total, a removal is not detected.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log.
            timeout: The timeout of this list, in seconds or as an ``httpx.Timeout``.
            extra_headers: More headers for this list.
            extra_query: More query parameters for this list.

        Returns:
            The ranges, in ascending order, each loaded a page at a time during iteration.

        Raises:
            ArgumentError: An argument is not admitted; no request was sent.
            Error: A page that was needed to choose the ranges could not be read.
        """
        from ._partitions import partitions_async  # noqa: PLC0415 - most programs divide no list

        return await partitions_async(
            self._connection,
            request_of(
                LIST_ROOM_PARTICIPANTS,
                Arguments(
                    path={"RoomSid": room_sid},
                    query={
                        "Status": status,
                        "Identity": identity,
                        "DateCreatedAfter": date_created_after,
                        "DateCreatedBefore": date_created_before,
                        "PageSize": page_size,
                    },
                ),
                ListOptions(
                    limit=None,
                    concurrency=concurrency,
                    on_change=on_change,
                    on_invalid=on_invalid,
                    timeout=timeout,
                    extra_headers=extra_headers,
                    extra_query=extra_query,
                ),
                self._connection.settings,
            ),
            DIVIDERS["LIST_ROOM_PARTICIPANTS"],
            by,
            into,
        )


class AsyncRooms:
    """Rooms of the account.

    Attributes:
        participants: Participants of a room.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self.participants = AsyncRoomsParticipants(connection)
