# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The resources of a client, with their methods."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from ._connection import AsyncConnection, Connection
from ._http import Timeout
from ._list_operations import (
    DIVIDERS,
    LIST_ROOM_SESSION_PARTICIPANTS,
    LIST_ROOM_SESSIONS,
    LIST_ROOMS,
)
from ._models import PageMeta, Room, RoomParticipant, RoomSession
from ._options import ListOptions, OnChange, OnInvalid, renamed
from ._pagers import AsyncPager, Pager
from ._parameters import Arguments
from ._requests import request_of

__all__ = [
    "AsyncRoomSessions",
    "AsyncRoomSessionsParticipants",
    "AsyncRooms",
    "AsyncRoomsSessions",
    "RoomSessions",
    "RoomSessionsParticipants",
    "Rooms",
    "RoomsSessions",
]


class RoomsSessions:
    """Sessions that a room has hosted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        room_id: UUID | str,
        *,
        filter_date_created_at_eq: date | str | None = None,
        filter_date_created_at_gte: date | str | None = None,
        filter_date_created_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_date_ended_at_eq: date | str | None = None,
        filter_date_ended_at_gte: date | str | None = None,
        filter_date_ended_at_lte: date | str | None = None,
        filter_active: bool | None = None,
        include_participants: bool | None = None,
        page_size: int | None = None,
        page_number: int | None = None,
        limit: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
        on_shift: OnChange | None = None,
    ) -> Pager[RoomSession, PageMeta]:
        """List the sessions of a room.

        Lists the sessions that a room has hosted, a page at a time. Filters may be combined; a
        session is listed when all of them hold.

        Args:
            room_id: The identifier of the room.
            filter_date_created_at_eq: Only sessions that were created on this day, an ISO 8601
                calendar day in UTC.
            filter_date_created_at_gte: Only sessions that were created on or after this day, an ISO
                8601 calendar day in UTC.
            filter_date_created_at_lte: Only sessions that were created on or before this day, an
                ISO 8601 calendar day in UTC.
            filter_date_updated_at_eq: Only sessions that were last updated on this day, an ISO 8601
                calendar day in UTC.
            filter_date_updated_at_gte: Only sessions that were last updated on or after this day,
                an ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only sessions that were last updated on or before this day,
                an ISO 8601 calendar day in UTC.
            filter_date_ended_at_eq: Only sessions that ended on this day, an ISO 8601 calendar day
                in UTC. A session that has not ended never matches.
            filter_date_ended_at_gte: Only sessions that ended on or after this day, an ISO 8601
                calendar day in UTC. A session that has not ended never matches.
            filter_date_ended_at_lte: Only sessions that ended on or before this day, an ISO 8601
                calendar day in UTC. A session that has not ended never matches.
            filter_active: Only sessions that are active (true), or only those that are not (false).
            include_participants: Whether each session has its participants. By default it has none.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            page_number: Which page to load, counted from 1. At least 1. Left out, the server uses
                1.
            limit: The maximum number of items to read, from 0; None for all. Only the pages
                that are needed are loaded.
            concurrency: The maximum number of pages that are being loaded, or loaded and not used
                yet, from 1 to 64. More than 1 prefetches pages once the second page is needed,
                which is faster, and sends more requests a second. 8 is a good choice if the rate
                limit admits it.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
            LIST_ROOM_SESSIONS,
            Arguments(
                path={"room_id": room_id},
                query={
                    "filter[date_created_at][eq]": filter_date_created_at_eq,
                    "filter[date_created_at][gte]": filter_date_created_at_gte,
                    "filter[date_created_at][lte]": filter_date_created_at_lte,
                    "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                    "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                    "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                    "filter[date_ended_at][eq]": filter_date_ended_at_eq,
                    "filter[date_ended_at][gte]": filter_date_ended_at_gte,
                    "filter[date_ended_at][lte]": filter_date_ended_at_lte,
                    "filter[active]": filter_active,
                    "include_participants": include_participants,
                    "page[size]": page_size,
                    "page[number]": page_number,
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
        room_id: UUID | str,
        *,
        by: Literal["created_at", "updated_at", "ended_at"],
        into: int = 8,
        filter_date_created_at_eq: date | str | None = None,
        filter_date_created_at_gte: date | str | None = None,
        filter_date_created_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_date_ended_at_eq: date | str | None = None,
        filter_date_ended_at_gte: date | str | None = None,
        filter_date_ended_at_lte: date | str | None = None,
        filter_active: bool | None = None,
        include_participants: bool | None = None,
        page_size: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
    ) -> Sequence[Pager[RoomSession, PageMeta]]:
        """Divide the list of ``list`` into ranges, to be read at the same time.

        Each range is a list of its own, which can be pickled without the credentials. Together,
        they have the items of ``list`` with the same arguments, each item once. If no bound of
        ``ended_at`` is passed, items without it are a range of their own, or it cannot divide the
        list if no filter lists them.

        Args:
            room_id: The identifier of the room.
            by: The field whose values are divided.
            into: The number of ranges, from 1 to 1000; fewer if the items have fewer values. They
                have about the same number of items, which takes at most 8 requests for each range,
                and 20.
            filter_date_created_at_eq: Only sessions that were created on this day, an ISO 8601
                calendar day in UTC.
            filter_date_created_at_gte: Only sessions that were created on or after this day, an ISO
                8601 calendar day in UTC.
            filter_date_created_at_lte: Only sessions that were created on or before this day, an
                ISO 8601 calendar day in UTC.
            filter_date_updated_at_eq: Only sessions that were last updated on this day, an ISO 8601
                calendar day in UTC.
            filter_date_updated_at_gte: Only sessions that were last updated on or after this day,
                an ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only sessions that were last updated on or before this day,
                an ISO 8601 calendar day in UTC.
            filter_date_ended_at_eq: Only sessions that ended on this day, an ISO 8601 calendar day
                in UTC. A session that has not ended never matches.
            filter_date_ended_at_gte: Only sessions that ended on or after this day, an ISO 8601
                calendar day in UTC. A session that has not ended never matches.
            filter_date_ended_at_lte: Only sessions that ended on or before this day, an ISO 8601
                calendar day in UTC. A session that has not ended never matches.
            filter_active: Only sessions that are active (true), or only those that are not (false).
            include_participants: Whether each session has its participants. By default it has none.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            concurrency: As for ``list``, for each range.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
                LIST_ROOM_SESSIONS,
                Arguments(
                    path={"room_id": room_id},
                    query={
                        "filter[date_created_at][eq]": filter_date_created_at_eq,
                        "filter[date_created_at][gte]": filter_date_created_at_gte,
                        "filter[date_created_at][lte]": filter_date_created_at_lte,
                        "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                        "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                        "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                        "filter[date_ended_at][eq]": filter_date_ended_at_eq,
                        "filter[date_ended_at][gte]": filter_date_ended_at_gte,
                        "filter[date_ended_at][lte]": filter_date_ended_at_lte,
                        "filter[active]": filter_active,
                        "include_participants": include_participants,
                        "page[size]": page_size,
                        "page[number]": None,
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
            DIVIDERS["LIST_ROOM_SESSIONS"],
            by,
            into,
        )


class Rooms:
    """Rooms of the account.

    Attributes:
        sessions: Sessions that a room has hosted.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.sessions = RoomsSessions(connection)

    def list(
        self,
        *,
        filter_date_created_at_eq: date | str | None = None,
        filter_date_created_at_gte: date | str | None = None,
        filter_date_created_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_unique_name: str | None = None,
        include_sessions: bool | None = None,
        page_size: int | None = None,
        page_number: int | None = None,
        limit: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
        on_shift: OnChange | None = None,
    ) -> Pager[Room, PageMeta]:
        """List rooms.

        Lists the rooms of the account, a page at a time. Filters may be combined; a room is listed
        when all of them hold.

        Args:
            filter_date_created_at_eq: Only rooms that were created on this day, an ISO 8601
                calendar day in UTC.
            filter_date_created_at_gte: Only rooms that were created on or after this day, an ISO
                8601 calendar day in UTC.
            filter_date_created_at_lte: Only rooms that were created on or before this day, an ISO
                8601 calendar day in UTC.
            filter_date_updated_at_eq: Only rooms that were last updated on this day, an ISO 8601
                calendar day in UTC.
            filter_date_updated_at_gte: Only rooms that were last updated on or after this day, an
                ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only rooms that were last updated on or before this day, an
                ISO 8601 calendar day in UTC.
            filter_unique_name: Only the room with exactly this unique name, case and blanks
                included.
            include_sessions: Whether each room has its sessions. By default it has none.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            page_number: Which page to load, counted from 1. At least 1. Left out, the server uses
                1.
            limit: The maximum number of items to read, from 0; None for all. Only the pages
                that are needed are loaded.
            concurrency: The maximum number of pages that are being loaded, or loaded and not used
                yet, from 1 to 64. More than 1 prefetches pages once the second page is needed,
                which is faster, and sends more requests a second. 8 is a good choice if the rate
                limit admits it.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
            LIST_ROOMS,
            Arguments(
                path={},
                query={
                    "filter[date_created_at][eq]": filter_date_created_at_eq,
                    "filter[date_created_at][gte]": filter_date_created_at_gte,
                    "filter[date_created_at][lte]": filter_date_created_at_lte,
                    "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                    "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                    "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                    "filter[unique_name]": filter_unique_name,
                    "include_sessions": include_sessions,
                    "page[size]": page_size,
                    "page[number]": page_number,
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
        *,
        by: Literal["created_at", "updated_at"],
        into: int = 8,
        filter_date_created_at_eq: date | str | None = None,
        filter_date_created_at_gte: date | str | None = None,
        filter_date_created_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_unique_name: str | None = None,
        include_sessions: bool | None = None,
        page_size: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
    ) -> Sequence[Pager[Room, PageMeta]]:
        """Divide the list of ``list`` into ranges, to be read at the same time.

        Each range is a list of its own, which can be pickled without the credentials. Together,
        they have the items of ``list`` with the same arguments, each item once.

        Args:
            by: The field whose values are divided.
            into: The number of ranges, from 1 to 1000; fewer if the items have fewer values. They
                have about the same number of items, which takes at most 8 requests for each range,
                and 20.
            filter_date_created_at_eq: Only rooms that were created on this day, an ISO 8601
                calendar day in UTC.
            filter_date_created_at_gte: Only rooms that were created on or after this day, an ISO
                8601 calendar day in UTC.
            filter_date_created_at_lte: Only rooms that were created on or before this day, an ISO
                8601 calendar day in UTC.
            filter_date_updated_at_eq: Only rooms that were last updated on this day, an ISO 8601
                calendar day in UTC.
            filter_date_updated_at_gte: Only rooms that were last updated on or after this day, an
                ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only rooms that were last updated on or before this day, an
                ISO 8601 calendar day in UTC.
            filter_unique_name: Only the room with exactly this unique name, case and blanks
                included.
            include_sessions: Whether each room has its sessions. By default it has none.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            concurrency: As for ``list``, for each range.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
                LIST_ROOMS,
                Arguments(
                    path={},
                    query={
                        "filter[date_created_at][eq]": filter_date_created_at_eq,
                        "filter[date_created_at][gte]": filter_date_created_at_gte,
                        "filter[date_created_at][lte]": filter_date_created_at_lte,
                        "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                        "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                        "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                        "filter[unique_name]": filter_unique_name,
                        "include_sessions": include_sessions,
                        "page[size]": page_size,
                        "page[number]": None,
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
            DIVIDERS["LIST_ROOMS"],
            by,
            into,
        )


class RoomSessionsParticipants:
    """Participants of a room session."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        room_session_id: UUID | str,
        *,
        filter_date_joined_at_eq: date | str | None = None,
        filter_date_joined_at_gte: date | str | None = None,
        filter_date_joined_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_date_left_at_eq: date | str | None = None,
        filter_date_left_at_gte: date | str | None = None,
        filter_date_left_at_lte: date | str | None = None,
        filter_context: str | None = None,
        page_size: int | None = None,
        page_number: int | None = None,
        limit: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
        on_shift: OnChange | None = None,
    ) -> Pager[RoomParticipant, PageMeta]:
        """List the participants of a room session.

        Lists the participants of a room session, a page at a time. Filters may be combined; a
        participant is listed when all of them hold.

        Args:
            room_session_id: The identifier of the room session.
            filter_date_joined_at_eq: Only participants that joined the session on this day, an ISO
                8601 calendar day in UTC.
            filter_date_joined_at_gte: Only participants that joined the session on or after this
                day, an ISO 8601 calendar day in UTC.
            filter_date_joined_at_lte: Only participants that joined the session on or before this
                day, an ISO 8601 calendar day in UTC.
            filter_date_updated_at_eq: Only participants that were last updated on this day, an ISO
                8601 calendar day in UTC.
            filter_date_updated_at_gte: Only participants that were last updated on or after this
                day, an ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only participants that were last updated on or before this
                day, an ISO 8601 calendar day in UTC.
            filter_date_left_at_eq: Only participants that left the session on this day, an ISO 8601
                calendar day in UTC. A participant who has not left never matches.
            filter_date_left_at_gte: Only participants that left the session on or after this day,
                an ISO 8601 calendar day in UTC. A participant who has not left never matches.
            filter_date_left_at_lte: Only participants that left the session on or before this day,
                an ISO 8601 calendar day in UTC. A participant who has not left never matches.
            filter_context: Only participants with exactly this context, case and blanks included.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            page_number: Which page to load, counted from 1. At least 1. Left out, the server uses
                1.
            limit: The maximum number of items to read, from 0; None for all. Only the pages
                that are needed are loaded.
            concurrency: The maximum number of pages that are being loaded, or loaded and not used
                yet, from 1 to 64. More than 1 prefetches pages once the second page is needed,
                which is faster, and sends more requests a second. 8 is a good choice if the rate
                limit admits it.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
            LIST_ROOM_SESSION_PARTICIPANTS,
            Arguments(
                path={"room_session_id": room_session_id},
                query={
                    "filter[date_joined_at][eq]": filter_date_joined_at_eq,
                    "filter[date_joined_at][gte]": filter_date_joined_at_gte,
                    "filter[date_joined_at][lte]": filter_date_joined_at_lte,
                    "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                    "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                    "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                    "filter[date_left_at][eq]": filter_date_left_at_eq,
                    "filter[date_left_at][gte]": filter_date_left_at_gte,
                    "filter[date_left_at][lte]": filter_date_left_at_lte,
                    "filter[context]": filter_context,
                    "page[size]": page_size,
                    "page[number]": page_number,
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
        room_session_id: UUID | str,
        *,
        by: Literal["joined_at", "updated_at", "left_at"],
        into: int = 8,
        filter_date_joined_at_eq: date | str | None = None,
        filter_date_joined_at_gte: date | str | None = None,
        filter_date_joined_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_date_left_at_eq: date | str | None = None,
        filter_date_left_at_gte: date | str | None = None,
        filter_date_left_at_lte: date | str | None = None,
        filter_context: str | None = None,
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
        they have the items of ``list`` with the same arguments, each item once. If no bound of
        ``left_at`` is passed, items without it are a range of their own, or it cannot divide the
        list if no filter lists them.

        Args:
            room_session_id: The identifier of the room session.
            by: The field whose values are divided.
            into: The number of ranges, from 1 to 1000; fewer if the items have fewer values. They
                have about the same number of items, which takes at most 8 requests for each range,
                and 20.
            filter_date_joined_at_eq: Only participants that joined the session on this day, an ISO
                8601 calendar day in UTC.
            filter_date_joined_at_gte: Only participants that joined the session on or after this
                day, an ISO 8601 calendar day in UTC.
            filter_date_joined_at_lte: Only participants that joined the session on or before this
                day, an ISO 8601 calendar day in UTC.
            filter_date_updated_at_eq: Only participants that were last updated on this day, an ISO
                8601 calendar day in UTC.
            filter_date_updated_at_gte: Only participants that were last updated on or after this
                day, an ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only participants that were last updated on or before this
                day, an ISO 8601 calendar day in UTC.
            filter_date_left_at_eq: Only participants that left the session on this day, an ISO 8601
                calendar day in UTC. A participant who has not left never matches.
            filter_date_left_at_gte: Only participants that left the session on or after this day,
                an ISO 8601 calendar day in UTC. A participant who has not left never matches.
            filter_date_left_at_lte: Only participants that left the session on or before this day,
                an ISO 8601 calendar day in UTC. A participant who has not left never matches.
            filter_context: Only participants with exactly this context, case and blanks included.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            concurrency: As for ``list``, for each range.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
                LIST_ROOM_SESSION_PARTICIPANTS,
                Arguments(
                    path={"room_session_id": room_session_id},
                    query={
                        "filter[date_joined_at][eq]": filter_date_joined_at_eq,
                        "filter[date_joined_at][gte]": filter_date_joined_at_gte,
                        "filter[date_joined_at][lte]": filter_date_joined_at_lte,
                        "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                        "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                        "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                        "filter[date_left_at][eq]": filter_date_left_at_eq,
                        "filter[date_left_at][gte]": filter_date_left_at_gte,
                        "filter[date_left_at][lte]": filter_date_left_at_lte,
                        "filter[context]": filter_context,
                        "page[size]": page_size,
                        "page[number]": None,
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
            DIVIDERS["LIST_ROOM_SESSION_PARTICIPANTS"],
            by,
            into,
        )


class RoomSessions:
    """Leads to participants.

    Attributes:
        participants: Participants of a room session.
    """

    def __init__(self, connection: Connection) -> None:
        self.participants = RoomSessionsParticipants(connection)


class AsyncRoomsSessions:
    """Sessions that a room has hosted."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    def list(
        self,
        room_id: UUID | str,
        *,
        filter_date_created_at_eq: date | str | None = None,
        filter_date_created_at_gte: date | str | None = None,
        filter_date_created_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_date_ended_at_eq: date | str | None = None,
        filter_date_ended_at_gte: date | str | None = None,
        filter_date_ended_at_lte: date | str | None = None,
        filter_active: bool | None = None,
        include_participants: bool | None = None,
        page_size: int | None = None,
        page_number: int | None = None,
        limit: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
        on_shift: OnChange | None = None,
    ) -> AsyncPager[RoomSession, PageMeta]:
        """List the sessions of a room.

        Lists the sessions that a room has hosted, a page at a time. Filters may be combined; a
        session is listed when all of them hold.

        Args:
            room_id: The identifier of the room.
            filter_date_created_at_eq: Only sessions that were created on this day, an ISO 8601
                calendar day in UTC.
            filter_date_created_at_gte: Only sessions that were created on or after this day, an ISO
                8601 calendar day in UTC.
            filter_date_created_at_lte: Only sessions that were created on or before this day, an
                ISO 8601 calendar day in UTC.
            filter_date_updated_at_eq: Only sessions that were last updated on this day, an ISO 8601
                calendar day in UTC.
            filter_date_updated_at_gte: Only sessions that were last updated on or after this day,
                an ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only sessions that were last updated on or before this day,
                an ISO 8601 calendar day in UTC.
            filter_date_ended_at_eq: Only sessions that ended on this day, an ISO 8601 calendar day
                in UTC. A session that has not ended never matches.
            filter_date_ended_at_gte: Only sessions that ended on or after this day, an ISO 8601
                calendar day in UTC. A session that has not ended never matches.
            filter_date_ended_at_lte: Only sessions that ended on or before this day, an ISO 8601
                calendar day in UTC. A session that has not ended never matches.
            filter_active: Only sessions that are active (true), or only those that are not (false).
            include_participants: Whether each session has its participants. By default it has none.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            page_number: Which page to load, counted from 1. At least 1. Left out, the server uses
                1.
            limit: The maximum number of items to read, from 0; None for all. Only the pages
                that are needed are loaded.
            concurrency: The maximum number of pages that are being loaded, or loaded and not used
                yet, from 1 to 64. More than 1 prefetches pages once the second page is needed,
                which is faster, and sends more requests a second. 8 is a good choice if the rate
                limit admits it.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
            LIST_ROOM_SESSIONS,
            Arguments(
                path={"room_id": room_id},
                query={
                    "filter[date_created_at][eq]": filter_date_created_at_eq,
                    "filter[date_created_at][gte]": filter_date_created_at_gte,
                    "filter[date_created_at][lte]": filter_date_created_at_lte,
                    "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                    "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                    "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                    "filter[date_ended_at][eq]": filter_date_ended_at_eq,
                    "filter[date_ended_at][gte]": filter_date_ended_at_gte,
                    "filter[date_ended_at][lte]": filter_date_ended_at_lte,
                    "filter[active]": filter_active,
                    "include_participants": include_participants,
                    "page[size]": page_size,
                    "page[number]": page_number,
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
        room_id: UUID | str,
        *,
        by: Literal["created_at", "updated_at", "ended_at"],
        into: int = 8,
        filter_date_created_at_eq: date | str | None = None,
        filter_date_created_at_gte: date | str | None = None,
        filter_date_created_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_date_ended_at_eq: date | str | None = None,
        filter_date_ended_at_gte: date | str | None = None,
        filter_date_ended_at_lte: date | str | None = None,
        filter_active: bool | None = None,
        include_participants: bool | None = None,
        page_size: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
    ) -> Sequence[AsyncPager[RoomSession, PageMeta]]:
        """Divide the list of ``list`` into ranges, to be read at the same time.

        Each range is a list of its own, which can be pickled without the credentials. Together,
        they have the items of ``list`` with the same arguments, each item once. If no bound of
        ``ended_at`` is passed, items without it are a range of their own, or it cannot divide the
        list if no filter lists them.

        Args:
            room_id: The identifier of the room.
            by: The field whose values are divided.
            into: The number of ranges, from 1 to 1000; fewer if the items have fewer values. They
                have about the same number of items, which takes at most 8 requests for each range,
                and 20.
            filter_date_created_at_eq: Only sessions that were created on this day, an ISO 8601
                calendar day in UTC.
            filter_date_created_at_gte: Only sessions that were created on or after this day, an ISO
                8601 calendar day in UTC.
            filter_date_created_at_lte: Only sessions that were created on or before this day, an
                ISO 8601 calendar day in UTC.
            filter_date_updated_at_eq: Only sessions that were last updated on this day, an ISO 8601
                calendar day in UTC.
            filter_date_updated_at_gte: Only sessions that were last updated on or after this day,
                an ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only sessions that were last updated on or before this day,
                an ISO 8601 calendar day in UTC.
            filter_date_ended_at_eq: Only sessions that ended on this day, an ISO 8601 calendar day
                in UTC. A session that has not ended never matches.
            filter_date_ended_at_gte: Only sessions that ended on or after this day, an ISO 8601
                calendar day in UTC. A session that has not ended never matches.
            filter_date_ended_at_lte: Only sessions that ended on or before this day, an ISO 8601
                calendar day in UTC. A session that has not ended never matches.
            filter_active: Only sessions that are active (true), or only those that are not (false).
            include_participants: Whether each session has its participants. By default it has none.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            concurrency: As for ``list``, for each range.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
                LIST_ROOM_SESSIONS,
                Arguments(
                    path={"room_id": room_id},
                    query={
                        "filter[date_created_at][eq]": filter_date_created_at_eq,
                        "filter[date_created_at][gte]": filter_date_created_at_gte,
                        "filter[date_created_at][lte]": filter_date_created_at_lte,
                        "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                        "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                        "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                        "filter[date_ended_at][eq]": filter_date_ended_at_eq,
                        "filter[date_ended_at][gte]": filter_date_ended_at_gte,
                        "filter[date_ended_at][lte]": filter_date_ended_at_lte,
                        "filter[active]": filter_active,
                        "include_participants": include_participants,
                        "page[size]": page_size,
                        "page[number]": None,
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
            DIVIDERS["LIST_ROOM_SESSIONS"],
            by,
            into,
        )


class AsyncRooms:
    """Rooms of the account.

    Attributes:
        sessions: Sessions that a room has hosted.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.sessions = AsyncRoomsSessions(connection)

    def list(
        self,
        *,
        filter_date_created_at_eq: date | str | None = None,
        filter_date_created_at_gte: date | str | None = None,
        filter_date_created_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_unique_name: str | None = None,
        include_sessions: bool | None = None,
        page_size: int | None = None,
        page_number: int | None = None,
        limit: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
        on_shift: OnChange | None = None,
    ) -> AsyncPager[Room, PageMeta]:
        """List rooms.

        Lists the rooms of the account, a page at a time. Filters may be combined; a room is listed
        when all of them hold.

        Args:
            filter_date_created_at_eq: Only rooms that were created on this day, an ISO 8601
                calendar day in UTC.
            filter_date_created_at_gte: Only rooms that were created on or after this day, an ISO
                8601 calendar day in UTC.
            filter_date_created_at_lte: Only rooms that were created on or before this day, an ISO
                8601 calendar day in UTC.
            filter_date_updated_at_eq: Only rooms that were last updated on this day, an ISO 8601
                calendar day in UTC.
            filter_date_updated_at_gte: Only rooms that were last updated on or after this day, an
                ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only rooms that were last updated on or before this day, an
                ISO 8601 calendar day in UTC.
            filter_unique_name: Only the room with exactly this unique name, case and blanks
                included.
            include_sessions: Whether each room has its sessions. By default it has none.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            page_number: Which page to load, counted from 1. At least 1. Left out, the server uses
                1.
            limit: The maximum number of items to read, from 0; None for all. Only the pages
                that are needed are loaded.
            concurrency: The maximum number of pages that are being loaded, or loaded and not used
                yet, from 1 to 64. More than 1 prefetches pages once the second page is needed,
                which is faster, and sends more requests a second. 8 is a good choice if the rate
                limit admits it.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
            LIST_ROOMS,
            Arguments(
                path={},
                query={
                    "filter[date_created_at][eq]": filter_date_created_at_eq,
                    "filter[date_created_at][gte]": filter_date_created_at_gte,
                    "filter[date_created_at][lte]": filter_date_created_at_lte,
                    "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                    "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                    "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                    "filter[unique_name]": filter_unique_name,
                    "include_sessions": include_sessions,
                    "page[size]": page_size,
                    "page[number]": page_number,
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
        *,
        by: Literal["created_at", "updated_at"],
        into: int = 8,
        filter_date_created_at_eq: date | str | None = None,
        filter_date_created_at_gte: date | str | None = None,
        filter_date_created_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_unique_name: str | None = None,
        include_sessions: bool | None = None,
        page_size: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
    ) -> Sequence[AsyncPager[Room, PageMeta]]:
        """Divide the list of ``list`` into ranges, to be read at the same time.

        Each range is a list of its own, which can be pickled without the credentials. Together,
        they have the items of ``list`` with the same arguments, each item once.

        Args:
            by: The field whose values are divided.
            into: The number of ranges, from 1 to 1000; fewer if the items have fewer values. They
                have about the same number of items, which takes at most 8 requests for each range,
                and 20.
            filter_date_created_at_eq: Only rooms that were created on this day, an ISO 8601
                calendar day in UTC.
            filter_date_created_at_gte: Only rooms that were created on or after this day, an ISO
                8601 calendar day in UTC.
            filter_date_created_at_lte: Only rooms that were created on or before this day, an ISO
                8601 calendar day in UTC.
            filter_date_updated_at_eq: Only rooms that were last updated on this day, an ISO 8601
                calendar day in UTC.
            filter_date_updated_at_gte: Only rooms that were last updated on or after this day, an
                ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only rooms that were last updated on or before this day, an
                ISO 8601 calendar day in UTC.
            filter_unique_name: Only the room with exactly this unique name, case and blanks
                included.
            include_sessions: Whether each room has its sessions. By default it has none.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            concurrency: As for ``list``, for each range.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
                LIST_ROOMS,
                Arguments(
                    path={},
                    query={
                        "filter[date_created_at][eq]": filter_date_created_at_eq,
                        "filter[date_created_at][gte]": filter_date_created_at_gte,
                        "filter[date_created_at][lte]": filter_date_created_at_lte,
                        "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                        "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                        "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                        "filter[unique_name]": filter_unique_name,
                        "include_sessions": include_sessions,
                        "page[size]": page_size,
                        "page[number]": None,
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
            DIVIDERS["LIST_ROOMS"],
            by,
            into,
        )


class AsyncRoomSessionsParticipants:
    """Participants of a room session."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    def list(
        self,
        room_session_id: UUID | str,
        *,
        filter_date_joined_at_eq: date | str | None = None,
        filter_date_joined_at_gte: date | str | None = None,
        filter_date_joined_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_date_left_at_eq: date | str | None = None,
        filter_date_left_at_gte: date | str | None = None,
        filter_date_left_at_lte: date | str | None = None,
        filter_context: str | None = None,
        page_size: int | None = None,
        page_number: int | None = None,
        limit: int | None = None,
        concurrency: int = 1,
        on_change: OnChange = "raise",
        on_invalid: OnInvalid = "raise",
        timeout: float | Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str] | None = None,
        on_shift: OnChange | None = None,
    ) -> AsyncPager[RoomParticipant, PageMeta]:
        """List the participants of a room session.

        Lists the participants of a room session, a page at a time. Filters may be combined; a
        participant is listed when all of them hold.

        Args:
            room_session_id: The identifier of the room session.
            filter_date_joined_at_eq: Only participants that joined the session on this day, an ISO
                8601 calendar day in UTC.
            filter_date_joined_at_gte: Only participants that joined the session on or after this
                day, an ISO 8601 calendar day in UTC.
            filter_date_joined_at_lte: Only participants that joined the session on or before this
                day, an ISO 8601 calendar day in UTC.
            filter_date_updated_at_eq: Only participants that were last updated on this day, an ISO
                8601 calendar day in UTC.
            filter_date_updated_at_gte: Only participants that were last updated on or after this
                day, an ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only participants that were last updated on or before this
                day, an ISO 8601 calendar day in UTC.
            filter_date_left_at_eq: Only participants that left the session on this day, an ISO 8601
                calendar day in UTC. A participant who has not left never matches.
            filter_date_left_at_gte: Only participants that left the session on or after this day,
                an ISO 8601 calendar day in UTC. A participant who has not left never matches.
            filter_date_left_at_lte: Only participants that left the session on or before this day,
                an ISO 8601 calendar day in UTC. A participant who has not left never matches.
            filter_context: Only participants with exactly this context, case and blanks included.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            page_number: Which page to load, counted from 1. At least 1. Left out, the server uses
                1.
            limit: The maximum number of items to read, from 0; None for all. Only the pages
                that are needed are loaded.
            concurrency: The maximum number of pages that are being loaded, or loaded and not used
                yet, from 1 to 64. More than 1 prefetches pages once the second page is needed,
                which is faster, and sends more requests a second. 8 is a good choice if the rate
                limit admits it.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
            LIST_ROOM_SESSION_PARTICIPANTS,
            Arguments(
                path={"room_session_id": room_session_id},
                query={
                    "filter[date_joined_at][eq]": filter_date_joined_at_eq,
                    "filter[date_joined_at][gte]": filter_date_joined_at_gte,
                    "filter[date_joined_at][lte]": filter_date_joined_at_lte,
                    "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                    "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                    "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                    "filter[date_left_at][eq]": filter_date_left_at_eq,
                    "filter[date_left_at][gte]": filter_date_left_at_gte,
                    "filter[date_left_at][lte]": filter_date_left_at_lte,
                    "filter[context]": filter_context,
                    "page[size]": page_size,
                    "page[number]": page_number,
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
        room_session_id: UUID | str,
        *,
        by: Literal["joined_at", "updated_at", "left_at"],
        into: int = 8,
        filter_date_joined_at_eq: date | str | None = None,
        filter_date_joined_at_gte: date | str | None = None,
        filter_date_joined_at_lte: date | str | None = None,
        filter_date_updated_at_eq: date | str | None = None,
        filter_date_updated_at_gte: date | str | None = None,
        filter_date_updated_at_lte: date | str | None = None,
        filter_date_left_at_eq: date | str | None = None,
        filter_date_left_at_gte: date | str | None = None,
        filter_date_left_at_lte: date | str | None = None,
        filter_context: str | None = None,
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
        they have the items of ``list`` with the same arguments, each item once. If no bound of
        ``left_at`` is passed, items without it are a range of their own, or it cannot divide the
        list if no filter lists them.

        Args:
            room_session_id: The identifier of the room session.
            by: The field whose values are divided.
            into: The number of ranges, from 1 to 1000; fewer if the items have fewer values. They
                have about the same number of items, which takes at most 8 requests for each range,
                and 20.
            filter_date_joined_at_eq: Only participants that joined the session on this day, an ISO
                8601 calendar day in UTC.
            filter_date_joined_at_gte: Only participants that joined the session on or after this
                day, an ISO 8601 calendar day in UTC.
            filter_date_joined_at_lte: Only participants that joined the session on or before this
                day, an ISO 8601 calendar day in UTC.
            filter_date_updated_at_eq: Only participants that were last updated on this day, an ISO
                8601 calendar day in UTC.
            filter_date_updated_at_gte: Only participants that were last updated on or after this
                day, an ISO 8601 calendar day in UTC.
            filter_date_updated_at_lte: Only participants that were last updated on or before this
                day, an ISO 8601 calendar day in UTC.
            filter_date_left_at_eq: Only participants that left the session on this day, an ISO 8601
                calendar day in UTC. A participant who has not left never matches.
            filter_date_left_at_gte: Only participants that left the session on or after this day,
                an ISO 8601 calendar day in UTC. A participant who has not left never matches.
            filter_date_left_at_lte: Only participants that left the session on or before this day,
                an ISO 8601 calendar day in UTC. A participant who has not left never matches.
            filter_context: Only participants with exactly this context, case and blanks included.
            page_size: How many items a page holds at most. From 1 to 250. Left out, the server uses
                20.
            concurrency: As for ``list``, for each range.
            on_change: The reaction to items that are added or removed while the list is read:
                ``"raise"`` a ListChangedError if an item is repeated or the total shrinks, or
                ``"ignore"`` that and leave out repeated items. Items that a removal has hidden are
                then missed.
            on_invalid: The reaction to an item that violates the documented schema: ``"raise"`` a
                SchemaError, or ``"skip"`` the item, which is then among ``skipped`` of its page
                and in the log. A page that cannot be read at all is passed over, too, and
                its error is among ``passed_over`` of the list.
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
                LIST_ROOM_SESSION_PARTICIPANTS,
                Arguments(
                    path={"room_session_id": room_session_id},
                    query={
                        "filter[date_joined_at][eq]": filter_date_joined_at_eq,
                        "filter[date_joined_at][gte]": filter_date_joined_at_gte,
                        "filter[date_joined_at][lte]": filter_date_joined_at_lte,
                        "filter[date_updated_at][eq]": filter_date_updated_at_eq,
                        "filter[date_updated_at][gte]": filter_date_updated_at_gte,
                        "filter[date_updated_at][lte]": filter_date_updated_at_lte,
                        "filter[date_left_at][eq]": filter_date_left_at_eq,
                        "filter[date_left_at][gte]": filter_date_left_at_gte,
                        "filter[date_left_at][lte]": filter_date_left_at_lte,
                        "filter[context]": filter_context,
                        "page[size]": page_size,
                        "page[number]": None,
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
            DIVIDERS["LIST_ROOM_SESSION_PARTICIPANTS"],
            by,
            into,
        )


class AsyncRoomSessions:
    """Leads to participants.

    Attributes:
        participants: Participants of a room session.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self.participants = AsyncRoomSessionsParticipants(connection)
