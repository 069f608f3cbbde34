"""Runs a session in a thread, and yields its events."""

import queue
import threading
import time
from collections.abc import Iterator

import attrs

from rollcall.config import Config
from rollcall.http import Target
from rollcall.runs._events import Event, RunFinished
from rollcall.runs._open import open_session
from rollcall.runs._session import Session
from rollcall.spec import Spec

__all__ = ["run"]

_POLL_SECONDS = 0.2
_STOP_SECONDS = 2.0


def run(
    spec: Spec,
    target: Target | None = None,
    config: Config | None = None,
    *,
    halt: threading.Event | None = None,
) -> Iterator[Event]:
    """Check a target against a spec in a thread, and yield the events.

    Ctrl-C and ``halt`` end the run early, and it still yields its report. Closing the iterator
    ends it without a report.

    Args:
        spec: The spec.
        target: The server; None: the application that the spec was read from, which is served.
        config: The configuration.
        halt: An event that any thread may set to stop all requests.

    Yields:
        RunStarted, the events of each unit, and RunFinished with the report.

    Raises:
        UsageError: The run cannot start.
        SpecError: The spec requires a credential that cannot be sent.
    """
    worker = _Worker(spec, target, config, halt or threading.Event())
    thread = threading.Thread(target=worker.work, name="rollcall", daemon=True)
    thread.start()
    try:
        yield from worker.read()
    finally:
        worker.halt.set()
        thread.join(_STOP_SECONDS)


@attrs.define
class _Worker:
    """Executes a run in one thread; another thread reads its events."""

    spec: Spec
    target: Target | None
    config: Config | None
    halt: threading.Event
    session: Session | None = None
    events: queue.SimpleQueue[Event | BaseException] = attrs.field(factory=queue.SimpleQueue)

    def work(self) -> None:
        """Execute all units, and put each event into the queue."""
        put = self.events.put
        try:
            given = self.spec, self.target, self.config, put, self.halt
            with open_session(*given, on_open=self._take) as session:
                put(session.started())
                for unit in session.units:
                    session.execute(unit)
                    if session.ending.reason is not None and not session.ending.is_spent:
                        break
                put(RunFinished(session.report()))
        except BaseException as problem:  # noqa: BLE001 - raised again where events are read
            put(problem)

    def _take(self, session: Session) -> None:
        self.session = session

    def read(self) -> Iterator[Event]:
        """Yield the events."""
        deadline: float | None = None
        while True:
            try:
                event = self.events.get(timeout=_POLL_SECONDS)
            except KeyboardInterrupt:
                if self.halt.is_set():
                    raise
                self.halt.set()
                continue
            except queue.Empty:
                if not self.halt.is_set():
                    continue
                # The report must not wait for a request without a response.
                deadline = deadline or time.monotonic() + _STOP_SECONDS
                if time.monotonic() < deadline:
                    continue
                event = self._cut_short()
            if isinstance(event, BaseException):
                raise event
            yield event
            if isinstance(event, RunFinished):
                return

    def _cut_short(self) -> RunFinished:
        if self.session is None:
            raise KeyboardInterrupt
        ending = self.session.ending
        ending.reason = ending.reason or "it was interrupted"
        return RunFinished(self.session.report())
