# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The clients: where an application begins."""

from typing import Final, Self

from ._http import AsyncConnection, AsyncHTTPClient, Connection, HTTPClient, Settings
from ._resources import (
    AsyncRooms,
    AsyncRoomSessions,
    Rooms,
    RoomSessions,
)
from ._status_errors import ERROR_BODIES, STATUS_ERRORS, UndocumentedStatusError

__all__ = ["BASE_URL", "AsyncClient", "Client"]

BASE_URL: Final = "https://api.telnyx.com/v2"

_USER_AGENT: Final = "telnyx_video/1.0.0"


class Client:
    """Telnyx Video: rooms, their sessions and their participants.

    Use it in a ``with`` statement, or call ``close`` when it is no longer needed.

    Args:
        api_key: The API key. It is sent to the base URL only.
        base_url: The address of the API.
        timeout: How long to wait for a connection, and for each part of a response, in seconds.
        http_client: An HTTP client of your own, for proxies, TLS or HTTP/2. It is not closed.

    Raises:
        ArgumentError: An argument is not admitted.

    Attributes:
        rooms: Rooms of the account.
        room_sessions: What lies below room_sessions.
    """

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str = BASE_URL,
        timeout: float = 30.0,
        http_client: HTTPClient | None = None,
    ) -> None:
        self._settings = _settings(api_key, base_url, timeout)
        self._connection = Connection(self._settings, http_client)
        self.rooms = Rooms(self._connection)
        self.room_sessions = RoomSessions(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._settings.base_url}>"

    def close(self) -> None:
        """Close the connections, unless the HTTP client is your own."""
        self._connection.close()


class AsyncClient:
    """Telnyx Video: rooms, their sessions and their participants.

    Use it in an ``async with`` statement, or call ``aclose`` when it is no longer needed.

    Args:
        api_key: The API key. It is sent to the base URL only.
        base_url: The address of the API.
        timeout: How long to wait for a connection, and for each part of a response, in seconds.
        http_client: An HTTP client of your own, for proxies, TLS or HTTP/2. It is not closed.

    Raises:
        ArgumentError: An argument is not admitted.

    Attributes:
        rooms: Rooms of the account.
        room_sessions: What lies below room_sessions.
    """

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str = BASE_URL,
        timeout: float = 30.0,
        http_client: AsyncHTTPClient | None = None,
    ) -> None:
        self._settings = _settings(api_key, base_url, timeout)
        self._connection = AsyncConnection(self._settings, http_client)
        self.rooms = AsyncRooms(self._connection)
        self.room_sessions = AsyncRoomSessions(self._connection)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._settings.base_url}>"

    async def aclose(self) -> None:
        """Close the connections, unless the HTTP client is your own."""
        await self._connection.aclose()


def _settings(api_key: str, base_url: str, timeout: float) -> Settings:
    return Settings(
        base_url=base_url,
        api_key=api_key,
        timeout=timeout,
        user_agent=_USER_AGENT,
        error_bodies=ERROR_BODIES,
        status_errors=STATUS_ERRORS,
        fallback_error=UndocumentedStatusError,
    )
