# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Telnyx Video: rooms, their sessions and their participants.

The three list endpoints of the Telnyx Video API. Every list is paged by number, can be narrowed by
filters, and carries its page information in `meta`.

Example:
    with Client(api_key="...") as client:
        for item in client.rooms.list():
            print(item)
"""

from ._client import AsyncClient, Client
from ._decoding import to_dict, to_json
from ._errors import (
    ArgumentError,
    ConnectionFailedError,
    DecodingError,
    Error,
    PagingError,
    SchemaError,
    StatusError,
    TimeoutExceededError,
    TransportError,
)
from ._models import (
    ErrorItem,
    ErrorList,
    ErrorSource,
    GenericError,
    PageMeta,
    Room,
    RoomList,
    RoomParticipant,
    RoomParticipantList,
    RoomSession,
    RoomSessionList,
)
from ._pages import AsyncPager, Page, Pager
from ._status_errors import (
    BadRequestError,
    DocumentedStatusError,
    ForbiddenError,
    NotFoundError,
    ServerError,
    TooManyRequestsError,
    UnauthorizedError,
    UndocumentedStatusError,
    UnprocessableEntityError,
)
from ._types import UNSET, UnsetType

__all__ = [
    "UNSET",
    "ArgumentError",
    "AsyncClient",
    "AsyncPager",
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
    "NotFoundError",
    "Page",
    "PageMeta",
    "Pager",
    "PagingError",
    "Room",
    "RoomList",
    "RoomParticipant",
    "RoomParticipantList",
    "RoomSession",
    "RoomSessionList",
    "SchemaError",
    "ServerError",
    "StatusError",
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

__version__ = "1.0.0"
