"""One injection: what the server does wrong, and what may become of it."""

import ssl
from collections.abc import Callable
from typing import Any, Final, Literal, TypeAlias

import attrs

from benchmarks._faulty_servers import Answer, List
from telnyx_video import Retries

__all__ = ["STOPPED", "SUCCESS", "Contexts", "Injection", "Stop", "StoppedError"]

SUCCESS: Final = "all rows"
"""The outcome of a list that is read to its end."""

STOPPED: Final = "stopped"
"""The outcome of a list that its consumer leaves before the end."""


Stop: TypeAlias = Literal["break", "close", "quit", "raise"]
"""How a consumer leaves a list before the end: by ``quit``, it closes the client at once."""

_RETRIES = Retries(count=3, backoff=0.02, max_backoff=0.1, max_wait=5.0)


class StoppedError(Exception):
    """Raised by a consumer in the middle of a list."""


@attrs.frozen
class Contexts:
    """The TLS contexts of a server, if it speaks TLS, and of the client, if not its own."""

    server: ssl.SSLContext | None
    client: ssl.SSLContext | None


@attrs.frozen
class Injection:
    """A fault, and the client it is injected into.

    Attributes:
        name: The fault.
        outcomes: What may become of it: ``SUCCESS``, ``STOPPED``, or the class of an error.
        answer: Answers the requests, given the address of another origin.
        rooms: The list that is read.
        timeout: The client's timeout, in seconds.
        total_timeout: The client's time for one page, in seconds.
        retries: The client's retries.
        max_body: The client's longest body, in bytes.
        contexts: Makes the TLS contexts, for a server that speaks TLS.
        stop: How the consumer leaves the list after five rows, if it does.
    """

    name: str
    outcomes: frozenset[str]
    answer: Callable[[str], Answer]
    rooms: List = attrs.field(factory=List)
    timeout: float = 2.0
    total_timeout: float = 5.0
    retries: Retries = _RETRIES
    max_body: int = 2**20
    contexts: Callable[[], Contexts] | None = None
    stop: Stop | None = None

    @property
    def budget(self) -> float:
        """The seconds within which the list must end, one way or the other.

        Only one of its pages takes long, or all together take no longer than one may.
        """
        return self.total_timeout

    @property
    def options(self) -> dict[str, Any]:
        """The client's options."""
        return {
            "timeout": self.timeout,
            "total_timeout": self.total_timeout,
            "retries": self.retries,
            "max_body": self.max_body,
        }
