"""Responses as bytes."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

__all__ = ["meta", "reply", "room", "rooms_page"]


def reply(
    body: bytes | object = b"", status: int = 200, headers: Mapping[str, str] | None = None
) -> bytes:
    """Return a response.

    Args:
        body: The body, as bytes or as a value for JSON.
        status: The status code, known or not.
        headers: Headers with lower-case names, which replace the default headers.
    """
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {
        "content-type": "application/json",
        "content-length": str(len(content)),
        **(headers or {}),
    }
    reason = HTTPStatus(status).phrase if status in {*HTTPStatus} else "Unheard Of"
    lines = [f"HTTP/1.1 {status} {reason}"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


def room(number: int = 1, **changes: object) -> dict[str, object]:
    """Return a room, with changes to its fields."""
    return {
        "id": f"7b61621f-62e0-4aad-ab11-{number:012}",
        "max_participants": 50,
        "unique_name": f"room {number}",
        "created_at": "2021-04-16T09:46:20.954863Z",
        "updated_at": "2021-04-16T10:24:55.962200Z",
        "enable_recording": False,
        "record_type": "room",
        **changes,
    }


def meta(number: int, pages: int, size: int, total: int) -> dict[str, int]:
    """Return the page information of a page."""
    return {
        "page_number": number,
        "page_size": size,
        "total_pages": pages,
        "total_results": total,
    }


def rooms_page(rooms: Sequence[object], number: int = 1, pages: int = 1) -> bytes:
    """Return a response with a page of rooms, in a list of pages of this length."""
    size = max(1, len(rooms))
    information = meta(number, pages, size, pages * len(rooms))
    return reply({"data": list(rooms), "meta": information})
