"""Injections of faults into the traffic of the generated client, and their outcomes."""

from ._cancelling import Cancellations, cancel_everywhere
from ._catalogue import INJECTIONS
from ._injection import SUCCESS, Contexts, Injection, StoppedError
from ._observation import Observation
from ._reading import observe, observe_async
from ._tls import no_tls, right_name

__all__ = [
    "INJECTIONS",
    "SUCCESS",
    "Cancellations",
    "Contexts",
    "Injection",
    "Observation",
    "StoppedError",
    "cancel_everywhere",
    "no_tls",
    "observe",
    "observe_async",
    "right_name",
]
