"""Checks the laws on mutants of a server, through the proxy."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase

import attrs

from rollcall.config import Config
from rollcall.http import Budget, Target, Unanswered, bind
from rollcall.laws import Law, Unreadable, applies, registered, tried_through
from rollcall.mutants._harness import CONFORMANCE, Known, Place
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants._proxy import SILENT, Proxy, proxied
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server import server_mutants
from rollcall.reports import ChannelResult
from rollcall.runs import Session, keyring_for, open_session
from rollcall.spec import ListOperation, Spec

__all__ = ["ServerHarness", "open_server_harness"]

_WIDEST = "http"
"""The channel in which single responses are checked too."""

# The proxy limits the time of the server, and may have to read all pages of a list first.
_PROXY_SECONDS = 600.0


@attrs.frozen
class _Detected:
    """A violation that does not exist without the mutant."""

    place: Place
    title: str


@attrs.define
class ServerHarness:
    """The proxy and the session of the laws, set up once for any number of mutants.

    Attributes:
        session: The session of the laws; the proxy is its target.
        proxy: The proxy.
        mutants: The mutants by id.
        is_thorough: Whether laws that are not listed for a mutant are also checked if no
            response differed.
        is_confirming: Whether a violation is checked again without the mutant.
    """

    session: Session
    proxy: Proxy
    mutants: dict[str, ServerMutant]
    is_thorough: bool = False
    is_confirming: bool = True
    _known: dict[str, set[Place]] = attrs.field(factory=dict)

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels of the session."""
        return tuple(self.session.runner.channels)

    @property
    def problem(self) -> str:
        """Why the server did not respond; empty if it did."""
        problem = self.proxy.problem or ""
        return problem if problem.startswith(SILENT) else ""

    def control(self, channel: str) -> Known:
        """Check all laws without a mutant, and return the violations."""
        self._take(None)
        places: list[Place] = []
        lines: list[str] = []
        for operation in self.session.spec.lists:
            for law in registered():
                if not self._is_checked(law, operation, channel):
                    continue
                for each in self.session.runner.evaluate(law, operation, channel):
                    if each.violation is not None:
                        place = operation.id, law.id, each.verdict.subject
                        places.append(place)
                        lines.append(f"{' '.join(place).strip()}: {each.violation.title}")
        for violation in self.session.results.violations.values():
            places.append(violation.key[1:])
            lines.append(f"{violation.operation} {violation.law}: {violation.title}")
        self._raise_problem()
        return Known(channel, frozenset(places), tuple(lines))

    def learn(self, known: Known) -> None:
        """Ignore violations that exist without a mutant."""
        self._known.setdefault(known.channel, set()).update(known.places)

    def attempt(self, mutant: str, channel: str) -> ChannelResult:
        """Check the laws on a mutant, by its id."""
        return self.try_mutant(self.mutants[mutant], channel)

    def try_mutant(self, mutant: ServerMutant, channel: str) -> ChannelResult:
        """Check the laws that are listed for a mutant, until one fails.

        If a response differed and none of these laws failed, all others are checked, but only by
        plain HTTP: a client takes minutes, and detects less.

        Raises:
            Halted: No more may be sent.
            RuntimeError: The mutant or the server failed.
        """
        if mutant.is_open:
            left_open = f"the spec makes no choice of {mutant.convention}"
            return ChannelResult("not applicable", reasons=(left_open,))
        started = time.monotonic()
        self._take(mutant)
        operation = self.session.spec.list_operation(mutant.operation)
        reasons: dict[str, None] = {}
        result: ChannelResult | None = None
        for law, subject, is_listed in self._laws(mutant, operation, channel):
            is_worth_it = self.proxy.changed and channel == _WIDEST
            if not (is_listed or self.is_thorough or is_worth_it):
                break
            detected, reason = self._check(law, operation, channel, subject)
            result = ChannelResult("survived")
            if detected is not None and self._is_caused(mutant, detected, law, subject, channel):
                result = ChannelResult(
                    "killed", detected.place[1], detected.place[2], detected.title
                )
                break
            if reason is not None:
                reasons[f"{law.id}: {reason}"] = None
        if result is None:
            return ChannelResult("not applicable")
        if result.outcome == "survived":
            outcome = result.outcome if self.proxy.changed else "not covered"
            result = ChannelResult(outcome, reasons=tuple(reasons))
        seconds = time.monotonic() - started
        return attrs.evolve(result, requests=self.proxy.requests, seconds=seconds)

    def _check(
        self, law: Law, operation: ListOperation, channel: str, subject: str
    ) -> tuple[_Detected | None, str | None]:
        """Check a law; return the new violation, or else why the law had no witness."""
        try:
            evaluation = self.session.runner.evaluate_subject(law, operation, channel, subject)
        except Unanswered as problem:
            self._raise_problem()
            msg = f"the proxy did not respond: {problem}"
            raise RuntimeError(msg) from None
        self._raise_problem()
        known = self._known.get(channel, set())
        place = operation.id, law.id, subject
        if evaluation.violation is not None and place not in known:
            return _Detected(place, evaluation.violation.title), None
        for violation in self.session.results.violations.values():
            if channel == _WIDEST and violation.key[1:] not in known:
                return _Detected(violation.key[1:], violation.title), None
        return None, evaluation.verdict.reason

    def _is_caused(
        self, mutant: ServerMutant, detected: _Detected, law: Law, subject: str, channel: str
    ) -> bool:
        """Return whether a violation disappears without the mutant; if not, ignore it later on."""
        if not self.is_confirming:
            return True
        requests, changed = self.proxy.requests, self.proxy.changed
        self._take(None)
        operation = self.session.spec.list_operation(mutant.operation)
        without, _ = self._check(law, operation, channel, subject)
        self._take(mutant)
        self.proxy.requests, self.proxy.changed = requests, changed
        if without is not None:
            self.learn(Known(channel, frozenset({detected.place, without.place})))
        return without is None

    def _laws(
        self, mutant: ServerMutant, operation: ListOperation, channel: str
    ) -> Iterator[tuple[Law, str, bool]]:
        """Yield each law and subject, and whether they are listed for the mutant.

        Listed laws come first; of each, the subject of the mutant comes first.
        """
        applying = {
            law.id: (law, applies(law, self.session.spec, operation))
            for law in registered()
            if self._is_checked(law, operation, channel)
        }
        named = [
            each
            for pattern in mutant.laws
            for each in applying
            if fnmatchcase(each, pattern) or (pattern == CONFORMANCE and each == "page.length")
        ]
        # Single responses are checked in the widest channel only.
        if not named and not (channel == _WIDEST and CONFORMANCE in mutant.laws):
            return
        every = [(each, subject) for each in applying for subject in applying[each][1]]
        subjects = {
            each: (mutant.subject,) if mutant.subject in applying[each][1] else applying[each][1]
            for each in named
        }
        own = [(each, subject) for each in named for subject in subjects[each]]
        # A law about two parameters has the first one as its subject.
        siblings = [(each, subject) for each in named[:1] for subject in applying[each][1]]
        listed = dict.fromkeys([*own, *siblings])
        for each, subject in dict.fromkeys([*listed, *every]):
            yield applying[each][0], subject, (each, subject) in listed

    def _is_checked(self, law: Law, operation: ListOperation, channel: str) -> bool:
        is_left_out = self.session.config.leaves_out(law.id)
        return channel in tried_through(law, operation) and not is_left_out

    def _take(self, mutant: ServerMutant | None) -> None:
        self.proxy.take(mutant)
        self.session.results.clear()
        self.session.runner.renew()

    def _raise_problem(self) -> None:
        if self.proxy.halted is not None:
            raise self.proxy.halted
        if self.proxy.problem is not None:
            raise RuntimeError(self.proxy.problem)


@contextmanager
def open_server_harness(
    spec: Spec,
    target: Target,
    config: Config,
    *,
    is_thorough: bool = False,
    is_confirming: bool = True,
) -> Iterator[ServerHarness]:
    """Yield the laws, whose target is a proxy in front of a server.

    Raises:
        UsageError: The server does not respond, or refuses the credential.
    """
    keyring = keyring_for(spec, target, config)
    spec = bind(spec, keyring.fixed)
    upstream = Upstream(
        spec,
        target.base_url,
        keyring.tokens,
        budget=Budget(config.max_requests, config.rate),
        timeout=config.request_timeout,
        given=target.parents,
        params=frozenset(each.scheme.field for each in keyring.fixed),
    )
    with proxied(upstream) as proxy:
        config = attrs.evolve(
            config,
            request_timeout=_PROXY_SECONDS,
            max_requests=None,
            rate=None,
            max_time=None,
            max_rows=upstream.max_rows,
        )
        with open_session(spec, attrs.evolve(target, base_url=proxy.base_url), config) as session:
            for operation in spec.lists:
                # Parents are read without a mutant, which might hide them.
                with suppress(Unreadable):
                    session.runner.parents(operation)
            mutants = {each.id: each for each in server_mutants(spec)}
            yield ServerHarness(session, proxy, mutants, is_thorough, is_confirming)
