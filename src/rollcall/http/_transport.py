"""Sends every request of a run, and obeys a server that asks to wait."""

import http.client
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest
import requests
import schemathesis

from rollcall.fuzzing._checks import Case
from rollcall.http._budget import Budget, Halted
from rollcall.http._credential import Credential
from rollcall.http._deadline import DEADLINE, MAX_BODY, BoundedAdapter, TooLongError, total_seconds
from rollcall.http._suffix import SUFFIX, sent_behind

__all__ = [
    "ATTEMPTS",
    "Halted",
    "Transport",
    "Unanswered",
    "allowed_wait",
    "is_loopback",
    "wait_seconds",
]

ATTEMPTS = 5
"""How often a request is sent that is answered 429."""

_TOO_MANY_REQUESTS = 429
_KEPT = 500

_BROKEN = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
_NO_ANSWER = (requests.ConnectionError, requests.Timeout, TooLongError, *_BROKEN)

_CLOSED = "the connection was closed or could not be made"
# A response that is none is a special case of one that breaks off, and no response at all is one
# of those that are none.
_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((requests.Timeout, TimeoutError), "it timed out"),
    ((requests.exceptions.SSLError,), "the TLS connection could not be made"),
    ((ConnectionRefusedError,), "the connection was refused"),
    ((http.client.RemoteDisconnected,), _CLOSED),
    ((http.client.BadStatusLine,), "what came is not HTTP"),
    (_BROKEN, "the response broke off or cannot be decoded"),
)

# RFC 9110, section 9.2.1.
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

Sent = Mapping[str, requests.PreparedRequest]


class Unanswered(BaseException):
    """No complete answer came to a request.

    Not an Exception, so that Hypothesis neither repeats nor shrinks it: each repetition would
    take as long as the first.
    """

    def __init__(self, case: Case, error: requests.RequestException, timeout: float) -> None:
        super().__init__(_reason(error, timeout))
        self.case = case
        self.request = _prepared(error)


@attrs.define
class Transport:
    """Sends requests, one after the other, over one session.

    Attributes:
        base_url: Where the server is.
        credential: What authenticates the requests, if the spec asks for it.
        timeout: How many seconds to wait for more of a response; all of it may take three times
            as many.
        max_wait: How many seconds to wait at most, in one go, when the server says 429.
        on_answer: Called after each complete answer, with the case.
        on_wait: Called before each wait that the server asks for, with its seconds.
        budget: What may be sent, and when.
        sent: The requests last sent, by the id of their case: a check may send some of its own.
        throttled: The responses of status 429 that were waited for, until they are taken.
    """

    base_url: str
    credential: Credential | None
    timeout: float
    max_wait: float
    on_answer: Callable[[Case], None]
    on_wait: Callable[[float], None]
    budget: Budget = attrs.field(factory=Budget)
    sent: dict[str, requests.PreparedRequest] = attrs.field(factory=dict, repr=False)
    throttled: list[schemathesis.Response] = attrs.field(factory=list, repr=False)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Send all requests of schemathesis through here, those of its checks included.

        Its checks send probes of their own, with other credentials or another method. They take
        no session, so this is the one place where all requests pass.
        """
        session = _Session(self.budget)
        for scheme in ("http://", "https://"):
            session.mount(scheme, BoundedAdapter(self.timeout))
        # With no authentication of its own, requests would look for some in a .netrc, and add it
        # to the probes that must carry none.
        session.auth = self.credential.reveal if self.credential else lambda request: request
        # A proxy named in the environment cannot reach the loopback interface of this machine.
        session.trust_env = not is_loopback(self.base_url)
        session.headers.clear()
        transport: Any = schemathesis.transport.get(None)
        send = transport.send

        def patient_send(case: Case, **options: object) -> schemathesis.Response:
            options.update(session=session, timeout=self.timeout, allow_redirects=False)
            return self._send(case, lambda: send(case, **options))

        with session, pytest.MonkeyPatch.context() as patch:
            patch.setattr(transport, "send", patient_send)
            yield

    def deliver(self, case: Case, *, suffix: str = "") -> schemathesis.Response:
        """Send a case with something behind its query that no library would send as it is.

        Args:
            case: The case.
            suffix: What is put there, byte for byte, such as a percent sign that encodes nothing.

        Raises:
            Unanswered: No complete answer came.
            Halted: The run cannot go on.
        """
        with sent_behind(suffix):
            response: schemathesis.Response = case.call()
        return response

    def _send(self, case: Case, send: Callable[[], schemathesis.Response]) -> schemathesis.Response:
        if case.method.upper() not in _SAFE_METHODS:
            msg = f"{case.method} was not sent: a run changes nothing on the server it tests"
            raise Halted(msg)
        for attempt in range(ATTEMPTS):
            try:
                response = send()
            except _NO_ANSWER as error:
                self._conceal(error.request)
                raise Unanswered(case, error, self.timeout) from None
            self._conceal(response.request)
            self.on_answer(case)
            if len(self.sent) > _KEPT:
                self.sent.clear()
            self.sent[case.id] = response.request
            if response.status_code != _TOO_MANY_REQUESTS:
                return response
            self.throttled.append(response)
            if attempt + 1 < ATTEMPTS:
                self._wait(wait_seconds(response.headers, attempt))
        msg = f"the server answered 429 {ATTEMPTS} times to one request, in spite of the waits"
        raise Halted(msg)

    def _conceal(self, request: requests.Request | requests.PreparedRequest | None) -> None:
        if self.credential and isinstance(request, requests.PreparedRequest):
            self.credential.conceal(request)

    def _wait(self, seconds: float) -> None:
        allowed = allowed_wait(seconds, self.max_wait, self.budget)
        self.on_wait(allowed)
        self.budget.sleep(allowed)


class _Session(requests.Session):
    """Sends a request when the budget says so: every one, those sent twice included."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._budget = budget

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # noqa: ANN401 - handed on
        if (wait := self._budget.reserve()) > 0:
            self._budget.sleep(wait)
        try:
            return super().send(request, **options)
        finally:
            request.url = SUFFIX.behind(str(request.url))


def allowed_wait(seconds: float, max_wait: float, budget: Budget) -> float:
    """Return a wait that the server asks for, if there is so much patience and time.

    Args:
        seconds: What it asks for.
        max_wait: The most that is waited in one go.
        budget: The budget of the run.

    Raises:
        Halted: It is too long.
    """
    if seconds > max_wait:
        msg = (
            f"the server answered 429 and asks to wait {seconds:.0f} s; the most that is "
            f"waited is {max_wait:.0f} s (--max-wait)"
        )
        raise Halted(msg)
    budget.allow(seconds)
    return seconds


def wait_seconds(headers: Mapping[str, list[str]], attempt: int) -> float:
    """Return how long to wait after a response of status 429.

    Args:
        headers: The headers of the response, with names in lower case.
        attempt: How often the same request was answered so before.

    Returns:
        The seconds of ``Retry-After`` (RFC 9110 section 10.2.3), a number or a date; or else of
        ``x-ratelimit-reset``; or else 1, 2, 4...
    """
    after = headers.get("retry-after", [""])[0].strip()
    if after.isascii() and after.isdigit():
        return float(after)
    try:
        moment = parsedate_to_datetime(after)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        pass
    reset = headers.get("x-ratelimit-reset", [""])[0].strip()
    if reset.isascii() and reset.isdigit():
        return float(reset)
    return float(2**attempt)


def is_loopback(base_url: str) -> bool:
    """Return whether a server is on this machine."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _prepared(error: requests.RequestException) -> requests.PreparedRequest | None:
    return error.request if isinstance(error.request, requests.PreparedRequest) else None


def _reason(error: requests.RequestException, timeout: float) -> str:
    """Name what went wrong, without the addresses and objects that the library's message holds."""
    if isinstance(error, TooLongError):
        return f"its body is longer than {MAX_BODY // 2**20} MiB"
    if DEADLINE.is_over:
        return f"it was not complete after {total_seconds(timeout):g} s"
    causes = list(_causes(error))
    for kinds, reason in _REASONS:
        if any(isinstance(each, kinds) for each in causes):
            return reason
    return _CLOSED


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Return an error and all that led to it, some of which the libraries keep as arguments."""
    seen: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.append(each)
        yield each
        held = (each.__cause__, each.__context__, *each.args)
        waiting += [other for other in held if isinstance(other, BaseException)]
