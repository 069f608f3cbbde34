"""Tries faults in several processes, and gathers what came of them."""

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

import attrs

from rollcall.mutants._gauge import Gauge
from rollcall.mutants._harness import Trial
from rollcall.mutants._mutant import Mutant
from rollcall.mutants._worker import (
    Accused,
    Assignment,
    Attempt,
    Control,
    Ready,
    Told,
    Trouble,
    work,
)

__all__ = ["CampaignError", "Findings", "Plan", "conduct"]

_REDRAW_SECONDS = 0.1
_STOP_SECONDS = 5.0


class CampaignError(Exception):
    """The campaign could not begin: the server is not there, or refuses the token."""


@attrs.frozen
class Plan:
    """What is to be tried, and how.

    Attributes:
        mutants: The faults.
        channels: The channels, in their order, as far as there are such.
        assignment: What every worker needs to know; the budget is that of all of them together.
        workers: How many processes there are.
    """

    mutants: Sequence[Mutant]
    channels: Sequence[str]
    assignment: Assignment
    workers: int


@attrs.define
class Findings:
    """What a campaign has found so far.

    Attributes:
        channels: The channels that there are.
        trials: What came of the faults, by fault and channel.
        sound: What is broken without any fault, by channel, each in a line.
        controls: How many seconds it took to see that, by channel.
        broken: What could not be tried for an error of its own, each in a line.
        stopped: Why the campaign ended early, if it did.
        is_failed: Whether that is an error, rather than what was asked for.
    """

    channels: tuple[str, ...] = ()
    trials: dict[tuple[str, str], Trial] = attrs.field(factory=dict)
    sound: dict[str, Sequence[str]] = attrs.field(factory=dict)
    controls: dict[str, float] = attrs.field(factory=dict)
    broken: list[str] = attrs.field(factory=list)
    stopped: str | None = None
    is_failed: bool = False


@attrs.define
class _Hand:
    """A worker, as it is seen from here."""

    process: SpawnProcess
    connection: Connection
    task: Control | Attempt | None = None
    since: float = 0.0
    is_ready: bool = False
    knows: set[str] = attrs.field(factory=set)


def conduct(plan: Plan, gauge: Gauge, violations: Findings) -> None:
    """Try the faults of a plan, each through each channel.

    First, what is broken without any fault is found out, by channel; meanwhile, the other workers
    try the faults of channels of which that is known.

    Args:
        plan: The plan.
        gauge: Shows how far it is.
        violations: Receives what was found, also if the campaign is interrupted.

    Raises:
        CampaignError: It cannot begin.
        KeyboardInterrupt: The user has had enough; the workers have ended.
    """
    with _hired(plan) as hands:
        _Dealer(plan, gauge, violations, [*hands]).run()


@contextmanager
def _hired(plan: Plan) -> Iterator[list[_Hand]]:
    """Start the workers, and end them whatever happens."""
    context = multiprocessing.get_context("spawn")
    hands: list[_Hand] = []
    count = plan.workers
    whole = plan.assignment
    try:
        for number in range(count):
            share = attrs.evolve(
                whole,
                rate=whole.rate / count if whole.rate is not None else None,
                max_requests=_share(whole.max_requests, count, number),
            )
            here, there = context.Pipe()
            process = context.Process(target=work, args=(there, share), daemon=True)
            # A worker begins with the signals that are ignored here: until it is set up, an
            # interrupt would have it print where it was.
            before = signal.signal(signal.SIGINT, signal.SIG_IGN)
            try:
                process.start()
            finally:
                signal.signal(signal.SIGINT, before)
                there.close()
            hands.append(_Hand(process, here))
        yield hands
        for hand in hands:
            hand.connection.close()
        _await(hands)
    finally:
        for hand in hands:
            hand.process.terminate()
        _await(hands)
        for hand in hands:
            hand.process.kill()
            hand.process.join(_STOP_SECONDS)


def _await(hands: Sequence[_Hand]) -> None:
    deadline = time.monotonic() + _STOP_SECONDS
    for hand in hands:
        hand.process.join(max(0.0, deadline - time.monotonic()))


def _share(whole: int | None, count: int, number: int) -> int | None:
    """Return each worker its part of the requests, the first ones one more where it does not fit."""
    return None if whole is None else whole // count + (number < whole % count)


@attrs.define
class _Dealer:
    """Deals the tasks out, each to the worker that is free first."""

    plan: Plan
    gauge: Gauge
    violations: Findings
    hands: list[_Hand]
    controls: deque[Control] = attrs.field(factory=deque)
    attempts: dict[str, deque[Attempt]] = attrs.field(factory=dict)
    accused: dict[str, Accused] = attrs.field(factory=dict)

    def run(self) -> None:
        """Go on until all is done, or nothing can be."""
        while self.hands and self.violations.stopped is None and not self._is_done():
            connections = [each.connection for each in self.hands]
            for connection in wait(connections, _REDRAW_SECONDS):
                hand = next(each for each in self.hands if each.connection is connection)
                self._hear(hand)
            self.gauge.tick(self._doing())
        self.gauge.end()

    def _is_done(self) -> bool:
        is_known = bool(self.violations.channels)
        return is_known and not any(each.task for each in self.hands) and not self._is_left()

    def _is_left(self) -> bool:
        return bool(self.controls) or any(self.attempts.values())

    def _doing(self) -> str:
        controls = [each.task for each in self.hands if isinstance(each.task, Control)]
        if controls:
            return f"looking at the sound server ({', '.join(each.channel for each in controls)})"
        return "" if self.violations.channels else "getting ready"

    def _hear(self, hand: _Hand) -> None:
        try:
            told: Told = hand.connection.recv()
        except (EOFError, OSError):
            self._lost(hand)
            return
        task, hand.task = hand.task, None
        match told:
            case Ready():
                self._enter(told)
                hand.is_ready = True
            case Accused():
                self.accused[told.channel] = told
                self.violations.sound[told.channel] = told.lines
                self.violations.controls[told.channel] = time.monotonic() - hand.since
                hand.knows.add(told.channel)
            case Trial():
                self.violations.trials[told.mutant, told.channel] = told
                self.gauge.count(told.outcome)
            case Trouble():
                self._trouble(hand, task, told)
        for each in [*self.hands]:
            if each.is_ready and each.task is None:
                self._deal(each)

    def _enter(self, told: Ready) -> None:
        if self.violations.channels:
            return
        channels = tuple(each for each in self.plan.channels if each in told.channels)
        self.violations.channels = channels
        self.controls.extend(map(Control, channels))
        for channel in channels:
            own = (Attempt(mutant.id, channel) for mutant in self.plan.mutants)
            self.attempts[channel] = deque(own)
        self.gauge.total = len(channels) * len(self.plan.mutants)

    def _deal(self, hand: _Hand) -> None:
        """Return a worker its next task, if there is one that can be done by now."""
        task: Control | Attempt
        if self.controls:
            task = self.controls.popleft()
        else:
            able = [each for each in self.accused if self.attempts[each]]
            if not able:
                return
            channel = next((each for each in able if each in hand.knows), able[0])
            task = self.attempts[channel].popleft()
            self.gauge.begin()
        try:
            if isinstance(task, Attempt) and task.channel not in hand.knows:
                hand.connection.send(self.accused[task.channel])
                hand.knows.add(task.channel)
            hand.connection.send(task)
        except OSError:
            self._put_back(task)
            self._lost(hand)
            return
        hand.task, hand.since = task, time.monotonic()

    def _put_back(self, task: Control | Attempt | None) -> None:
        if isinstance(task, Control):
            self.controls.appendleft(task)
        elif isinstance(task, Attempt):
            self.attempts[task.channel].appendleft(task)

    def _trouble(self, hand: _Hand, task: Control | Attempt | None, told: Trouble) -> None:
        match told.kind:
            case "refused" if not self.violations.channels:
                raise CampaignError(told.text)
            case "spent":
                # The others have a share of their own, and may go on.
                self._put_back(task)
                self.hands.remove(hand)
                if not self.hands:
                    most = self.plan.assignment.max_requests
                    text = f"{most} requests were sent, and no more may be (--max-requests)"
                    self.violations.stopped = text
            case "broken" if isinstance(task, Attempt):
                self.gauge.count("broken")
                self.violations.broken.append(
                    f"{task.mutant} ({task.channel}) could not be tried: {told.text}"
                )
            case _:
                self._stop(told.text)

    def _lost(self, hand: _Hand) -> None:
        self.hands.remove(hand)
        hand.process.join(_STOP_SECONDS)
        code = hand.process.exitcode
        by = f"by signal {-code}" if code is not None and code < 0 else f"with exit code {code}"
        match hand.task:
            case Attempt(mutant, channel):
                had = f"while it tried {mutant} ({channel})"
            case Control(channel):
                had = f"while it looked at the sound server ({channel})"
            case _:
                had = "while it had no task"
        self._stop(f"a worker was ended {by} {had}")

    def _stop(self, reason: str) -> None:
        if self.violations.stopped is None:
            self.violations.stopped = reason
            self.violations.is_failed = True
