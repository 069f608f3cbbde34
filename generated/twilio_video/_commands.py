# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The commands of the command line."""

from datetime import datetime

from ._command_line import CommandArgument, OperationCommand
from ._models import RoomParticipant

__all__ = ["COMMANDS"]

COMMANDS: tuple[OperationCommand, ...] = (
    OperationCommand(
        words=["rooms", "participants", "list"],
        summary="List the participants of a room.",
        description="Lists the participants who are or were in a room, a page at a time. "
        "Filters may be combined; a participant is listed when all of them hold. "
        "Without a status, a room in progress lists its connected participants, "
        "and a completed room those who are disconnected.",
        operation=lambda client: client.rooms.participants.list,
        path_arguments=(
            CommandArgument(
                "room_sid",
                str,
                "The SID of the room, or, while the room is in progress, its unique name.",
            ),
        ),
        query_arguments=(
            CommandArgument(
                "status",
                str,
                "Only participants with this status. The default is `connected` for a "
                "room in progress, and `disconnected` for a completed room, whose "
                "participants all have this status.",
                field="status",
                choices=("connected", "disconnected", "reconnecting"),
            ),
            CommandArgument(
                "identity",
                str,
                "Only participants with exactly this identity, case and blanks included.",
                field="identity",
            ),
            CommandArgument(
                "date_created_after",
                datetime,
                "Only participants that were created after this instant, an ISO 8601 date "
                "and time with its offset from UTC.",
                field="date_created",
            ),
            CommandArgument(
                "date_created_before",
                datetime,
                "Only participants that were created before this instant, an ISO 8601 "
                "date and time with its offset from UTC.",
                field="date_created",
            ),
            CommandArgument(
                "page_size",
                int,
                "How many items a page holds at most. From 1 to 1000. Left out, it is the "
                "limit, up to 1000, and without a limit the server uses 50.",
            ),
        ),
        item=RoomParticipant,
        identity="sid",
    ),
)
