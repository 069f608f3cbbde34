# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The clients."""

from collections.abc import Callable, Mapping
from typing import Final, Self, TypeVar

from ._connection import AsyncConnection, Connection
from ._http import AsyncHTTPClient, HTTPClient, KeyPlace, Timeout
from ._keys import ReadKey
from ._pagers import AsyncPager, Pager
from ._resources import (
    AsyncRooms,
    AsyncRoomSessions,
    Rooms,
    RoomSessions,
)
from ._retries import Retries
from ._settings import Service, Settings
from ._status_errors import ERROR_BODIES, STATUS_ERRORS, UndocumentedStatusError

__all__ = ["BASE_URL", "SERVICE", "AsyncClient", "Client"]

ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")

BASE_URL: Final = "https://api.telnyx.com/v2"

SERVICE: Final = Service(
    package="telnyx_video",
    version="0.1.0",
    base_url=BASE_URL,
    variables="TELNYX",
    key=KeyPlace("header", "authorization", "Bearer "),
    error_bodies=ERROR_BODIES,
    status_errors=STATUS_ERRORS,
    fallback_error=UndocumentedStatusError,
)


class Client:
    """Telnyx Video: rooms, their sessions and their participants.

    Use it in a ``with`` statement, or call ``close`` when it is no longer needed.
    Any number of threads may share it.

    Args:
        api_key: The API key. It is sent in the header ``authorization`` as a bearer token, to the
            origin of the base URL only. By default, it is read from the environment variable
            ``TELNYX_API_KEY``. A callable that returns it is called before the first request, and
            again when the key is refused with the status 401; then the request is sent again.
        base_url: The address of the API. By default, it is read from ``TELNYX_BASE_URL``,
            or is ``https://api.telnyx.com/v2``.
        timeout: How long to wait for a connection (10 seconds by default), and for each part of
            a response (30 seconds by default), in seconds or as an ``httpx.Timeout``.
        total_timeout: The time limit of a page, retries and waits included, in seconds; 300 by
            default.
        retries: When a failed request is sent again, or the maximum number of retries: 3 by
            default, 0 for never.
        max_body: The largest response body, in bytes after decompression; 64 MiB by default.
        headers: Headers to send with every request.
        params: Query parameters to send with every request.
        trust_env: Whether proxies and certificates are read from the environment.
        upgrade_links: Whether a link with ``http`` is followed with ``https`` if ``base_url`` has
            ``https`` and the same host: a server behind a proxy that ends TLS may write it so.
        http_client: An ``httpx.Client`` of your own, for proxies, TLS or HTTP/2. It is not
            closed.

    Raises:
        ArgumentError: An argument is not admitted, or there is no API key.

    Attributes:
        rooms: Rooms of the account.
        room_sessions: Leads to participants.
    """

    def __init__(
        self,
        api_key: str | Callable[[], str] | None = None,
        *,
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        total_timeout: float | None = None,
        retries: int | Retries | None = None,
        max_body: int | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        trust_env: bool = True,
        upgrade_links: bool | None = None,
        http_client: HTTPClient | None = None,
    ) -> None:
        settings = Settings.of(
            SERVICE,
            api_key=api_key,
            base_url=base_url,
            timeout=timeout,
            total_timeout=total_timeout,
            retries=retries,
            max_body=max_body,
            headers=headers,
            params=params,
            trust_env=trust_env,
            upgrade_links=upgrade_links,
        )
        self._connect(Connection(settings, http_client))

    def with_options(
        self,
        *,
        api_key: str | Callable[[], str] | None = None,
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        total_timeout: float | None = None,
        retries: int | Retries | None = None,
        max_body: int | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        upgrade_links: bool | None = None,
    ) -> Self:
        """Return a client with other options, and leave this one unchanged.

        Both share their connections, which only this client closes.

        Args:
            api_key: As for a new client.
            base_url: The address that the credentials are sent to.
            timeout: As for a new client.
            total_timeout: As for a new client.
            retries: As for a new client.
            max_body: As for a new client.
            headers: Replaces the headers of this client.
            params: Replaces the parameters of this client.
            upgrade_links: As for a new client.

        Raises:
            ArgumentError: An option is not admitted.
        """
        settings = self._connection.settings.but(
            api_key=api_key,
            base_url=base_url,
            timeout=timeout,
            total_timeout=total_timeout,
            retries=retries,
            max_body=max_body,
            headers=headers,
            params=params,
            upgrade_links=upgrade_links,
        )
        other = object.__new__(type(self))
        other._connect(self._connection.but(settings))
        return other

    def read(self, pager: Pager[ItemT, MetaT]) -> Pager[ItemT, MetaT]:
        """Return the same list, read by this client.

        Args:
            pager: A list of another client, or one that was pickled, perhaps in another process.

        Raises:
            ArgumentError: A parameter of this client is one of the list.
        """
        return pager.read_by(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        # Debuggers show a client whose arguments were refused, too.
        connection = vars(self).get("_connection")
        address = connection.settings.base_url if connection else "no address"
        return f"<{type(self).__name__} of {address}>"

    def close(self) -> None:
        """Close the connections, except those of another client or of your own HTTP client."""
        self._connection.close()

    def _connect(self, connection: Connection) -> None:
        self._connection = connection
        self.rooms = Rooms(connection)
        self.room_sessions = RoomSessions(connection)


class AsyncClient:
    """Telnyx Video: rooms, their sessions and their participants.

    Use it in an ``async with`` statement, or call ``aclose`` when it is no longer needed.
    Any number of tasks may share it.

    Args:
        api_key: The API key. It is sent in the header ``authorization`` as a bearer token, to the
            origin of the base URL only. By default, it is read from the environment variable
            ``TELNYX_API_KEY``. A callable that returns it is called before the first request, and
            again when the key is refused with the status 401; then the request is sent again. It
            may be asynchronous.
        base_url: The address of the API. By default, it is read from ``TELNYX_BASE_URL``,
            or is ``https://api.telnyx.com/v2``.
        timeout: How long to wait for a connection (10 seconds by default), and for each part of
            a response (30 seconds by default), in seconds or as an ``httpx.Timeout``.
        total_timeout: The time limit of a page, retries and waits included, in seconds; 300 by
            default.
        retries: When a failed request is sent again, or the maximum number of retries: 3 by
            default, 0 for never.
        max_body: The largest response body, in bytes after decompression; 64 MiB by default.
        headers: Headers to send with every request.
        params: Query parameters to send with every request.
        trust_env: Whether proxies and certificates are read from the environment.
        upgrade_links: Whether a link with ``http`` is followed with ``https`` if ``base_url`` has
            ``https`` and the same host: a server behind a proxy that ends TLS may write it so.
        http_client: An ``httpx.AsyncClient`` of your own, for proxies, TLS or HTTP/2. It is not
            closed.

    Raises:
        ArgumentError: An argument is not admitted, or there is no API key.

    Attributes:
        rooms: Rooms of the account.
        room_sessions: Leads to participants.
    """

    def __init__(
        self,
        api_key: str | ReadKey | None = None,
        *,
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        total_timeout: float | None = None,
        retries: int | Retries | None = None,
        max_body: int | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        trust_env: bool = True,
        upgrade_links: bool | None = None,
        http_client: AsyncHTTPClient | None = None,
    ) -> None:
        settings = Settings.of(
            SERVICE,
            api_key=api_key,
            base_url=base_url,
            timeout=timeout,
            total_timeout=total_timeout,
            retries=retries,
            max_body=max_body,
            headers=headers,
            params=params,
            trust_env=trust_env,
            upgrade_links=upgrade_links,
        )
        self._connect(AsyncConnection(settings, http_client))

    def with_options(
        self,
        *,
        api_key: str | ReadKey | None = None,
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        total_timeout: float | None = None,
        retries: int | Retries | None = None,
        max_body: int | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        upgrade_links: bool | None = None,
    ) -> Self:
        """Return a client with other options, and leave this one unchanged.

        Both share their connections, which only this client closes.

        Args:
            api_key: As for a new client.
            base_url: The address that the credentials are sent to.
            timeout: As for a new client.
            total_timeout: As for a new client.
            retries: As for a new client.
            max_body: As for a new client.
            headers: Replaces the headers of this client.
            params: Replaces the parameters of this client.
            upgrade_links: As for a new client.

        Raises:
            ArgumentError: An option is not admitted.
        """
        settings = self._connection.settings.but(
            api_key=api_key,
            base_url=base_url,
            timeout=timeout,
            total_timeout=total_timeout,
            retries=retries,
            max_body=max_body,
            headers=headers,
            params=params,
            upgrade_links=upgrade_links,
        )
        other = object.__new__(type(self))
        other._connect(self._connection.but(settings))
        return other

    def read(self, pager: AsyncPager[ItemT, MetaT]) -> AsyncPager[ItemT, MetaT]:
        """Return the same list, read by this client.

        Args:
            pager: A list of another client, or one that was pickled, perhaps in another process.

        Raises:
            ArgumentError: A parameter of this client is one of the list.
        """
        return pager.read_by(self._connection)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        # Debuggers show a client whose arguments were refused, too.
        connection = vars(self).get("_connection")
        address = connection.settings.base_url if connection else "no address"
        return f"<{type(self).__name__} of {address}>"

    async def aclose(self) -> None:
        """Close the connections, except those of another client or of your own HTTP client."""
        await self._connection.aclose()

    def _connect(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.rooms = AsyncRooms(connection)
        self.room_sessions = AsyncRoomSessions(connection)
