"""The types of the client for linked pages. This module is type-checked, and never run."""

from datetime import UTC, datetime
from typing import assert_type

from twilio_video import (
    AsyncPager,
    AsyncTwilio,
    ErrorBody,
    NotFoundError,
    PageMeta,
    Pager,
    Problem,
    RoomParticipant,
    Twilio,
    UnsetType,
)


def lists(twilio: Twilio) -> None:
    """The list returns participants, and its pages their links."""
    participants = twilio.rooms.participants.list("RM1", status="disconnected", concurrency=2)
    assert_type(participants, Pager[RoomParticipant, PageMeta])
    assert_type(participants.first(), RoomParticipant | None)
    for page in participants.pages():
        assert_type(page.meta.next_page_url, str | None)
        assert_type(page.meta.page, int)


def fields(participant: RoomParticipant) -> None:
    """The type of a field includes None or UnsetType if it may be null or absent."""
    assert_type(participant.sid, str)
    assert_type(participant.date_created, datetime)
    assert_type(participant.end_time, datetime | None)
    assert_type(participant.duration, int | None)
    assert_type(participant.links.anonymize, str | UnsetType)


def open_values(participant: RoomParticipant) -> None:
    """A documented status narrows the type; another one is a text."""
    status: str = participant.status
    if participant.status == "reconnecting":
        status = "known"
    assert_type(status, str)


def arguments(twilio: Twilio) -> None:
    """Arguments of another type are errors of the type checker."""
    participants = twilio.rooms.participants
    participants.list("RM1", date_created_after=datetime(2017, 1, 1, tzinfo=UTC), identity="a")
    participants.list("RM1", date_created_after="2017-01-01T00:00:00Z")
    participants.list("RM1", date_created_after=2017)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    participants.list("RM1", status="gone")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    participants.list("RM1", page_token="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # noqa: S106 - it is none
    participants.list()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def credentials() -> None:
    """Both kinds of credentials are texts; the first can be passed by position."""
    assert_type(Twilio("AC1", "token"), Twilio)
    assert_type(Twilio(api_key="SK1", api_secret="secret").with_options(timeout=3), Twilio)  # noqa: S106 - it opens nothing
    Twilio("AC1", "token", "SK1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Twilio(account_sid=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def errors(error: NotFoundError) -> None:
    """An error of a documented status has a typed body."""
    assert_type(error.body, ErrorBody | Problem | None)


async def asynchronous(twilio: AsyncTwilio) -> None:
    """The asynchronous client has the same types."""
    participants = twilio.rooms.participants.list("RM1")
    assert_type(participants, AsyncPager[RoomParticipant, PageMeta])
    assert_type(await participants.first(), RoomParticipant | None)
    async for participant in participants:
        assert_type(participant, RoomParticipant)
