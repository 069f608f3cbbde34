# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The operations."""

from operator import attrgetter

from ._dates import DateTimeParameter
from ._decoding import Decoder
from ._models import (
    HOLDERS,
    PageMeta,
    RoomParticipant,
    RoomParticipantList,
)
from ._operations import Links, ListOperation
from ._parameters import Choice, IntegerParameter, Text
from ._ranges import Divider

__all__ = [
    "DIVIDERS",
    "LIST_ROOM_PARTICIPANTS",
]

LIST_ROOM_PARTICIPANTS: ListOperation[RoomParticipantList, RoomParticipant, PageMeta] = (
    ListOperation(
        path="/Rooms/{RoomSid}/Participants",
        path_parameters={
            "RoomSid": Text("room_sid", shortest=1),
        },
        query_parameters={
            "Status": Choice("status", ("connected", "disconnected", "reconnecting")),
            "Identity": Text("identity"),
            "DateCreatedAfter": DateTimeParameter("date_created_after"),
            "DateCreatedBefore": DateTimeParameter("date_created_before"),
            "PageSize": IntegerParameter("page_size", minimum=1, maximum=1000),
        },
        body=Decoder(RoomParticipantList, HOLDERS),
        items=lambda body: body.participants,
        items_at=("participants",),
        item=Decoder(RoomParticipant, HOLDERS),
        identity=attrgetter("sid"),
        meta=lambda body: body.meta,
        pages=Links(
            next=lambda body, _: body.meta.next_page_url,
            size="PageSize",
        ),
    )
)

DIVIDERS = {
    "LIST_ROOM_PARTICIPANTS": {
        "date_created": Divider(
            "date_created", "instant", "DateCreatedAfter", "DateCreatedBefore", ("gt", "lt")
        ),
    },
}
"""The fields that divide the list of an operation, by its name."""
