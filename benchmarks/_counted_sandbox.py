"""Serve a sandbox that counts the requests which it receives.

    python -m benchmarks._counted_sandbox

It prints the base URL of Telnyx, the token, and the URL that returns the number of requests.
"""

from attrs import define
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.sandbox import build_app
from rollcall.http import bound_socket, http_server, origin

from ._child import announce

_COUNT = "/count"


@define
class _Counted:
    """An application that counts its requests."""

    app: ASGIApp
    requests: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == _COUNT:
            await PlainTextResponse(str(self.requests))(scope, receive, send)
            return
        self.requests += 1
        await self.app(scope, receive, send)


def main() -> None:
    """Serve until the standard input is closed."""
    with bound_socket("127.0.0.1", 0) as listener, build_app() as app:
        address = origin(listener)
        api = app.apis(address)["telnyx-video"]
        announce(f"{api.base_url} {api.token} {address}{_COUNT}")
        http_server(_Counted(app)).run(sockets=[listener])


if __name__ == "__main__":
    main()
