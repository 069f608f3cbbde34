"""The tasks of a mutation run, in the order in which workers get them."""

from collections import deque
from collections.abc import Iterable, Sequence

import attrs

from rollcall.mutants._pool import Worker
from rollcall.mutants._worker import Attempt, Control

__all__ = ["Schedule"]


@attrs.frozen
class Schedule:
    """The tasks that no worker has: the controls, then each mutant through each channel."""

    _controls: deque[str] = attrs.field(factory=deque)
    _mutants: deque[tuple[str, tuple[str, ...]]] = attrs.field(factory=deque)

    def __bool__(self) -> bool:
        return bool(self._controls or self._mutants)

    def fill(self, channels: tuple[str, ...], mutants: Iterable[str]) -> None:
        """Add a control of each channel, and each mutant, by its id."""
        self._controls.extend(channels)
        self._mutants.extend((each, channels) for each in mutants)

    def assign(self, worker: Worker, *, are_controls_done: bool) -> None:
        """Send a worker its next task, if one is ready.

        Args:
            worker: A worker without a task.
            are_controls_done: Whether the results of all controls are known.
        """
        task: Control | Attempt
        if self._controls:
            task = Control(self._controls.popleft())
        elif not are_controls_done:
            return
        else:
            mutant = worker.mutant
            if not worker.rest:
                if not self._mutants:
                    return
                mutant, worker.rest = self._mutants.popleft()
            task = Attempt(mutant, worker.rest[0])
            worker.mutant, worker.rest = mutant, worker.rest[1:]
        worker.task = task
        worker.send(task)

    def put_back(self, task: Control | Attempt | None, rest: Sequence[str]) -> None:
        """Add the task of a worker that cannot go on.

        Args:
            task: The task; None: the worker had none.
            rest: The channels that are left for its mutant.
        """
        if isinstance(task, Attempt):
            self._mutants.appendleft((task.mutant, (task.channel, *rest)))
        elif task is not None:
            self._controls.appendleft(task.channel)
