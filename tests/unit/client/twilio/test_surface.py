"""The public names of the package."""

import inspect
from importlib.resources import files

import pytest

import twilio_video
from tests.support.client.twilio._participants import ACCOUNT, ROOM, TOKEN
from twilio_video import AsyncClient, AsyncTwilio, Client, TransportError, Twilio


def test_names_are_locked() -> None:
    """A change of the public names must also change this list."""
    assert twilio_video.__all__ == [
        "SPEC_VERSION",
        "UNSET",
        "ArgumentError",
        "AsyncClient",
        "AsyncPager",
        "AsyncTwilio",
        "BadRequestError",
        "Client",
        "ConnectionFailedError",
        "DecodingError",
        "DocumentedStatusError",
        "Error",
        "ErrorBody",
        "ForbiddenError",
        "InexactError",
        "ListChangedError",
        "NotFoundError",
        "Page",
        "PageMeta",
        "Pager",
        "PagingError",
        "ParticipantLinks",
        "Problem",
        "RequestError",
        "Retries",
        "RoomParticipant",
        "RoomParticipantList",
        "SchemaError",
        "ServerError",
        "Skipped",
        "StatusError",
        "TimeoutExceededError",
        "TooManyRequestsError",
        "TransportError",
        "Twilio",
        "UnauthorizedError",
        "UndocumentedStatusError",
        "UnsetType",
        "to_dict",
        "to_json",
    ]
    assert all(hasattr(twilio_video, name) for name in twilio_video.__all__)
    assert files("twilio_video").joinpath("py.typed").is_file()


def test_the_end_of_with_closes_the_client() -> None:
    """A client cannot be used after its ``with`` block."""
    with Twilio(ACCOUNT, TOKEN) as twilio:
        pass
    with pytest.raises(TransportError, match="the client is closed"):
        twilio.rooms.participants.list(ROOM).first()


def test_the_client_has_two_names() -> None:
    """The client's second name is that of its package."""
    assert (Twilio, AsyncTwilio) == (Client, AsyncClient)


def test_values_of_links_are_no_arguments() -> None:
    """The room is the first argument; the page number and the token are not arguments."""
    with Twilio(ACCOUNT, TOKEN) as twilio:
        names = list(inspect.signature(twilio.rooms.participants.list).parameters)
    assert names[0] == "room_sid"
    assert "page_size" in names
    assert not {"page", "page_token"} & {*names}


def test_the_docstring_says_how_many_pages_can_be_prefetched() -> None:
    """The docstring says that one linked page can be prefetched."""
    text = " ".join(
        str(inspect.getdoc(twilio_video.Client(ACCOUNT, TOKEN).rooms.participants.list)).split()
    )
    assert "2 to prefetch the next page while the items of one are used" in text
    assert "each page is needed to find the next one" in text
