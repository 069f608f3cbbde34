"""Serves an ASGI application on a socket."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rollcall.spec import UsageError

if TYPE_CHECKING:
    import uvicorn

__all__ = ["bound_socket", "http_server", "origin", "serving"]

# Longer than the request targets that the applications refuse themselves.
_LARGEST_HEAD = 1_048_576
_BACKLOG = 1024
_START_SECONDS = 10.0
_STOP_SECONDS = 10.0


def bound_socket(host: str, port: int) -> socket.socket:
    """Listen on an address; port 0 lets the system choose. Raises `OSError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off for sockets that name the protocol, which those of
    # socket.create_server do not: every response would then wait 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def origin(listener: socket.socket) -> str:
    """Return the `http://HOST:PORT` of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def http_server(app: Any) -> "uvicorn.Server":  # noqa: ANN401 - an ASGI application
    """Return uvicorn for an ASGI application: HTTP/1.1 only, no access log, no server header.

    Raises:
        UsageError: uvicorn is not installed.
    """
    try:
        import uvicorn  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise UsageError(
            "serving an application needs uvicorn: pip install 'rollcall-contract[asgi]'"
        ) from None
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="auto",
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            # Clients pool connections: closing an idle one early races with their next request.
            timeout_keep_alive=75,
            timeout_graceful_shutdown=3,
            h11_max_incomplete_event_size=_LARGEST_HEAD,
        )
    )


@contextmanager
def serving(app: Any, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:  # noqa: ANN401
    """Serve an application in a thread, and yield its origin.

    Raises `OSError` if the address cannot be bound, `TimeoutError` if the server does not start or
    stop within ten seconds.
    """
    with bound_socket(host, port) as listener:
        server = http_server(app)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="server", daemon=True
        )
        thread.start()
        try:
            _await_start(server, thread)
            yield origin(listener)
        finally:
            server.should_exit = True
            thread.join(_STOP_SECONDS)
        if thread.is_alive():
            message = f"the server did not stop within {_STOP_SECONDS:.0f} s"
            raise TimeoutError(message)


def _await_start(server: "uvicorn.Server", thread: threading.Thread) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            message = f"the server did not start within {_START_SECONDS:.0f} s"
            raise TimeoutError(message)
        time.sleep(0.005)
