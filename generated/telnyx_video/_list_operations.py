# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The operations."""

from operator import attrgetter

from ._dates import DateParameter
from ._decoding import Decoder
from ._models import (
    HOLDERS,
    PageMeta,
    Room,
    RoomList,
    RoomParticipant,
    RoomParticipantList,
    RoomSession,
    RoomSessionList,
)
from ._operations import ListOperation, PageNumbers
from ._parameters import BooleanParameter, Identifier, IntegerParameter, Text
from ._ranges import Divider

__all__ = [
    "DIVIDERS",
    "LIST_ROOMS",
    "LIST_ROOM_SESSIONS",
    "LIST_ROOM_SESSION_PARTICIPANTS",
]

LIST_ROOMS: ListOperation[RoomList, Room, PageMeta] = ListOperation(
    path="/rooms",
    path_parameters={},
    query_parameters={
        "filter[date_created_at][eq]": DateParameter("filter_date_created_at_eq"),
        "filter[date_created_at][gte]": DateParameter("filter_date_created_at_gte"),
        "filter[date_created_at][lte]": DateParameter("filter_date_created_at_lte"),
        "filter[date_updated_at][eq]": DateParameter("filter_date_updated_at_eq"),
        "filter[date_updated_at][gte]": DateParameter("filter_date_updated_at_gte"),
        "filter[date_updated_at][lte]": DateParameter("filter_date_updated_at_lte"),
        "filter[unique_name]": Text("filter_unique_name"),
        "include_sessions": BooleanParameter("include_sessions"),
        "page[size]": IntegerParameter("page_size", minimum=1, maximum=250),
        "page[number]": IntegerParameter("page_number", minimum=1),
    },
    body=Decoder(RoomList, HOLDERS),
    items=lambda body: body.data,
    items_at=("data",),
    item=Decoder(Room, HOLDERS),
    identity=attrgetter("id.int"),
    meta=lambda body: body.meta,
    pages=PageNumbers(
        index="page[number]",
        first=1,
        default_index=1,
        echo=lambda body, _: body.meta.page_number,
        size_echo=lambda body, _: body.meta.page_size,
        total_pages=lambda body, _: body.meta.total_pages,
        size="page[size]",
        default_size=20,
        total_items=lambda body, _: body.meta.total_results,
    ),
)

LIST_ROOM_SESSIONS: ListOperation[RoomSessionList, RoomSession, PageMeta] = ListOperation(
    path="/rooms/{room_id}/sessions",
    path_parameters={
        "room_id": Identifier("room_id"),
    },
    query_parameters={
        "filter[date_created_at][eq]": DateParameter("filter_date_created_at_eq"),
        "filter[date_created_at][gte]": DateParameter("filter_date_created_at_gte"),
        "filter[date_created_at][lte]": DateParameter("filter_date_created_at_lte"),
        "filter[date_updated_at][eq]": DateParameter("filter_date_updated_at_eq"),
        "filter[date_updated_at][gte]": DateParameter("filter_date_updated_at_gte"),
        "filter[date_updated_at][lte]": DateParameter("filter_date_updated_at_lte"),
        "filter[date_ended_at][eq]": DateParameter("filter_date_ended_at_eq"),
        "filter[date_ended_at][gte]": DateParameter("filter_date_ended_at_gte"),
        "filter[date_ended_at][lte]": DateParameter("filter_date_ended_at_lte"),
        "filter[active]": BooleanParameter("filter_active"),
        "include_participants": BooleanParameter("include_participants"),
        "page[size]": IntegerParameter("page_size", minimum=1, maximum=250),
        "page[number]": IntegerParameter("page_number", minimum=1),
    },
    body=Decoder(RoomSessionList, HOLDERS),
    items=lambda body: body.data,
    items_at=("data",),
    item=Decoder(RoomSession, HOLDERS),
    identity=attrgetter("id.int"),
    meta=lambda body: body.meta,
    pages=PageNumbers(
        index="page[number]",
        first=1,
        default_index=1,
        echo=lambda body, _: body.meta.page_number,
        size_echo=lambda body, _: body.meta.page_size,
        total_pages=lambda body, _: body.meta.total_pages,
        size="page[size]",
        default_size=20,
        total_items=lambda body, _: body.meta.total_results,
    ),
)

LIST_ROOM_SESSION_PARTICIPANTS: ListOperation[RoomParticipantList, RoomParticipant, PageMeta] = (
    ListOperation(
        path="/room_sessions/{room_session_id}/participants",
        path_parameters={
            "room_session_id": Identifier("room_session_id"),
        },
        query_parameters={
            "filter[date_joined_at][eq]": DateParameter("filter_date_joined_at_eq"),
            "filter[date_joined_at][gte]": DateParameter("filter_date_joined_at_gte"),
            "filter[date_joined_at][lte]": DateParameter("filter_date_joined_at_lte"),
            "filter[date_updated_at][eq]": DateParameter("filter_date_updated_at_eq"),
            "filter[date_updated_at][gte]": DateParameter("filter_date_updated_at_gte"),
            "filter[date_updated_at][lte]": DateParameter("filter_date_updated_at_lte"),
            "filter[date_left_at][eq]": DateParameter("filter_date_left_at_eq"),
            "filter[date_left_at][gte]": DateParameter("filter_date_left_at_gte"),
            "filter[date_left_at][lte]": DateParameter("filter_date_left_at_lte"),
            "filter[context]": Text("filter_context"),
            "page[size]": IntegerParameter("page_size", minimum=1, maximum=250),
            "page[number]": IntegerParameter("page_number", minimum=1),
        },
        body=Decoder(RoomParticipantList, HOLDERS),
        items=lambda body: body.data,
        items_at=("data",),
        item=Decoder(RoomParticipant, HOLDERS),
        identity=attrgetter("id.int"),
        meta=lambda body: body.meta,
        pages=PageNumbers(
            index="page[number]",
            first=1,
            default_index=1,
            echo=lambda body, _: body.meta.page_number,
            size_echo=lambda body, _: body.meta.page_size,
            total_pages=lambda body, _: body.meta.total_pages,
            size="page[size]",
            default_size=20,
            total_items=lambda body, _: body.meta.total_results,
        ),
    )
)

DIVIDERS = {
    "LIST_ROOMS": {
        "created_at": Divider(
            "created_at",
            "day",
            "filter[date_created_at][gte]",
            "filter[date_created_at][lte]",
            ("gte", "lte"),
        ),
        "updated_at": Divider(
            "updated_at",
            "day",
            "filter[date_updated_at][gte]",
            "filter[date_updated_at][lte]",
            ("gte", "lte"),
        ),
    },
    "LIST_ROOM_SESSIONS": {
        "created_at": Divider(
            "created_at",
            "day",
            "filter[date_created_at][gte]",
            "filter[date_created_at][lte]",
            ("gte", "lte"),
        ),
        "updated_at": Divider(
            "updated_at",
            "day",
            "filter[date_updated_at][gte]",
            "filter[date_updated_at][lte]",
            ("gte", "lte"),
        ),
        "ended_at": Divider(
            "ended_at",
            "day",
            "filter[date_ended_at][gte]",
            "filter[date_ended_at][lte]",
            ("gte", "lte"),
            is_nullable=True,
        ),
    },
    "LIST_ROOM_SESSION_PARTICIPANTS": {
        "joined_at": Divider(
            "joined_at",
            "day",
            "filter[date_joined_at][gte]",
            "filter[date_joined_at][lte]",
            ("gte", "lte"),
        ),
        "updated_at": Divider(
            "updated_at",
            "day",
            "filter[date_updated_at][gte]",
            "filter[date_updated_at][lte]",
            ("gte", "lte"),
        ),
        "left_at": Divider(
            "left_at",
            "day",
            "filter[date_left_at][gte]",
            "filter[date_left_at][lte]",
            ("gte", "lte"),
            is_nullable=True,
        ),
    },
}
"""The fields that divide the list of an operation, by its name."""
