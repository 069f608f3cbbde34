# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The commands of the command line."""

from datetime import date
from uuid import UUID

from ._command_line import CommandArgument, OperationCommand
from ._models import Room, RoomParticipant, RoomSession

__all__ = ["COMMANDS"]

COMMANDS: tuple[OperationCommand, ...] = (
    OperationCommand(
        words=["rooms", "list"],
        summary="List rooms.",
        description="Lists the rooms of the account, a page at a time. Filters may be "
        "combined; a room is listed when all of them hold.",
        operation=lambda client: client.rooms.list,
        path_arguments=(),
        query_arguments=(
            CommandArgument(
                "filter_date_created_at_eq",
                date,
                "Only rooms that were created on this day, an ISO 8601 calendar day in UTC.",
                field="created_at",
            ),
            CommandArgument(
                "filter_date_created_at_gte",
                date,
                "Only rooms that were created on or after this day, an ISO 8601 calendar "
                "day in UTC.",
                field="created_at",
            ),
            CommandArgument(
                "filter_date_created_at_lte",
                date,
                "Only rooms that were created on or before this day, an ISO 8601 calendar "
                "day in UTC.",
                field="created_at",
            ),
            CommandArgument(
                "filter_date_updated_at_eq",
                date,
                "Only rooms that were last updated on this day, an ISO 8601 calendar day in UTC.",
                field="updated_at",
            ),
            CommandArgument(
                "filter_date_updated_at_gte",
                date,
                "Only rooms that were last updated on or after this day, an ISO 8601 "
                "calendar day in UTC.",
                field="updated_at",
            ),
            CommandArgument(
                "filter_date_updated_at_lte",
                date,
                "Only rooms that were last updated on or before this day, an ISO 8601 "
                "calendar day in UTC.",
                field="updated_at",
            ),
            CommandArgument(
                "filter_unique_name",
                str,
                "Only the room with exactly this unique name, case and blanks included.",
                field="unique_name",
            ),
            CommandArgument(
                "include_sessions",
                bool,
                "Whether each room has its sessions. By default it has none.",
                field="sessions",
            ),
            CommandArgument(
                "page_size",
                int,
                "How many items a page holds at most. From 1 to 250. Left out, the server uses 20.",
            ),
            CommandArgument(
                "page_number",
                int,
                "Which page to load, counted from 1. At least 1. Left out, the server uses 1.",
            ),
        ),
        item=Room,
        identity="id",
    ),
    OperationCommand(
        words=["rooms", "sessions", "list"],
        summary="List the sessions of a room.",
        description="Lists the sessions that a room has hosted, a page at a time. Filters may "
        "be combined; a session is listed when all of them hold.",
        operation=lambda client: client.rooms.sessions.list,
        path_arguments=(
            CommandArgument(
                "room_id",
                UUID,
                "The identifier of the room.",
            ),
        ),
        query_arguments=(
            CommandArgument(
                "filter_date_created_at_eq",
                date,
                "Only sessions that were created on this day, an ISO 8601 calendar day in UTC.",
                field="created_at",
            ),
            CommandArgument(
                "filter_date_created_at_gte",
                date,
                "Only sessions that were created on or after this day, an ISO 8601 "
                "calendar day in UTC.",
                field="created_at",
            ),
            CommandArgument(
                "filter_date_created_at_lte",
                date,
                "Only sessions that were created on or before this day, an ISO 8601 "
                "calendar day in UTC.",
                field="created_at",
            ),
            CommandArgument(
                "filter_date_updated_at_eq",
                date,
                "Only sessions that were last updated on this day, an ISO 8601 calendar "
                "day in UTC.",
                field="updated_at",
            ),
            CommandArgument(
                "filter_date_updated_at_gte",
                date,
                "Only sessions that were last updated on or after this day, an ISO 8601 "
                "calendar day in UTC.",
                field="updated_at",
            ),
            CommandArgument(
                "filter_date_updated_at_lte",
                date,
                "Only sessions that were last updated on or before this day, an ISO 8601 "
                "calendar day in UTC.",
                field="updated_at",
            ),
            CommandArgument(
                "filter_date_ended_at_eq",
                date,
                "Only sessions that ended on this day, an ISO 8601 calendar day in UTC. A "
                "session that has not ended never matches.",
                field="ended_at",
            ),
            CommandArgument(
                "filter_date_ended_at_gte",
                date,
                "Only sessions that ended on or after this day, an ISO 8601 calendar day "
                "in UTC. A session that has not ended never matches.",
                field="ended_at",
            ),
            CommandArgument(
                "filter_date_ended_at_lte",
                date,
                "Only sessions that ended on or before this day, an ISO 8601 calendar day "
                "in UTC. A session that has not ended never matches.",
                field="ended_at",
            ),
            CommandArgument(
                "filter_active",
                bool,
                "Only sessions that are active (true), or only those that are not (false).",
                field="active",
            ),
            CommandArgument(
                "include_participants",
                bool,
                "Whether each session has its participants. By default it has none.",
                field="participants",
            ),
            CommandArgument(
                "page_size",
                int,
                "How many items a page holds at most. From 1 to 250. Left out, the server uses 20.",
            ),
            CommandArgument(
                "page_number",
                int,
                "Which page to load, counted from 1. At least 1. Left out, the server uses 1.",
            ),
        ),
        item=RoomSession,
        identity="id",
    ),
    OperationCommand(
        words=["room-sessions", "participants", "list"],
        summary="List the participants of a room session.",
        description="Lists the participants of a room session, a page at a time. Filters may "
        "be combined; a participant is listed when all of them hold.",
        operation=lambda client: client.room_sessions.participants.list,
        path_arguments=(
            CommandArgument(
                "room_session_id",
                UUID,
                "The identifier of the room session.",
            ),
        ),
        query_arguments=(
            CommandArgument(
                "filter_date_joined_at_eq",
                date,
                "Only participants that joined the session on this day, an ISO 8601 "
                "calendar day in UTC.",
                field="joined_at",
            ),
            CommandArgument(
                "filter_date_joined_at_gte",
                date,
                "Only participants that joined the session on or after this day, an ISO "
                "8601 calendar day in UTC.",
                field="joined_at",
            ),
            CommandArgument(
                "filter_date_joined_at_lte",
                date,
                "Only participants that joined the session on or before this day, an ISO "
                "8601 calendar day in UTC.",
                field="joined_at",
            ),
            CommandArgument(
                "filter_date_updated_at_eq",
                date,
                "Only participants that were last updated on this day, an ISO 8601 "
                "calendar day in UTC.",
                field="updated_at",
            ),
            CommandArgument(
                "filter_date_updated_at_gte",
                date,
                "Only participants that were last updated on or after this day, an ISO "
                "8601 calendar day in UTC.",
                field="updated_at",
            ),
            CommandArgument(
                "filter_date_updated_at_lte",
                date,
                "Only participants that were last updated on or before this day, an ISO "
                "8601 calendar day in UTC.",
                field="updated_at",
            ),
            CommandArgument(
                "filter_date_left_at_eq",
                date,
                "Only participants that left the session on this day, an ISO 8601 "
                "calendar day in UTC. A participant who has not left never matches.",
                field="left_at",
            ),
            CommandArgument(
                "filter_date_left_at_gte",
                date,
                "Only participants that left the session on or after this day, an ISO "
                "8601 calendar day in UTC. A participant who has not left never matches.",
                field="left_at",
            ),
            CommandArgument(
                "filter_date_left_at_lte",
                date,
                "Only participants that left the session on or before this day, an ISO "
                "8601 calendar day in UTC. A participant who has not left never matches.",
                field="left_at",
            ),
            CommandArgument(
                "filter_context",
                str,
                "Only participants with exactly this context, case and blanks included.",
                field="context",
            ),
            CommandArgument(
                "page_size",
                int,
                "How many items a page holds at most. From 1 to 250. Left out, the server uses 20.",
            ),
            CommandArgument(
                "page_number",
                int,
                "Which page to load, counted from 1. At least 1. Left out, the server uses 1.",
            ),
        ),
        item=RoomParticipant,
        identity="id",
    ),
)
