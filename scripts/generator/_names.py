"""The names that generated code gives to what the spec names otherwise."""

import keyword
import re

__all__ = ["class_name", "constant_name", "snake_name"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def snake_name(name: str) -> str:
    """Turn ``filter[date_created_at][gte]`` into ``filter_date_created_at_gte``."""
    snake = "_".join(word.lower() for word in _WORD.findall(name))
    return f"{snake}_" if keyword.iskeyword(snake) else snake


def constant_name(name: str) -> str:
    """Turn ``listRoomSessions`` into ``LIST_ROOM_SESSIONS``."""
    return snake_name(name).upper()


def class_name(name: str) -> str:
    """Turn ``room_sessions.participants`` into ``RoomSessionsParticipants``."""
    return "".join(word[:1].upper() + word[1:] for word in _WORD.findall(name))
