"""The public names of the package."""

from pathlib import Path

import telnyx_video

GENERATED = Path(telnyx_video.__file__).parents[1]


def test_names_are_locked() -> None:
    """A change of the public names must also change this list."""
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
        "InexactError",
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
        "Skipped",
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


def test_every_public_name_can_be_imported() -> None:
    """The package also has the marker ``py.typed``."""
    for name in telnyx_video.__all__:
        assert hasattr(telnyx_video, name), name
    assert (GENERATED / "telnyx_video" / "py.typed").is_file()
