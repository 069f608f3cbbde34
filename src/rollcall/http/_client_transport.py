"""The transport of one call of a client: it knows when the call has ended."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import attrs
import httpx
from anyio import to_thread

__all__ = ["AsyncClientTransport", "ClientTransport", "Lifetime", "Note"]

Note = Callable[[httpx.Response | None], None]
"""Called with each decoded response to a client; with None if it cannot be decoded."""

_GLANCE = 0.05
"""The seconds after which a wait checks again whether the run was interrupted."""


@attrs.define(eq=False)
class Lifetime:
    """The lifetime of a call, and how many of its requests are under way, from any thread."""

    _pending: int = 0
    _is_over: bool = False
    _changed: threading.Condition = attrs.field(factory=threading.Condition, repr=False)

    def end(self) -> None:
        """End the call: its requests that were not sent yet are refused."""
        with self._changed:
            self._is_over = True

    def check(self) -> None:
        """Raise httpx.TransportError if the call has ended."""
        if self._is_over:
            raise httpx.TransportError("the call has ended")

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Return a context in which a request is under way.

        Raises:
            httpx.TransportError: The call has ended.
        """
        with self._changed:
            self.check()
            self._pending += 1
        try:
            yield
        finally:
            with self._changed:
                self._pending -= 1
                self._changed.notify_all()

    def settle(self, halt: threading.Event) -> None:
        """Wait until no request is under way.

        Args:
            halt: An event that ends the wait.
        """
        with self._changed:
            while self._pending and not halt.is_set():
                self._changed.wait(_GLANCE)


@attrs.define(eq=False)
class ClientTransport(httpx.BaseTransport):
    """Sends the requests of one call of a client, which may come from several threads.

    Once it is closed, it sends nothing more. A response to an earlier request may still arrive:
    ``settle`` waits for it.

    Attributes:
        send: Sends a request.
        halt: An event that is set when the run is interrupted.
    """

    send: Callable[[httpx.Request, Lifetime], httpx.Response]
    halt: threading.Event
    _lifetime: Lifetime = attrs.field(factory=Lifetime, init=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return its complete response.

        Raises:
            httpx.TransportError: No complete response came in time, or the call has ended.
        """
        return self.send(request, self._lifetime)

    def close(self) -> None:
        """Send nothing from now on."""
        self._lifetime.end()

    def settle(self) -> None:
        """Wait for the responses to all requests that were sent, unless the run is interrupted."""
        self._lifetime.settle(self.halt)


@attrs.frozen
class AsyncClientTransport(httpx.AsyncBaseTransport):
    """Sends the requests of one call of an asynchronous client.

    Attributes:
        inner: Sends them, each in a thread, so that bounds and budget have one implementation.
    """

    inner: ClientTransport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; see ``ClientTransport.handle_request``."""
        return await to_thread.run_sync(self.inner.handle_request, request, abandon_on_cancel=True)

    async def aclose(self) -> None:
        """Send nothing from now on."""
        self.inner.close()
