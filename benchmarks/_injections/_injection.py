"""One injection: the fault, and its allowed outcomes."""

import ssl
from collections.abc import Callable
from typing import Any, Final, Literal, TypeAlias

import attrs

from benchmarks._faulty_servers import Handler, List
from telnyx_video import Retries

__all__ = ["STOPPED", "SUCCESS", "Contexts", "Injection", "Stop", "StoppedError"]

SUCCESS: Final = "all rows"
"""The outcome of a list read to its end."""

STOPPED: Final = "stopped"
"""The outcome of a list that the consumer leaves early."""


Stop: TypeAlias = Literal["break", "close", "quit", "raise"]
"""How a consumer leaves a list early; ``quit`` closes the client at once."""

_RETRIES = Retries(count=3, backoff=0.02, max_backoff=0.1, max_wait=5.0)


class StoppedError(Exception):
    """Raised by a consumer in the middle of a list."""


@attrs.frozen
class Contexts:
    """The TLS contexts of the server and the client; None: no TLS, or the default."""

    server: ssl.SSLContext | None
    client: ssl.SSLContext | None


@attrs.frozen
class Injection:
    """A fault, and the client that reads the list.

    Attributes:
        name: The fault.
        outcomes: The allowed outcomes: ``SUCCESS``, ``STOPPED``, or the class of an error.
        handler: Returns the handler of the requests, given the address of another origin.
        rooms: The list that is read.
        timeout: The client's timeout, in seconds.
        total_timeout: The client's time for one page, in seconds.
        retries: The client's retries.
        max_body: The client's limit on bodies, in bytes.
        contexts: Returns the TLS contexts; None: no TLS.
        stop: How the consumer leaves the list after five rows; None: it does not.
    """

    name: str
    outcomes: frozenset[str]
    handler: Callable[[str], Handler]
    rooms: List = attrs.field(factory=List)
    timeout: float = 2.0
    total_timeout: float = 5.0
    retries: Retries = _RETRIES
    max_body: int = 2**20
    contexts: Callable[[], Contexts] | None = None
    stop: Stop | None = None

    @property
    def budget(self) -> float:
        """The time limit of the whole list in seconds; at most one of its pages takes long."""
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
