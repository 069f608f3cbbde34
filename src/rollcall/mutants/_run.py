"""A mutation run: it distributes mutants among workers, and yields the results."""

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from multiprocessing.connection import wait
from threading import Event

import attrs

from rollcall.config import Config
from rollcall.http import Target, bind
from rollcall.mutants._events import (
    MutantTried,
    MutationEvent,
    MutationFinished,
    MutationProgress,
    MutationStarted,
)
from rollcall.mutants._harness import Known
from rollcall.mutants._pool import Worker, open_pool
from rollcall.mutants._schedule import Schedule
from rollcall.mutants._select import CHANNELS, Mutant, Side, select_mutants, shared
from rollcall.mutants._worker import Assignment, Attempt, Control, Failure, Message, Ready
from rollcall.mutants.documents import GROUPS as DOCUMENT_GROUPS
from rollcall.mutants.server import GROUPS as SERVER_GROUPS
from rollcall.reports import ChannelResult, MutantResult, MutationReport, MutationShard
from rollcall.runs import common_facts, keyring_for, open_session
from rollcall.spec import Spec, UsageError

__all__ = ["mutate"]

_INTERVAL = 0.1


def mutate(  # noqa: PLR0913 - the options of a run
    spec: Spec,
    target: Target,
    config: Config,
    *,
    side: Side = "server",
    only: Sequence[str] = (),
    channels: Sequence[str] = (),
    workers: int = 2,
    most: int = 0,
    is_first: bool = False,
    is_thorough: bool = False,
    is_confirming: bool = True,
    lint: Sequence[str] = (),
    facts: Sequence[str] = (),
    stop: Event | None = None,
) -> Generator[MutationEvent, None, None]:
    """Check the mutants of a server or of a document; closing the generator ends the workers.

    Args:
        spec: The spec.
        target: The correct server, which the unchanged document describes.
        config: The configuration of the laws. All workers share its budget. If it has a shard, only
            the mutants of that shard are checked.
        side: Whether the server or the document is mutated.
        only: Patterns for the ids of the mutants; empty: all.
        channels: The channels or witnesses, in their order; empty: all.
        workers: The number of processes.
        most: The maximum number of mutants, spread over all kinds; 0: no maximum.
        is_first: Whether a killed mutant is not checked in further channels.
        is_thorough: Whether laws that are not listed for a mutant are also checked if no
            response differed.
        is_confirming: Whether a violation is checked again without the mutant, because data that
            changes during the run looks like a mutant.
        lint: The names, as ``module:function``, of functions that list the errors of a
            document; for mutants of documents.
        facts: The names of functions that list the differences of a document from its sources.
        stop: Ends the run early once it is set; the report says that it was interrupted.

    Raises:
        UsageError: A mutant or channel is unknown, the target has a transport, or the server does
            not respond or refuses the credential.
    """
    if target.transport is not None:
        raise UsageError(
            "target: worker processes cannot share its transport; serve the application, and pass "
            "its address"
        )
    known = CHANNELS[side]
    if unknown := {*channels} - {*known}:
        raise UsageError(f"--channel: expected {', '.join(known)}, got {min(unknown)}")
    options = (
        {"is_thorough": is_thorough, "is_confirming": is_confirming}
        if side == "server"
        else {"lint": tuple(lint), "facts": tuple(facts)}
    )
    mutated = spec
    if side == "server":
        # A parameter that each request carries is a constant, and has no mutants of its own.
        mutated = bind(spec, keyring_for(spec, target, config).fixed)
    selected = select_mutants(mutated, side, only, most, operations=config.operations)
    shard, mutants = None, selected
    if config.shard is not None:
        common = {
            **common_facts(spec, target.base_url, config),
            "--only": str(only),
            "--most": str(most),
            "--channel": str(channels),
            **{name: str(value) for name, value in options.items()},
            "mutants": str(len(selected)),
        }
        shard = MutationShard(config.shard.index, config.shard.count, common)
        mutants = shared(selected, config.shard)
        config = attrs.evolve(config, shard=None)
    plan = _Plan(side, tuple(channels or known), mutants, workers, is_first, shard)
    return _Mutation(spec, target, config, plan, options, stop or Event()).events()


@attrs.frozen
class _Plan:
    side: Side
    channels: tuple[str, ...]
    mutants: tuple[Mutant, ...]
    workers: int
    is_first: bool
    shard: MutationShard | None = None


@attrs.define
class _Mutation:
    """A run and its results so far."""

    spec: Spec
    target: Target
    config: Config
    plan: _Plan
    options: Mapping[str, object]
    stop: Event
    started: float = attrs.field(factory=time.monotonic)
    channels: tuple[str, ...] = ()
    known: dict[str, Known] = attrs.field(factory=dict)
    results: dict[str, dict[str, ChannelResult]] = attrs.field(factory=dict)
    schedule: Schedule = attrs.field(factory=Schedule)
    errors: list[str] = attrs.field(factory=list)
    stopped: str | None = None
    is_incomplete: bool = False

    def events(self) -> Generator[MutationEvent, None, None]:
        """Run, and yield the events; the last one contains the report."""
        with open_session(self.spec, self.target, self.config) as session:
            # Errors of the server or the credential are raised before workers start.
            spent = session.fuzzer.transport.budget.spent
        with open_pool([*self._assignments(spent)]) as pool:
            while pool and self.stopped is None and not self._is_done(pool):
                for connection in wait([each.connection for each in pool], _INTERVAL):
                    worker = next(each for each in pool if each.connection is connection)
                    yield from self._receive(worker, pool)
                if self.stop.is_set():
                    self.stopped = "it was interrupted"
                yield MutationProgress(self._doing(pool))
        yield MutationFinished(self._report())

    def _assignments(self, spent: int) -> Iterator[Assignment]:
        """Yield the assignments of the workers, which share the remaining budget."""
        config, count = self.config, self.plan.workers
        left = config.max_requests - spent if config.max_requests is not None else None
        rate = config.rate / count if config.rate is not None else None
        arguments = {**attrs.asdict(config, recurse=False), "rate": rate}
        for name in ("parents", "headers", "params"):
            arguments[name] = {**getattr(config, name), **getattr(self.target, name)}
        for number in range(count):
            share = None if left is None else max(1, left // count + (number < left % count))
            yield Assignment(
                side=self.plan.side,
                path=self.spec.path,
                raw=self.spec.raw,
                base_url=self.target.base_url,
                token=self.target.token,
                config={**arguments, "max_requests": share},
                options=self.options,
            )

    def _is_done(self, pool: Sequence[Worker]) -> bool:
        is_busy = any(each.task for each in pool) or self.schedule
        return bool(self.channels) and not is_busy

    def _doing(self, pool: Sequence[Worker]) -> str:
        controls = [each.task.channel for each in pool if isinstance(each.task, Control)]
        if controls:
            return f"checking the correct {self.plan.side} ({', '.join(controls)})"
        return "" if self.channels else "starting the workers"

    def _receive(self, worker: Worker, pool: list[Worker]) -> Iterator[MutationEvent]:
        """Read a message of a worker, and send each free worker its next task."""
        try:
            message: Message = worker.connection.recv()
        except (EOFError, OSError):
            pool.remove(worker)
            self.stopped, self.is_incomplete = worker.describe_exit(), True
            return
        task, worker.task = worker.task, None
        if isinstance(message, Failure):
            self._fail(message, worker, task, pool)
        else:
            yield from self._enter(message, worker, task, pool)
        for each in pool:
            if each.is_ready and each.task is None:
                is_known = len(self.known) == len(self.channels)
                self.schedule.assign(each, are_controls_done=is_known)

    def _enter(
        self,
        message: Ready | Known | ChannelResult,
        worker: Worker,
        task: Control | Attempt | None,
        pool: Sequence[Worker],
    ) -> Iterator[MutationEvent]:
        match message:
            case Ready(channels):
                worker.is_ready = True
                if not self.channels:
                    yield self._begin(channels)
            case Known(channel):
                self.known[channel] = message
                if len(self.known) == len(self.channels):
                    self._share(pool)
            case ChannelResult() if isinstance(task, Attempt):
                self.results.setdefault(task.mutant, {})[task.channel] = message
                if self.plan.is_first and message.outcome == "killed":
                    worker.rest = ()
                yield MutantTried(task.mutant, task.channel, message)

    def _begin(self, channels: Sequence[str]) -> MutationStarted:
        self.channels = tuple(each for each in self.plan.channels if each in channels)
        self.schedule.fill(self.channels, [each.id for each in self.plan.mutants])
        count = len(self.plan.mutants)
        titles = {each: CHANNELS[self.plan.side][each] for each in self.channels}
        return MutationStarted(titles, count, count * len(self.channels))

    def _share(self, pool: Sequence[Worker]) -> None:
        """Send the workers the violations without a mutant."""
        if self.plan.side == "document" and any(each.lines for each in self.known.values()):
            self.stopped = (
                "the witnesses find errors in the unchanged document, so mutants cannot be checked"
            )
        for known in self.known.values():
            for each in pool:
                each.send(known)

    def _fail(
        self, failure: Failure, worker: Worker, task: Control | Attempt | None, pool: list[Worker]
    ) -> None:
        match failure.kind:
            case "refused" if not self.channels:
                raise UsageError(failure.text)
            case "spent":
                # The other workers have shares of their own.
                self.schedule.put_back(task, worker.rest)
                pool.remove(worker)
                if not pool:
                    most = self.config.max_requests
                    reason = "the maximum of a run (--max-requests)"
                    self.stopped = f"{most} requests were sent, {reason}"
            case "broken" if isinstance(task, Attempt):
                text = f"{task.mutant} ({task.channel}) could not be checked: {failure.text}"
                self.errors.append(text)
            case _:
                self.stopped, self.is_incomplete = failure.text, True

    def _report(self) -> MutationReport:
        plan, seconds = self.plan, time.monotonic() - self.started
        notes = [] if plan.shard else [f"{plan.workers} processes took {seconds:.0f} s"]
        missing = [each for each in plan.channels if each not in self.channels]
        if self.channels and missing:
            notes.append(f"there is no generated package {self.spec.package} to call")
        titles = CHANNELS[plan.side]
        return MutationReport(
            side=plan.side,
            title=self.spec.title,
            version=self.spec.version,
            server=self.target.base_url,
            profile=self.config.profile,
            seed=self.config.seed,
            seconds=round(seconds, 3),
            channels={each: titles[each] for each in self.channels},
            groups={**(SERVER_GROUPS if plan.side == "server" else DOCUMENT_GROUPS)},
            mutants=[self._result(each) for each in plan.mutants],
            sound={each: self.known[each].lines for each in self.channels if each in self.known},
            notes=notes,
            stopped=self.stopped,
            errors=self.errors,
            is_incomplete=self.is_incomplete,
            is_interrupted=self.stop.is_set(),
            shard=plan.shard,
        )

    def _result(self, mutant: Mutant) -> MutantResult:
        return MutantResult(
            id=mutant.id,
            kind=mutant.kind,
            sentence=mutant.sentence,
            operation=mutant.operation,
            subject=mutant.subject,
            needs=mutant.needs,
            equivalent=mutant.equivalent,
            results=self.results.get(mutant.id, {}),
        )
