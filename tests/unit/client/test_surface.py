"""The public names of the package."""

from pathlib import Path

import telnyx_video

GENERATED = Path(telnyx_video.__file__).parents[1]


def test_names_are_locked() -> None:
    """A name is added to or taken from the package on purpose, never by accident."""
    assert telnyx_video.__all__ == [
        "SPEC_VERSION",
        "UNSET",
        "ArgumentError",
        "AsyncClient",
        "AsyncPager",
        "AsyncTelnyx",
        "BadRequestError",
        "Client",
        "ConnectionFailedError",
        "DecodingError",
        "DocumentedStatusError",
        "Error",
        "ErrorItem",
        "ErrorList",
        "ErrorSource",
        "ForbiddenError",
        "GenericError",
        "ListChangedError",
        "NotFoundError",
        "Page",
        "PageMeta",
        "Pager",
        "PagingError",
        "RequestError",
        "Retries",
        "Room",
        "RoomList",
        "RoomParticipant",
        "RoomParticipantList",
        "RoomSession",
        "RoomSessionList",
        "SchemaError",
        "ServerError",
        "StatusError",
        "Telnyx",
        "TimeoutExceededError",
        "TooManyRequestsError",
        "TransportError",
        "UnauthorizedError",
        "UndocumentedStatusError",
        "UnprocessableEntityError",
        "UnsetType",
        "to_dict",
        "to_json",
    ]


def test_every_name_is_there() -> None:
    """Each name of ``__all__`` can be imported, and the package says that it is typed."""
    for name in telnyx_video.__all__:
        assert hasattr(telnyx_video, name), name
    assert (GENERATED / "telnyx_video" / "py.typed").is_file()
