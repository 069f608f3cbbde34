# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Twilio Video: the participants of rooms.

The list of a room's participants in the Twilio Video API. It is paged by links, can be narrowed by
filters, and carries its page information in `meta`.

Example:
    with Client(account_sid="...", auth_token="...") as client:
        for item in client.rooms.participants.list(room_sid="..."):
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
    ErrorBody,
    PageMeta,
    ParticipantLinks,
    Problem,
    RoomParticipant,
    RoomParticipantList,
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
)
from ._types import UNSET, UnsetType
from ._walk import Page

__all__ = [
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

Twilio = Client
"""Another name of the client class, which no other package has."""

AsyncTwilio = AsyncClient
"""Another name of the asynchronous client class, which no other package has."""

__version__ = "0.1.0"

SPEC_VERSION = "1.0.0"
"""The version of the document that the package was generated from."""
