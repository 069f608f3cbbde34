# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Close connections whose TLS handshake was cancelled; httpcore 1.0.9 leaves them open."""

from collections.abc import Mapping
from typing import Any, Protocol

import anyio

__all__ = ["Handshake"]

_CONNECTED = (".connect_tcp.complete", ".connect_unix_socket.complete")
_SECURED = ".start_tls.complete"


class _Stream(Protocol):
    async def aclose(self) -> None:
        """Close the stream."""
        raise NotImplementedError


class Handshake:
    """A connection, until its TLS handshake has ended."""

    def __init__(self) -> None:
        self._stream: _Stream | None = None

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Record the connection, and the end of its handshake.

        This is called as described in https://www.encode.io/httpcore/extensions/#trace.
        """
        if event.endswith(_CONNECTED):
            self._stream = info["return_value"]
        elif event.endswith(_SECURED):
            self._stream = None

    async def abandon(self) -> None:
        """Close the connection, unless its handshake has ended."""
        if self._stream is not None:
            with anyio.CancelScope(shield=True):
                await self._stream.aclose()
