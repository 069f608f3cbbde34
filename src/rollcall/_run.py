"""A run: what its parts are, and how they come together."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import attrs

from rollcall._options import Options
from rollcall._preflight import prepare
from rollcall._profiles import Effort
from rollcall._progress import Progress
from rollcall._target import Target
from rollcall._wiring import open_runner
from rollcall.channels import ClientChannel
from rollcall.fuzzing import ANSWERED, Fuzzer
from rollcall.http import Budget, Transport, credential_of
from rollcall.laws import Results, Runner
from rollcall.spec import Operation, Spec

__all__ = ["Run", "current_run", "open_run"]

_current: list["Run"] = []


@attrs.define
class Run:
    """One run of the suite against one server.

    Attributes:
        options: What it was asked to do.
        spec: The contract.
        base_url: Where the server is.
        is_sandbox: Whether the server is the sandbox, which ends with the run.
        parents: The values of path parameters that are not looked for, by their names.
        effort: How hard it tries, and from which seed.
        results: What was seen.
        progress: Says what is running.
        engine: Generates, sends and checks.
        runner: Tries the laws.
        started: When it began, on the monotonic clock.
        stopped: Why the run ended early, if it did.
        spent: That the budget is spent, if that was why.
    """

    options: Options
    spec: Spec
    base_url: str
    is_sandbox: bool
    parents: Mapping[str, tuple[str, ...]]
    effort: Effort
    results: Results
    progress: Progress
    engine: Fuzzer
    runner: Runner
    started: float = attrs.field(factory=time.monotonic)
    stopped: str | None = None
    spent: str | None = None


@contextmanager
def open_run(
    options: Options,
    spec: Spec,
    server: Target,
    effort: Effort,
    progress: Progress,
) -> Iterator[Run]:
    """Put a run together, and make it the current one.

    Args:
        options: What it is asked to do.
        spec: The contract.
        server: Where it is, and what it takes.
        effort: How hard it tries.
        progress: Says what is running.

    Raises:
        pytest.UsageError: The server is not there, or refuses the token, or parents are missing.
        SpecError: The spec has no credential that can be sent.
    """
    results = progress.results

    def on_answer(operation: Operation) -> None:
        results.tally(operation.id).requests += 1
        results.passed("http", operation.id, ANSWERED)
        progress.tick()

    transport = Transport(
        base_url=server.base_url,
        credential=credential_of(spec, server.token),
        timeout=options.request_timeout,
        max_wait=options.max_wait,
        on_answer=on_answer,
        on_wait=progress.wait,
        budget=Budget(options.max_requests, options.rate, options.max_time),
    )
    engine = Fuzzer(
        spec=spec,
        transport=transport,
        results=results,
        seed=effort.seed,
        max_examples=effort.profile.examples,
        probes_methods=options.probes_methods,
    )
    run = Run(
        options=options,
        spec=spec,
        base_url=server.base_url,
        is_sandbox=server.is_sandbox,
        parents=server.parents,
        effort=effort,
        results=results,
        progress=progress,
        engine=engine,
        runner=open_runner(engine, options, effort, server.parents),
    )
    with ExitStack() as stack:
        stack.callback(transport.close)
        for channel in run.runner.channels.values():
            if isinstance(channel, ClientChannel):
                stack.callback(channel.close)
        prepare(engine, server.parents)
        _current.append(run)
        try:
            yield run
        finally:
            _current.remove(run)


def current_run() -> Run:
    """Return the run that the tests belong to.

    Test modules are imported by pytest, and take no arguments: this is how they reach it.
    """
    return _current[-1]
