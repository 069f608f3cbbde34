# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The models of the responses."""

from typing import Annotated, Literal

import attrs
from msgspec import Meta

from ._types import UNSET, Holders, Instant, UnsetType, shortened

__all__ = [
    "HOLDERS",
    "ErrorBody",
    "PageMeta",
    "ParticipantLinks",
    "Problem",
    "RoomParticipant",
    "RoomParticipantList",
]

# Without slots, msgspec fills an object a third faster, and writes it in the order of its fields.


@attrs.frozen(kw_only=True, slots=False)
class ParticipantLinks:
    """The addresses of the resources of a participant.

    Attributes:
        published_tracks: The address of the tracks that the participant publishes.
        subscribed_tracks: The address of the tracks that the participant receives.
        subscribe_rules: The address of the rules for which tracks the participant receives.
        anonymize: The address that makes the participant anonymous.
    """

    published_tracks: str | UnsetType = UNSET
    subscribed_tracks: str | UnsetType = UNSET
    subscribe_rules: str | UnsetType = UNSET
    anonymize: str | UnsetType = UNSET


@attrs.frozen(kw_only=True, slots=False)
class RoomParticipant:
    """A participant who is or was in a room.

    Attributes:
        sid: Identifies the participant.
        room_sid: The SID of the room.
        account_sid: The SID of the account that the room belongs to.
        status: Whether the participant is in the room, has left, or lost the connection.
        identity: The name of the user in the application; no two participants present in a room
            share it.
        date_created: When the participant was created.
        date_updated: When the participant was last updated.
        start_time: When the participant connected.
        end_time: When the participant disconnected; null while they have not.
        duration: How long the participant was connected, in seconds; null until the end. At least
            0.
        url: The address of the participant.
        links: The addresses of the resources of a participant.
    """

    sid: Annotated[str, Meta(pattern="^PA[0-9a-fA-F]{32}$")]
    room_sid: Annotated[str, Meta(pattern="^RM[0-9a-fA-F]{32}$")]
    account_sid: Annotated[str, Meta(pattern="^AC[0-9a-fA-F]{32}$")]
    status: Literal["connected", "disconnected", "reconnecting"] | str
    identity: str
    date_created: Instant
    date_updated: Instant
    start_time: Instant
    end_time: Instant | None
    duration: Annotated[int, Meta(ge=0)] | None
    url: str
    links: ParticipantLinks


@attrs.frozen(kw_only=True, slots=False)
class PageMeta:
    """The position of a page in its list.

    Attributes:
        key: Names the field of the body that holds the items, always `participants`.
        page: The number of this page, counted from 0. At least 0.
        page_size: How many items a page holds at most. From 1 to 1000.
        url: The address of this page.
        first_page_url: The address of the first page.
        previous_page_url: The address of the page before; null on the first page.
        next_page_url: The address of the next page; null on the last page.
    """

    key: Literal["participants"] | str
    page: Annotated[int, Meta(ge=0)]
    page_size: Annotated[int, Meta(ge=1, le=1000)]
    url: str
    first_page_url: str
    previous_page_url: str | None
    next_page_url: str | None


@attrs.frozen(kw_only=True, slots=False)
class RoomParticipantList:
    """A page of participants.

    Attributes:
        participants: The participants.
        meta: The position of a page in its list.
    """

    participants: list[RoomParticipant] = attrs.field(repr=shortened, hash=False)
    meta: PageMeta


@attrs.frozen(kw_only=True, slots=False)
class ErrorBody:
    """What is wrong, with the code under which it is documented.

    Attributes:
        code: Identifies the kind of error.
        message: What is wrong with this request.
        more_info: The address of the error's documentation.
        status: The HTTP status of the response. From 400 to 599.
    """

    code: int | UnsetType = UNSET
    message: str
    more_info: str | UnsetType = UNSET
    status: Annotated[int, Meta(ge=400, le=599)]


@attrs.frozen(kw_only=True, slots=False)
class Problem:
    """What is wrong, as problem details (RFC 9457).

    Attributes:
        type: Identifies the kind of problem; `about:blank` when it is absent.
        title: Names the kind of problem.
        status: The HTTP status of the response. From 400 to 599.
        detail: What is wrong with this request.
        instance: Identifies this occurrence of the problem.
        code: Identifies the kind of error.
    """

    type: str | UnsetType = UNSET
    title: str
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: str | UnsetType = UNSET
    instance: str | UnsetType = UNSET
    code: int | UnsetType = UNSET


HOLDERS: Holders = {
    ParticipantLinks: (),
    RoomParticipant: (("links", "links"),),
    PageMeta: (),
    RoomParticipantList: (("participants", "participants"), ("meta", "meta")),
    ErrorBody: (),
    Problem: (),
}
"""The models, and their fields that may hold others."""
