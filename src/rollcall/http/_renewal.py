"""Tokens that expire in the middle of a run: noticed, and replaced."""

import threading
from collections.abc import Callable

import attrs
import httpx

from rollcall.http._budget import TokenRefused
from rollcall.http._credential import Credentials
from rollcall.http._keyring import Keyring
from rollcall.http._request import build_request, request_url
from rollcall.spec import Operation

__all__ = ["Renewal"]

# Some frameworks refuse an expired token with 403.
_REFUSALS = frozenset({401, 403})


@attrs.define(eq=False)
class Renewal:
    """Tells a token that has expired from a request that is refused for itself.

    A request that the server accepted once is sent again: if it is refused now, the token has
    expired. It is safe for several threads.

    Attributes:
        keyring: The tokens.
        send: Sends a request once, within the budget.
        on_renewal: Called after a token was replaced.
    """

    keyring: Keyring
    send: Callable[[httpx.Request], httpx.Response]
    on_renewal: Callable[[], object]
    _accepted: tuple[httpx.Request, Operation] | None = attrs.field(default=None, repr=False)
    _lock: threading.RLock = attrs.field(factory=threading.RLock, init=False, repr=False)

    def note(self, request: httpx.Request, operation: Operation) -> None:
        """Keep the first request that the server accepts with the right token."""
        if self._accepted is not None:
            return
        credentials = self.keyring.credentials(operation)
        is_right = request.method == "GET" and _is_right(request, credentials)
        if not is_right or not operation.needs_credential:
            return
        with self._lock:
            if self._accepted is None:
                # A proxy of a mutation run must ask the server itself.
                headers = [*request.headers.multi_items(), ("Cache-Control", "no-cache")]
                kept = build_request(request.method, request_url(request), headers)
                credentials.conceal(kept)
                self._accepted = kept, operation

    def revive(self, request: httpx.Request, operation: Operation, status: int) -> bool:
        """Put a new token into a refused request, and return whether it has one.

        Args:
            request: The request, with the token.
            operation: Its operation.
            status: The status of the response.

        Raises:
            TokenRefused: The token has expired, and there is no new one.
        """
        if status not in _REFUSALS:
            return False
        with self._lock:
            credentials = self.keyring.credentials(operation)
            if not credentials.has_token:
                return False
            if not _is_right(request, credentials):
                return self._replace_former(request, credentials)
            if self._accepted is None or self._is_accepted():
                return False
            place = f"{request.method} {request.url.path}"
            problem = f"the server refuses the token that it accepted before ({status} to {place})"
            try:
                for each in credentials.parts:
                    self.keyring.renew(each)
            except TokenRefused as error:
                raise TokenRefused(f"{problem}; {error}") from None
            if not self._is_accepted():
                raise TokenRefused(f"{problem}, and the new token too")
            self.on_renewal()
            return self._replace_former(request, self.keyring.credentials(operation))

    def _is_accepted(self) -> bool:
        assert self._accepted is not None
        kept, operation = self._accepted
        again = build_request(kept.method, request_url(kept), kept.headers.multi_items())
        self.keyring.credentials(operation).reveal(again)
        return self.send(again).status_code not in _REFUSALS

    def _replace_former(self, request: httpx.Request, credentials: Credentials) -> bool:
        """Replace an earlier token in a request, and return whether it has the latest one now."""
        for each in credentials.parts:
            value = each.read(request)
            if value in {former.value for former in self.keyring.former(each)}:
                each.write(request, each.value)
        return _is_right(request, credentials)


def _is_right(request: httpx.Request, credentials: Credentials) -> bool:
    """Return whether a request has the right value at each place."""
    return bool(credentials.parts) and all(
        each.read(request) == each.value for each in credentials.parts
    )
