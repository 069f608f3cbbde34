"""The models and errors for responses."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from tests.support.client.twilio._participants import Read, Script, body, participant
from tests.support.documented import LARGEST_LINKED
from twilio_video import (
    UNSET,
    BadRequestError,
    DecodingError,
    ErrorBody,
    ForbiddenError,
    NotFoundError,
    Problem,
    SchemaError,
    ServerError,
    StatusError,
    TooManyRequestsError,
    UnauthorizedError,
    UndocumentedStatusError,
    to_dict,
)


def test_a_participant(read: Read) -> None:
    """Each field has its type; date-times are aware, with microseconds."""
    ((one,),) = [page.items for page in read(Script.of(body(participant(1))))]
    assert one.status == "disconnected"
    assert one.date_updated == datetime(2017, 7, 30, 20, 0, 1, 1, tzinfo=UTC)
    assert one.date_updated.tzinfo is not None
    assert one.end_time == datetime(2017, 7, 30, 20, 0, 1, tzinfo=UTC)
    assert one.duration == 1
    assert str(one.links.published_tracks).endswith("/PublishedTracks")
    assert one.links.anonymize is UNSET
    assert to_dict(one)["identity"] == "guest 1"


def test_a_participant_who_is_present(read: Read) -> None:
    """The end and the duration are None."""
    still = participant(status="connected", end_time=None, duration=None)
    (page,) = read(Script.of(body(still)))
    assert (page.items[0].end_time, page.items[0].duration) == (None, None)


@pytest.mark.parametrize("status", ["connected", "disconnected", "reconnecting", "on hold", ""])
def test_an_undocumented_status_is_kept(read: Read, status: str) -> None:
    """An undocumented value of an enumeration is a text."""
    (page,) = read(Script.of(body(participant(status=status))))
    assert page.items[0].status == status


@pytest.mark.parametrize("key", ["rooms", "", "ullamco"])
def test_an_unexpected_key_changes_nothing(read: Read, key: str) -> None:
    """The spec determines the place of the items, not ``meta.key``."""
    (page,) = read(Script.of(body(participant(), key=key)))
    assert [each.identity for each in page.items] == ["guest 1"]
    assert page.meta.key == key


def test_an_instant_with_an_offset(read: Read) -> None:
    """The offset may differ from UTC."""
    (page,) = read(Script.of(body(participant(start_time="2017-07-30T22:30:00.5+02:30"))))
    east = timezone(timedelta(hours=2, minutes=30))
    assert page.items[0].start_time == datetime(2017, 7, 30, 22, 30, 0, 500_000, tzinfo=east)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"sid": "PA1"}, "$.participants[0].sid"),
        ({"sid": None}, "$.participants[0].sid"),
        ({"room_sid": "PA" + "0" * 32}, "$.participants[0].room_sid"),
        ({"account_sid": "AC" + "g" * 32}, "$.participants[0].account_sid"),
        ({"status": None}, "$.participants[0].status"),
        ({"identity": 5}, "$.participants[0].identity"),
        ({"date_created": "2017-07-30T20:00:00"}, "$.participants[0].date_created"),
        ({"date_updated": "yesterday"}, "$.participants[0].date_updated"),
        ({"duration": -1}, "$.participants[0].duration"),
        ({"duration": 1.5}, "$.participants[0].duration"),
        ({"links": []}, "$.participants[0].links"),
    ],
)
def test_a_wrong_field_is_named(read: Read, fields: dict[str, Any], path: str) -> None:
    """An invalid value raises an error with its path."""
    with pytest.raises(SchemaError) as raised:
        read(Script.of(body(participant(**fields))))
    assert raised.value.path == path


@pytest.mark.parametrize("field", ["sid", "end_time", "duration", "links"])
def test_a_missing_field_is_named(read: Read, field: str) -> None:
    """Each field is required, also the nullable ones."""
    less = participant()
    del less[field]
    with pytest.raises(SchemaError, match=field):
        read(Script.of(body(less)))


@pytest.mark.parametrize(
    ("meta", "path"),
    [
        ({"page": -1}, "$.meta.page"),
        ({"page_size": 0}, "$.meta.page_size"),
        ({"page_size": LARGEST_LINKED + 1}, "$.meta.page_size"),
        ({"next_page_url": 5}, "$.meta.next_page_url"),
        ({"url": None}, "$.meta.url"),
    ],
)
def test_a_wrong_field_of_meta_is_named(read: Read, meta: dict[str, Any], path: str) -> None:
    """The page information is checked, too."""
    with pytest.raises(SchemaError) as raised:
        read(Script.of(body(participant(), **meta)))
    assert raised.value.path == path


_ERRORS: list[tuple[int, type[StatusError]]] = [
    (400, BadRequestError),
    (401, UnauthorizedError),
    (403, ForbiddenError),
    (404, NotFoundError),
    (429, TooManyRequestsError),
    (500, ServerError),
    (503, ServerError),
    (422, UndocumentedStatusError),
]


@pytest.mark.parametrize(("status", "kind"), _ERRORS)
def test_an_error_of_the_api(read: Read, status: int, kind: type[StatusError]) -> None:
    """Each status has its own class, and a typed body with code and message."""
    told = {"code": 20404, "message": "no", "more_info": "https://x.example/1", "status": status}
    with pytest.raises(kind) as raised:
        read(Script.of(httpx.Response(status, json=told)))
    assert raised.value.status == status
    assert raised.value.body == ErrorBody(
        code=20404, message="no", more_info="https://x.example/1", status=status
    )
    assert "no" in str(raised.value)


def test_an_error_without_a_code(read: Read) -> None:
    """The code and the link to the documentation are optional."""
    response = httpx.Response(404, json={"message": "no", "status": 404})
    with pytest.raises(NotFoundError) as raised:
        read(Script.of(response))
    assert raised.value.body == ErrorBody(message="no", status=404)


def test_problem_details(read: Read) -> None:
    """A body as in RFC 9457 is decoded."""
    told = {"type": "about:blank", "title": "Not Found", "status": 404, "instance": "/x", "more": 1}
    headers = {"content-type": "application/problem+json"}
    with pytest.raises(NotFoundError) as raised:
        read(Script.of(httpx.Response(404, json=told, headers=headers)))
    assert raised.value.body == Problem(
        type="about:blank", title="Not Found", status=404, instance="/x"
    )


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"null", b'{"status": 404}'])
def test_an_error_with_another_body(read: Read, content: bytes) -> None:
    """The error has the original content and the status."""
    with pytest.raises(NotFoundError) as raised:
        read(Script.of(httpx.Response(404, content=content)))
    assert (raised.value.body, raised.value.content) == (None, content)


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"participants": [{', b"[]", b"{}"])
def test_an_invalid_page(read: Read, content: bytes) -> None:
    """A body that is not a page raises an error of the package."""
    with pytest.raises(DecodingError):
        read(Script.of(httpx.Response(200, content=content)))
