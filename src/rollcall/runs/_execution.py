"""Executes a unit: a law, a check of the client, or a phase of generated requests."""

from collections.abc import Callable

import attrs

from rollcall.clients import CheckContext, checks
from rollcall.config import Config
from rollcall.fuzzing import Fuzzer
from rollcall.http import Target
from rollcall.laws import Results, Runner, Verdict, applies, find_law
from rollcall.runs._liveness import require_token
from rollcall.runs._units import Unit
from rollcall.spec import Spec

__all__ = ["Execution"]

_CLIENT_SHARE = 4  # an example of a client's check is several calls, through two clients
_UNDECIDED = {"vacuous", "inconclusive"}


@attrs.frozen
class Execution:
    """Executes units, and records what they find at once.

    Attributes:
        spec: The spec.
        target: The server.
        config: The configuration.
        results: All observations.
        fuzzer: Generates requests and checks responses.
        runner: Evaluates the laws.
        count: Called with the operationId of each request of a check of the client.
    """

    spec: Spec
    target: Target
    config: Config
    results: Results
    fuzzer: Fuzzer
    runner: Runner
    count: Callable[[str], None]

    def perform(self, unit: Unit) -> str:
        """Execute a unit, and return why it decided nothing, or an empty text.

        Raises:
            NoRequestsError: A phase has no request to send.
            Unanswered: No complete response arrived.
            Halted: The run cannot continue.
        """
        if unit.kind == "law":
            return self._evaluate(unit)
        if unit.kind == "client":
            return self._check_client(unit)
        if unit.kind == "workflows":
            self.fuzzer.workflows()
        else:
            self.fuzzer.execute(unit.kind, self.spec.operation(unit.operation))
            require_token(self.fuzzer, self.spec.operation(unit.operation), self.runner.given)
        return ""

    def _evaluate(self, unit: Unit) -> str:
        operation = self.spec.list_operation(unit.operation)
        law, undecided = find_law(unit.law), []
        # Each subject is recorded at once: a later one may end the run.
        for subject in applies(law, self.spec, operation):
            each = self.runner.evaluate_subject(law, operation, unit.channel, subject)
            self.results.record(each.verdict)
            self.results.observe(each.sightings, unit.id)
            if each.violation is not None:
                self.results.fail(attrs.evolve(each.violation, unit=unit.id))
            if each.verdict.outcome in _UNDECIDED:
                undecided.append(_shown(each.verdict))
        return "; ".join(undecided)

    def _check_client(self, unit: Unit) -> str:
        operation = self.spec.list_operation(unit.operation)
        (check,) = (each for each in checks(self.spec, [operation]) if each.name == unit.check)
        client_transport = self.fuzzer.transport.client_transport
        return check.run(
            CheckContext(
                spec=self.spec,
                results=self.results,
                unit=unit.id,
                seed=self.config.seed,
                examples=self.config.settings.examples // _CLIENT_SHARE,
                target=self.target,
                transport=lambda each: client_transport(lambda _: self.count(each.id), each),
            )
        )


def _shown(verdict: Verdict) -> str:
    about = f"{verdict.subject}: " if verdict.subject else ""
    return f"{verdict.outcome}: {about}{verdict.reason}"
