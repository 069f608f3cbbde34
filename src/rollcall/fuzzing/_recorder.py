"""Records the results of the checks of responses, each violation with its reproduction."""

import attrs
from schemathesis.core.failures import Failure

from rollcall.channels import items_of, reproduction
from rollcall.fuzzing._auth import AcceptedError
from rollcall.fuzzing._checks import ANSWERED, Case, decides, law_of
from rollcall.fuzzing._outcomes import CheckOutcomes
from rollcall.fuzzing._schemas import Generation
from rollcall.fuzzing._symptoms import symptom_of, unanswered_symptom
from rollcall.http import Response, Unanswered, cut, exchange_of
from rollcall.laws import Key, Results, Symptom, Violation
from rollcall.spec import Operation

__all__ = ["Recorder"]

_BODY_SHOWN = 400


@attrs.define(kw_only=True)
class Recorder(Generation):
    """Records what the responses to generated requests show.

    Attributes:
        results: Keeps the results.
        unit: The id of the unit that sends the next request.
        failed: The cases that failed in this unit, each with its violation and symptom.
    """

    results: Results
    unit: str = attrs.field(default="", init=False)
    failed: dict[tuple[Key, Symptom | None], Case] = attrs.field(
        factory=dict, init=False, repr=False
    )

    def unanswered(self, problem: Unanswered) -> Symptom:
        """Record that a request got no response, and return the symptom."""
        operation = problem.operation
        self.results.count(operation.id)
        again = reproduction(problem.request, self.transport, self.spec, operation)
        symptom = unanswered_symptom(problem)
        self.results.fail(
            Violation(
                channel="http",
                operation=operation.id,
                law=ANSWERED,
                title="No response",
                detail=f"Expected a response within {self.transport.timeout:g} s, but {problem}.",
                curl=again.curl,
                python=again.python,
                unit=self.unit,
                symptom=symptom,
            )
        )
        return symptom

    def note(
        self,
        case: Case,
        response: Response,
        outcomes: CheckOutcomes,
        unit: str,
    ) -> None:
        """Record the outcomes of the checks of a response.

        Args:
            case: The case that was sent.
            response: The response.
            outcomes: The outcomes.
            unit: The id of the unit that sent the request.
        """
        operation = self.operation_of(case)
        tally = self.results.tally(operation.id)
        tally.statuses[response.status_code] += 1
        tally.with_items += bool(items_of(operation, response))
        for name, failure in outcomes:
            if failure is not None:
                self.fail(case, response, name, failure, unit)
            elif decides(name, case, response):
                self.results.passed("http", operation.id, law_of(name))

    def fail(
        self,
        case: Case,
        response: Response,
        check: str,
        problem: Failure | AcceptedError,
        unit: str,
    ) -> None:
        """Record a violation.

        Args:
            case: The case that was sent.
            response: The response.
            check: The name of the check that failed.
            problem: Its failure.
            unit: The id of the unit that sent the request.
        """
        operation = self.operation_of(case)
        known = self.path_values(operation)
        detail = str(problem)
        if isinstance(problem, Failure):
            body = cut(response.content, _BODY_SHOWN)
            detail = f"{problem.message}\n\n[{response.status_code}] {body}".strip()
        again = reproduction(response.request, self.transport, self.spec, operation)
        symptom = symptom_of(check, operation, known, response, case, problem)
        at_fault = (each for each in symptom.places if operation.parameter(each) is not None)
        violation = Violation(
            channel="http",
            operation=operation.id,
            law=law_of(check),
            title=problem.title,
            detail=detail,
            curl=again.curl,
            python=again.python,
            exchanges=(exchange_of(response),),
            unit=unit,
            symptom=symptom,
            parameters=tuple(at_fault),
        )
        if self.results.fail(violation):
            self.failed[violation.key, violation.symptom] = case

    def operation_of(self, case: Case) -> Operation:
        """Return the operation of a case."""
        label = case.operation.label
        return next(each for each in self.spec.operations if each.label == label)
