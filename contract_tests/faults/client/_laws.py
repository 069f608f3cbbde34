"""Tries the laws on a server through a faulty client."""

import io
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType

import attrs

from contract_tests._ledger import Ledger
from contract_tests._options import Options
from contract_tests._profiles import PROFILES, Effort
from contract_tests._progress import Progress
from contract_tests._run import Run, open_run
from contract_tests._served import Served
from contract_tests._transport import Unanswered
from contract_tests.contract import Document, Operation
from contract_tests.laws import LAWS, Law, Runner, applies, tried_through

from ._verdict import Verdict

__all__ = ["Server", "Warm", "try_laws", "warmed"]

_CHANNELS = ("client", "client-async", "client-ahead")
_TIMEOUT = 10.0


@attrs.frozen
class Server:
    """A server, and what to ask it by.

    Attributes:
        document: The contract.
        base_url: Where it is.
        token: What authenticates the requests.
        profile: How hard the laws try, by the name of a profile.
        seed: What everything that is drawn follows from.
        parents: The values of path parameters that are not to be looked for.
    """

    document: Document
    base_url: str
    token: str = attrs.field(repr=False)
    profile: str
    seed: int
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@attrs.frozen
class Warm:
    """What is known of a server before any client was asked.

    Attributes:
        server: The server.
        runner: Knows its lists. Its connections are closed.
    """

    server: Server
    runner: Runner


def warmed(server: Server) -> Warm:
    """Read the lists of a server, to compare the clients with.

    Raises:
        pytest.UsageError: The server is not there, or refuses the token.
        SpecError: The spec has no credential that can be sent.
    """
    with _opened(server) as run:
        for operation in _lists(server.document):
            parents = run.runner.parents(operation)
            for parent in parents or ((None,) if not _needs_parent(operation) else ()):
                run.runner.baselines.of(operation, parent)
        return Warm(server, run.runner)


def try_laws(
    warm: Warm, patterns: Sequence[str], accused: frozenset[str], *, tries_all: bool
) -> Verdict:
    """Try laws until one is broken.

    Args:
        warm: The server, and what is known of it.
        patterns: The ids of the laws, or patterns of them, the soonest first.
        accused: What is broken without a fault, as ``Verdict.broken`` has it.
        tries_all: Whether to go on when something is broken.
    """
    started = time.monotonic()
    broken: list[str] = []
    with _opened(warm.server) as run:
        runner = _like(warm.runner, run)
        for law, operation, channel in _ordered(warm.server.document, patterns):
            for subject in applies(law, warm.server.document, operation):
                place = " ".join(filter(None, (law.id, operation.id, channel, subject)))
                try:
                    judgement = runner.judge_subject(law, operation, channel, subject)
                    title = judgement.finding.title if judgement.finding else ""
                except Unanswered as problem:
                    title = str(problem)
                if not title or place in accused:
                    continue
                broken.append(place)
                if tries_all:
                    continue
                requests = sum(each.requests for each in run.ledger.tallies.values())
                about = place.removeprefix(f"{law.id} ")
                seconds = time.monotonic() - started
                return Verdict("killed", law.id, about, title, requests, seconds)
    seconds = time.monotonic() - started
    return Verdict("survived", seconds=seconds, broken=tuple(broken))


def _ordered(document: Document, patterns: Sequence[str]) -> Iterator[tuple[Law, Operation, str]]:
    named = [law for each in patterns for law in LAWS if fnmatchcase(law.id, each)]
    known = {law.id: law for law in named}
    for law in known.values():
        for channel in _CHANNELS:
            for operation in _lists(document):
                if channel in tried_through(law, operation):
                    yield law, operation, channel


def _lists(document: Document) -> list[Operation]:
    return [each for each in document.operations if each.listing is not None]


def _needs_parent(operation: Operation) -> bool:
    return operation.listing is not None and operation.listing.parent is not None


def _like(runner: Runner, run: Run) -> Runner:
    """Give a runner that knows what another knows, and has connections of its own."""
    http = run.runner.http
    baselines = attrs.evolve(runner.baselines, channel=http)
    return attrs.evolve(runner, http=http, channels=run.runner.channels, baselines=baselines)


@contextmanager
def _opened(server: Server) -> Iterator[Run]:
    options = Options(
        spec=Path(server.document.path),
        base_url=server.base_url,
        token=server.token,
        parents=server.parents,
        request_timeout=_TIMEOUT,
        max_wait=60,
        json_report=None,
        html_report=None,
        max_requests=None,
        rate=None,
        max_time=None,
        max_rows=20_000,
        probes_methods=False,
        requires_witnesses=False,
    )
    progress = Progress(io.StringIO(), nullcontext, Ledger(), is_live=False, is_quiet=True)
    effort = Effort(PROFILES[server.profile], server.seed)
    address = Served(server.base_url, server.token, server.parents)
    with open_run(options, server.document, address, effort, progress) as run:
        yield run
