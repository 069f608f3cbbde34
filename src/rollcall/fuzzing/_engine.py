"""The schemathesis side: its schemas, configured for a run, and what is noted of each response."""

import time
from collections.abc import Mapping
from typing import Any

import attrs
import hypothesis
import requests
import schemathesis
import schemathesis.checks
from schemathesis.engine.recorder import ScenarioRecorder

from rollcall._results import Key, Results, Violation
from rollcall.fuzzing._checks import ANSWERED, Case, decides, is_negative_at, law_of
from rollcall.fuzzing._samples import Samples
from rollcall.fuzzing._schemas import Source, load_schema
from rollcall.http._exchange import Reproduction, exchange_of
from rollcall.http._json import read_json
from rollcall.http._reproduce import as_curl, as_python
from rollcall.http._transport import Halted, Transport, Unanswered
from rollcall.spec import ListOperation, Operation, Spec

__all__ = ["Engine", "items_of"]

_SHRINK_SECONDS = 20.0
_BODY_SHOWN = 400
_RESPONSE_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)


@attrs.define
class Engine:
    """Generates requests, sends them, and enters in the ledger what the checks say.

    Attributes:
        spec: The contract.
        transport: What sends the requests.
        results: Where the results are entered.
        seed: What all generated requests follow from.
        samples: Values with which the operations find data, by operationId.
        max_examples: How many requests are drawn for an operation.
        probes_methods: Whether methods that the spec does not have are tried.
    """

    spec: Spec
    transport: Transport
    results: Results
    seed: int
    samples: Mapping[str, Samples] = attrs.field(factory=dict)
    max_examples: int = 50
    probes_methods: bool = True
    _failures: dict[object, ExceptionGroup[Exception]] = attrs.field(factory=dict, repr=False)
    _failed: dict[Key, Case] = attrs.field(factory=dict, repr=False)
    _first_failure: float = 0.0
    _plain: schemathesis.BaseSchema | None = attrs.field(default=None, repr=False)

    def schema(self, phase: str, *operations: Operation) -> schemathesis.BaseSchema:
        """Load the spec for one of the phases, and for some operations or all."""
        return load_schema(
            Source(
                self.spec,
                self.transport,
                self.seed,
                self.samples,
                self.probes_methods,
                self.max_examples,
            ),
            phase,
            operations or self.spec.operations,
            self._note,
        )

    def operation_of(self, case: Case) -> Operation:
        """Return the operation that a case belongs to."""
        label = case.operation.label
        return next(each for each in self.spec.operations if each.label == label)

    def case(
        self,
        operation: Operation,
        path_parameters: Mapping[str, str],
        query: Mapping[str, str] | None = None,
        *,
        key: str = "right",
    ) -> Case:
        """Build a request.

        Args:
            operation: The operation.
            path_parameters: The values of the path parameters, others may be among them.
            query: The values of the query parameters.
            key: How the request authenticates itself: ``none``, or see ``Credential.values``.
        """
        if self._plain is None:
            self._plain = self.schema("examples")
        template: Any = self._plain[operation.path][operation.method]
        credential = self.transport.credential
        headers = {}
        if credential is not None and key != "none":
            headers[credential.header] = credential.values()[key]
        case: Case = template.Case(
            path_parameters={name: path_parameters[name] for name in _path_names(operation)},
            query=dict(query or {}),
            headers=headers,
        )
        return case

    def send(
        self, operation: Operation, path_parameters: Mapping[str, str]
    ) -> schemathesis.Response:
        """Send an operation with these path parameters and nothing else, unchecked.

        Raises:
            Unanswered: No complete answer came.
            Halted: The run cannot go on.
        """
        response: schemathesis.Response = self.case(operation, path_parameters).call()
        self.transport.throttled.clear()
        return response

    def validate(self, case: Case, response: schemathesis.Response) -> None:
        """Run the checks of a response, whatever it was asked for, and enter what they say."""
        throttled, self.transport.throttled = self.transport.throttled, []
        for each in (*throttled, response):
            _failures(case, each, checks=[_check(name) for name in _RESPONSE_CHECKS])

    def reproduction(self, request: requests.PreparedRequest, operation: Operation) -> Reproduction:
        """Return how to send a request again."""
        curl = as_curl(request, self.transport.credential)
        return Reproduction(curl, self._python(request, operation))

    def exchange(
        self, case: Case, recorder: ScenarioRecorder | None = None
    ) -> schemathesis.Response:
        """Send a case and run all checks on the response.

        Args:
            case: The case.
            recorder: schemathesis' record of a workflow, where the case belongs to one.

        Raises:
            ExceptionGroup: Checks failed. schemathesis' own group is no Exception, so that
                Hypothesis would neither shrink it nor look for others.
            Unanswered: No complete answer came.
            Halted: The run cannot go on.
        """
        response = case.call()
        throttled, self.transport.throttled = self.transport.throttled, []
        failed: list[Exception] = []
        for each in throttled:
            failed += _failures(case, each, checks=[_check(name) for name in _RESPONSE_CHECKS])
        failed += _failures(case, response, recorder=recorder)
        self.transport.throttled.clear()
        if failed:
            msg = "the contract is broken"
            raise ExceptionGroup(msg, failed)
        return response

    def search(self, case: Case, recorder: ScenarioRecorder | None = None) -> schemathesis.Response:
        """Send a case that Hypothesis drew, and run all checks, as ``exchange`` does.

        Hypothesis shrinks a failure for up to five minutes. Here it has less: after some seconds
        nothing more is sent, and only the cases that are known to fail still do.
        """
        key = (case.method, case.formatted_path, repr(case.query), repr(dict(case.headers)))
        if self._first_failure and time.monotonic() - self._first_failure > _SHRINK_SECONDS:
            if key in self._failures:
                raise self._failures[key]
            hypothesis.reject()
        try:
            return self.exchange(case, recorder)
        except ExceptionGroup as failures:
            self._first_failure = self._first_failure or time.monotonic()
            self._failures[key] = failures
            raise

    def is_answering(self, given: Mapping[str, tuple[str, ...]]) -> bool:
        """Ask the server for anything at all, and say whether it answered."""
        operation = self.spec.operations[0]
        try:
            self.send(
                operation, {name: given.get(name, ("0",))[0] for name in _path_names(operation)}
            )
        except Unanswered:
            return False
        return True

    def begin(self, test: str) -> None:
        """Enter what follows under a test."""
        self.results.test = test
        self._failures.clear()
        self._failed.clear()
        self._first_failure = 0.0

    def shrink(self) -> None:
        """Find the smallest request for each failure of the test: without this parameter, or that.

        Hypothesis shrinks what it drew, but neither examples nor coverage cases.
        """
        for key, case in list(self._failed.items()):
            smallest = case
            for name in sorted(case.query.keys() - _culprits(case)):
                query = {each: smallest.query[each] for each in smallest.query if each != name}
                candidate = smallest.derive(query=query, keep_auth=True)
                failed = self.results.failed[key]
                try:
                    self.exchange(candidate)
                except ExceptionGroup:
                    pass
                except (Unanswered, Halted):
                    return
                if self.results.failed[key] > failed:
                    smallest = candidate

    def unanswered(self, problem: Unanswered) -> None:
        """Enter that a request was not answered."""
        case = problem.case
        operation = self.operation_of(case)
        self.results.tally(operation.id).requests += 1
        request = problem.request or requests.Request(**case.as_transport_kwargs()).prepare()
        self.results.fail(
            Violation(
                channel="http",
                operation=operation.id,
                law=ANSWERED,
                title="No answer",
                detail=f"Expected a response within {self.transport.timeout:g} s, but {problem}.",
                curl=as_curl(request, self.transport.credential),
                python=self._python(request, operation),
            )
        )

    def _note(
        self,
        case: Case,
        response: schemathesis.Response,
        results: list[schemathesis.CheckResult],
    ) -> None:
        operation = self.operation_of(case)
        tally = self.results.tally(operation.id)
        tally.statuses[response.status_code] += 1
        tally.with_items += bool(items_of(operation, response))
        failing = {result.name for result in results if result.failure is not None}
        for result in results:
            if result.failure is not None:
                violation = self._finding(operation, response, result)
                if self.results.fail(violation):
                    self._failed[violation.key] = case
            elif result.name not in failing and decides(result.name, case, response):
                self.results.passed("http", operation.id, law_of(result.name))

    def _finding(
        self,
        operation: Operation,
        response: schemathesis.Response,
        result: schemathesis.CheckResult,
    ) -> Violation:
        failure = result.failure
        assert failure is not None
        # A check that sent a request of its own names it: that one shows the failure.
        request = self.transport.sent.get(failure.case_id or "", response.request)
        detail = failure.message
        if request is response.request:
            detail = f"{detail}\n\n{_shown(response)}".strip()
        return Violation(
            channel="http",
            operation=operation.id,
            law=law_of(result.name),
            title=failure.title,
            detail=detail,
            curl=as_curl(request, self.transport.credential),
            python=self._python(request, operation),
            exchanges=(exchange_of(response),) if request is response.request else (),
        )

    def _python(self, request: requests.PreparedRequest, operation: Operation) -> str:
        credential, base_url = self.transport.credential, self.transport.base_url
        return as_python(request, credential, self.spec, operation, base_url)


def _failures(
    case: Case,
    response: schemathesis.Response,
    *,
    checks: list[schemathesis.CheckFunction] | None = None,
    recorder: ScenarioRecorder | None = None,
) -> list[Exception]:
    try:
        case.validate_response(response, checks=checks, recorder=recorder)
    except BaseExceptionGroup as group:
        return [each for each in group.exceptions if isinstance(each, Exception)]
    return []


def _check(name: str) -> schemathesis.CheckFunction:
    check: schemathesis.CheckFunction = getattr(schemathesis.checks, name)
    return check


def _culprits(case: Case) -> set[str]:
    """Name the parameters of a query that must stay, for the case to be what it was made to be."""
    if case.meta is None or not is_negative_at(case, "query"):
        return {each.name for each in case.operation.query if each.is_required}
    data = case.meta.phase.data
    named = {data.parameter, *(each.parameter for each in data.mutations)} - {None}
    return {str(each) for each in named} or {*case.query}


def _path_names(operation: Operation) -> list[str]:
    return [each.name for each in operation.parameters if each.location == "path"]


def items_of(operation: Operation, response: schemathesis.Response) -> list[Any]:
    """Return the items that a response holds; none where it is not a page."""
    if not isinstance(operation, ListOperation) or response.status_code != 200:  # noqa: PLR2004 - 200 OK
        return []
    found = operation.items.read(read_json(response.content), [])
    return found if isinstance(found, list) else []


def _shown(response: schemathesis.Response) -> str:
    body = response.content.decode(response.encoding or "utf-8", "replace")
    if len(body) > _BODY_SHOWN:
        body = f"{body[:_BODY_SHOWN]}... ({len(body)} characters)"
    return f"[{response.status_code}] {body}"
