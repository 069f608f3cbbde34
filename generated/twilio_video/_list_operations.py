# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The operations."""

from operator import attrgetter

from ._decoding import Decoder
from ._models import (
    PageMeta,
    RoomParticipant,
    RoomParticipantList,
)
from ._operations import Links, ListOperation
from ._parameters import (
    Choice,
    DateTimeParameter,
    IntegerParameter,
    Text,
)

__all__ = [
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
        body=Decoder(RoomParticipantList),
        items=lambda body: body.participants,
        items_at=("participants",),
        item=Decoder(RoomParticipant),
        identity=attrgetter("sid"),
        meta=lambda body: body.meta,
        pages=Links(
            next=lambda body, _: body.meta.next_page_url,
            size="PageSize",
        ),
    )
)
