"""Serve a sandbox with a delay before each response, like a distant network.

    python -m benchmarks._slow_sandbox ROOMS PARTICIPANTS MILLISECONDS

It prints its origin, and the SID of the Twilio room with the participants.
"""

import asyncio
import socket
import sys

import uvicorn
from attrs import frozen
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.sandbox import build_app

from ._child import announce


@frozen
class _Delayed:
    """An application that delays each response."""

    app: ASGIApp
    seconds: float

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(self.seconds)
        await self.app(scope, receive, send)


def main() -> None:
    """Serve until the standard input is closed."""
    rooms, participants, milliseconds = map(int, sys.argv[1:])
    # asyncio disables Nagle's algorithm for sockets with an explicit protocol.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    # The benchmark does not read the lists below the rooms.
    with build_app(
        rooms=rooms, sessions=1, participants=1, twilio_participants=participants
    ) as app:
        config = uvicorn.Config(
            _Delayed(app, milliseconds / 1000), http="h11", lifespan="off", log_level="error"
        )
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        announce(f"{origin} {app.apis(origin)['twilio-video'].parents['RoomSid'][0]}")
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
