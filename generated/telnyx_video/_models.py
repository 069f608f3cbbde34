# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The models of the responses."""

from typing import Annotated, Any, Literal
from uuid import UUID

import attrs
from msgspec import Meta

from ._types import UNSET, Holders, Instant, UnsetType, shortened

__all__ = [
    "HOLDERS",
    "ErrorItem",
    "ErrorList",
    "ErrorSource",
    "GenericError",
    "PageMeta",
    "Room",
    "RoomList",
    "RoomParticipant",
    "RoomParticipantList",
    "RoomSession",
    "RoomSessionList",
]

# Without slots, msgspec fills an object a third faster, and writes it in the order of its fields.


@attrs.frozen(kw_only=True, slots=False)
class RoomParticipant:
    """A participant who joined a session.

    Attributes:
        id: Identifies the participant.
        session_id: The session that the participant joined.
        context: The context that was given through the client SDK, for example a name.
        joined_at: When the participant joined.
        updated_at: When the participant was last updated.
        left_at: When the participant left; null or absent while they have not.
        record_type: The kind of record, always `room_participant`.
    """

    id: UUID
    session_id: UUID
    context: str
    joined_at: Instant
    updated_at: Instant
    left_at: Instant | UnsetType | None = UNSET
    record_type: Literal["room_participant"] | str


@attrs.frozen(kw_only=True, slots=False)
class RoomSession:
    """A period in which a room was in use.

    Attributes:
        id: Identifies the session.
        room_id: The room that hosts the session.
        active: Whether the session is active.
        created_at: When the session was created.
        updated_at: When the session was last updated.
        ended_at: When the session ended; null or absent while it has not.
        participants: The session's participants when they were asked for; otherwise empty or
            absent.
        record_type: The kind of record, always `room_session`.
    """

    id: UUID
    room_id: UUID
    active: bool
    created_at: Instant
    updated_at: Instant
    ended_at: Instant | UnsetType | None = UNSET
    participants: list[RoomParticipant] | UnsetType = attrs.field(
        default=UNSET, repr=shortened, hash=False
    )
    record_type: Literal["room_session"] | str


@attrs.frozen(kw_only=True, slots=False)
class Room:
    """A place where sessions are held.

    Attributes:
        id: Identifies the room.
        max_participants: How many participants the room admits at most.
        unique_name: The room's name, unique within the account.
        created_at: When the room was created.
        updated_at: When the room was last updated.
        active_session_id: The active session; null or absent when there is none.
        sessions: The room's sessions when they were asked for; otherwise empty or absent.
        enable_recording: Whether recording is enabled for the room; false unless it was set. The
            default is false.
        webhook_event_url: The URL that webhooks about the room are sent to, scheme included.
        webhook_event_failover_url: The URL that webhooks about the room are sent to when the first
            one fails, scheme included; null or absent when there is none.
        webhook_timeout_secs: How long to wait before a webhook times out, in seconds; null or
            absent when it is not set. From 0 to 30.
        record_type: The kind of record, always `room`.
    """

    id: UUID
    max_participants: int
    unique_name: str
    created_at: Instant
    updated_at: Instant
    active_session_id: UUID | UnsetType | None = UNSET
    sessions: list[RoomSession] | UnsetType = attrs.field(default=UNSET, repr=shortened, hash=False)
    enable_recording: bool
    webhook_event_url: str | UnsetType = UNSET
    webhook_event_failover_url: str | UnsetType | None = UNSET
    webhook_timeout_secs: Annotated[int, Meta(ge=0, le=30)] | UnsetType | None = UNSET
    record_type: Literal["room"] | str


@attrs.frozen(kw_only=True, slots=False)
class PageMeta:
    """The position of a page in its list.

    Attributes:
        page_number: The number of this page, counted from 1. At least 1.
        page_size: How many items a page holds at most. From 1 to 250.
        total_pages: How many pages the list has; 0 or 1 when it is empty. At least 0.
        total_results: How many items the list has, on all its pages. At least 0.
    """

    page_number: Annotated[int, Meta(ge=1)]
    page_size: Annotated[int, Meta(ge=1, le=250)]
    total_pages: Annotated[int, Meta(ge=0)]
    total_results: Annotated[int, Meta(ge=0)]


@attrs.frozen(kw_only=True, slots=False)
class RoomList:
    """A page of rooms.

    Attributes:
        data: The rooms.
        meta: The position of a page in its list.
    """

    data: list[Room] = attrs.field(repr=shortened, hash=False)
    meta: PageMeta


@attrs.frozen(kw_only=True, slots=False)
class RoomSessionList:
    """A page of sessions.

    Attributes:
        data: The sessions.
        meta: The position of a page in its list.
    """

    data: list[RoomSession] = attrs.field(repr=shortened, hash=False)
    meta: PageMeta


@attrs.frozen(kw_only=True, slots=False)
class RoomParticipantList:
    """A page of participants.

    Attributes:
        data: The participants.
        meta: The position of a page in its list.
    """

    data: list[RoomParticipant] = attrs.field(repr=shortened, hash=False)
    meta: PageMeta


@attrs.frozen(kw_only=True, slots=False)
class ErrorSource:
    """Which part of the request is in error.

    Attributes:
        pointer: A JSON Pointer into the request's body.
        parameter: The name of the parameter.
    """

    pointer: str | UnsetType = UNSET
    parameter: str | UnsetType = UNSET


@attrs.frozen(kw_only=True, slots=False)
class ErrorItem:
    """An error.

    Attributes:
        code: Identifies the kind of error.
        title: Names the kind of error.
        detail: What is wrong with this request.
        source: Which part of the request is in error.
        meta: More about the error, such as the address of its documentation.
    """

    code: str
    title: str
    detail: str | UnsetType = UNSET
    source: ErrorSource | UnsetType = UNSET
    meta: dict[str, Any] | UnsetType = attrs.field(default=UNSET, hash=False)


@attrs.frozen(kw_only=True, slots=False)
class ErrorList:
    """One or more errors, each with its code.

    Attributes:
        errors: The errors.
    """

    errors: Annotated[list[ErrorItem], Meta(min_length=1)] = attrs.field(repr=shortened, hash=False)


@attrs.frozen(kw_only=True, slots=False)
class GenericError:
    """An error in its short form.

    Attributes:
        message: What is wrong.
        success: Whether the request succeeded, always false.
    """

    message: str
    success: bool | UnsetType = UNSET


HOLDERS: Holders = {
    RoomParticipant: (),
    RoomSession: (("participants", "participants"),),
    Room: (("sessions", "sessions"),),
    PageMeta: (),
    RoomList: (("data", "data"), ("meta", "meta")),
    RoomSessionList: (("data", "data"), ("meta", "meta")),
    RoomParticipantList: (("data", "data"), ("meta", "meta")),
    ErrorSource: (),
    ErrorItem: (("source", "source"),),
    ErrorList: (("errors", "errors"),),
    GenericError: (),
}
"""The models, and their fields that may hold others."""
