"""Where faults are tried: the proxy, and the laws that ask it."""

import io
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

import attrs

from rollcall._options import Options
from rollcall._profiles import PROFILES, Effort
from rollcall._progress import Progress
from rollcall._results import Results
from rollcall._run import Run, open_run
from rollcall._target import Target
from rollcall.http._transport import Unanswered
from rollcall.laws import LAWS, Law, applies, tried_through
from rollcall.mutants._mutant import Mutant
from rollcall.mutants._proxy import Proxy, proxied
from rollcall.mutants._upstream import Upstream
from rollcall.spec import ListOperation, Spec

__all__ = ["CONFORMANCE", "Harness", "Outcome", "Trial", "open_harness"]

CONFORMANCE = "conformance"
"""What stands for all checks of each response among the laws of a fault."""

_WIDEST = "http"
"""The channel through which the laws see everything."""

Outcome = Literal["killed", "survived", "not covered", "not applicable"]
"""What came of a fault: a law noticed it; none did; no answer differed; no law looks there."""

# What the proxy takes for an answer is the server's time, which it bounds, and its own: a whole
# list may have to be read first.
_PATIENCE = 600.0

_Place = tuple[str, str, str]
"""An operationId, the id of a law, and its subject."""


@attrs.frozen
class Trial:
    """A fault, and what came of it through one channel.

    Attributes:
        mutant: The fault's id.
        channel: The channel.
        outcome: What came of it.
        law: The id of the law that noticed it; empty where none did.
        subject: What that law was about.
        title: What it found, in a line.
        requests: How many requests were sent.
        seconds: How long it took.
        reasons: What the laws lacked that found nothing to tell by, in the order of the laws.
    """

    mutant: str
    channel: str
    outcome: Outcome
    law: str = ""
    subject: str = ""
    title: str = ""
    requests: int = 0
    seconds: float = 0.0
    reasons: tuple[str, ...] = ()


@attrs.frozen
class _Noticed:
    """What a law noticed.

    Attributes:
        place: Where: the operation, the law, and its subject.
        title: What, in a line.
    """

    place: _Place
    title: str


@attrs.define
class Harness:
    """The proxy and the laws, set up once for any number of faults.

    Attributes:
        run: The laws' side: it takes the proxy for a server.
        proxy: The proxy.
        accused: The laws that are broken without any fault, by channel: they tell nothing.
        is_thorough: Whether the laws that a fault does not concern are tried, too, where those
            that it does concern saw no answer that differs.
        is_confirming: Whether what a law notices is looked for without the fault, too: data that
            changes meanwhile looks like a fault of the server.
    """

    run: Run
    proxy: Proxy
    accused: dict[str, set[_Place]] = attrs.field(factory=dict)
    is_thorough: bool = True
    is_confirming: bool = False

    def try_sound(self, channel: str) -> list[str]:
        """Try every law on the server as it is, and set those aside that it breaks.

        Returns:
            What is broken, each in a line.

        Raises:
            Unanswered: The server gave no answer.
            Halted: No more may be sent.
        """
        self._take(None)
        found = self.accused.setdefault(channel, set())
        lines: list[str] = []
        for operation in self.run.spec.operations:
            for law in LAWS:
                if not isinstance(operation, ListOperation) or not self._tries(
                    law, operation, channel
                ):
                    continue
                for each in self.run.runner.judge(law, operation, channel):
                    if each.violation is not None:
                        place = operation.id, law.id, each.verdict.subject
                        found.add(place)
                        lines.append(f"{' '.join(place).strip()}: {each.violation.title}")
        for key, violation in self.run.results.violations.items():
            found.add(key[1:])
            lines.append(f"{key[1]} {key[2]}: {violation.title}")
        self._see()
        return lines

    def try_mutant(self, mutant: Mutant, channel: str) -> Trial:
        """Try the laws that a fault concerns until one is broken.

        The others are tried, too, where answers differ and none of these tells, but through plain
        HTTP alone: through the client, all of them find out less, in minutes.

        Raises:
            Halted: No more may be sent.
            RuntimeError: The fault could not be carried out.
        """
        started = time.monotonic()
        self._take(mutant)
        operation = self.run.spec.list_operation(mutant.operation)
        reasons: list[str] = []
        is_tried = False
        trial = Trial(mutant.id, channel, "survived")
        for law, subject, is_concerned in self._ordered(mutant, channel):
            is_worth_it = self.proxy.changed and channel == _WIDEST
            if not (is_concerned or self.is_thorough or is_worth_it):
                break
            is_tried = True
            noticed, reason = self._judge(law, operation, channel, subject)
            if noticed is not None and self._is_of(mutant, noticed, law, subject, channel):
                trial = attrs.evolve(
                    trial,
                    outcome="killed",
                    law=noticed.place[1],
                    subject=noticed.place[2],
                    title=noticed.title,
                )
                break
            if reason is not None:
                reasons.append(f"{law.id}: {reason}")
        if not is_tried:
            return Trial(mutant.id, channel, "not applicable")
        if trial.outcome != "killed" and not self.proxy.changed:
            trial = attrs.evolve(trial, outcome="not covered")
        return attrs.evolve(
            trial,
            requests=self.proxy.requests,
            seconds=time.monotonic() - started,
            reasons=tuple(dict.fromkeys(reasons)) if trial.outcome != "killed" else (),
        )

    def _judge(
        self, law: Law, operation: ListOperation, channel: str, subject: str
    ) -> tuple[_Noticed | None, str | None]:
        """Try a law, and give what it noticed, or else what it lacked."""
        try:
            judgement = self.run.runner.judge_subject(law, operation, channel, subject)
        except Unanswered as problem:
            self._see()
            msg = f"the proxy gave no answer: {problem}"
            raise RuntimeError(msg) from None
        self._see()
        accused = self.accused.get(channel, set())
        place = operation.id, law.id, subject
        if judgement.violation is not None and place not in accused:
            return _Noticed(place, judgement.violation.title), None
        for key, violation in self.run.results.violations.items():
            if channel == _WIDEST and key[1:] not in accused:
                return _Noticed(key[1:], violation.title), None
        return None, judgement.verdict.reason

    def _is_of(
        self, mutant: Mutant, noticed: _Noticed, law: Law, subject: str, channel: str
    ) -> bool:
        """Return whether what was noticed is of the fault: without it, it is not there.

        Where it is there all the same, it is set aside from now on, as `try_sound` does.
        """
        if not self.is_confirming:
            return True
        requests, changed = self.proxy.requests, self.proxy.changed
        self._take(None)
        operation = self.run.spec.list_operation(mutant.operation)
        without, _ = self._judge(law, operation, channel, subject)
        self._take(mutant)
        self.proxy.requests, self.proxy.changed = requests, changed
        if without is None:
            return True
        self.accused.setdefault(channel, set()).update({noticed.place, without.place})
        return False

    def _ordered(self, mutant: Mutant, channel: str) -> Iterator[tuple[Law, str, bool]]:
        """Return the laws that a fault concerns, those about its subject first, then the others.

        With each there is its subject, and whether the fault concerns it.
        """
        operation = self.run.spec.list_operation(mutant.operation)
        applying = {
            law.id: (law, applies(law, self.run.spec, operation))
            for law in LAWS
            if self._tries(law, operation, channel)
        }
        named = [
            each
            for pattern in mutant.laws
            for each in applying
            if fnmatchcase(each, pattern) or (pattern == CONFORMANCE and each == "page.length")
        ]
        # Through the client, the checks of each response are not the channel's own.
        if not named and not (channel == _WIDEST and CONFORMANCE in mutant.laws):
            return
        every = [(law_id, each) for law_id in applying for each in applying[law_id][1]]
        own = [
            (law_id, each)
            for law_id in named
            for each in _nearest(mutant.subject, applying[law_id][1])
        ]
        # A law of two parameters is about the first of them.
        siblings = [(law_id, each) for law_id in named[:1] for each in applying[law_id][1]]
        concerned = dict.fromkeys([*own, *siblings])
        for law_id, subject in dict.fromkeys([*concerned, *every]):
            yield applying[law_id][0], subject, (law_id, subject) in concerned

    def _tries(self, law: Law, operation: ListOperation, channel: str) -> bool:
        is_left_out = self.run.effort.profile.leaves_out(law.id)
        return channel in tried_through(law, operation) and not is_left_out

    def _take(self, mutant: Mutant | None) -> None:
        self.proxy.take(mutant)
        self.run.results.clear()
        self.run.engine.transport.throttled.clear()
        self.run.runner.renew()

    def _see(self) -> None:
        if self.proxy.halted is not None:
            raise self.proxy.halted
        if self.proxy.problem is not None:
            raise RuntimeError(self.proxy.problem)


def _nearest(subject: str, subjects: tuple[str, ...]) -> tuple[str, ...]:
    """Return the subject of a fault, where a law has it, and otherwise all of the law's."""
    return (subject,) if subject in subjects else subjects


@contextmanager
def open_harness(  # noqa: PLR0913 - what a run is told, too
    spec: Spec,
    upstream: Upstream,
    profile: str,
    seed: int,
    parents: Mapping[str, tuple[str, ...]],
    *,
    probes_methods: bool = True,
) -> Iterator[Harness]:
    """Set up the proxy before a server, and the laws before the proxy.

    Args:
        spec: The contract.
        upstream: The server; it is closed in the end.
        profile: How hard the laws try, by the name of a profile.
        seed: What everything that is drawn follows from.
        parents: The values of path parameters that are not to be looked for.
        probes_methods: Whether methods that the contract does not have are tried.

    Raises:
        pytest.UsageError: The server is not there, or refuses the token.
        SpecError: The spec has no credential that can be sent.
    """
    with proxied(upstream) as proxy:
        options = Options(
            spec=Path(spec.path),
            base_url=proxy.base_url,
            token=upstream.token,
            parents=parents,
            request_timeout=_PATIENCE,
            max_wait=60,
            json_report=None,
            html_report=None,
            max_requests=None,
            rate=None,
            max_time=None,
            max_rows=upstream.max_rows,
            probes_methods=probes_methods,
            requires_witnesses=False,
        )
        effort = Effort(PROFILES[profile], seed)
        progress = Progress(io.StringIO(), nullcontext, Results(), is_live=False, is_quiet=True)
        server = Target(proxy.base_url, upstream.token, parents)
        with open_run(options, spec, server, effort, progress) as run:
            yield Harness(run, proxy)
