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
from ._encoding import to_dict, to_json
from ._errors import (
    ArgumentError,
    ConnectionFailedError,
    DecodingError,
    Error,
    InexactError,
    ListChangedError,
    PagingError,
    RequestError,
    SchemaError,
    StatusError,
    TimeoutExceededError,
    TransportError,
)
from ._invalid import Skipped
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
from ._pickling import AsyncPager, Pager
from ._retries import Retries
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
from ._walk import Page

__all__ = [
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

Telnyx = Client
"""Another name of the client class, which no other package has."""

AsyncTelnyx = AsyncClient
"""Another name of the asynchronous client class, which no other package has."""

__version__ = "0.1.0"

SPEC_VERSION = "1.0.0"
"""The version of the document that the package was generated from."""
