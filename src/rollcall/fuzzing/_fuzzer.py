"""Generates requests, sends them, and records the results of the checks."""

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from unittest import SkipTest

import attrs
import hypothesis
import schemathesis

from rollcall.channels import reproduction
from rollcall.fuzzing._auth import accepted_without_credentials
from rollcall.fuzzing._checks import (
    ANSWERED,
    CHECKS,
    Case,
    decides,
    is_not_implemented,
    law_of,
    named_parameters,
    needed_parameters,
)
from rollcall.fuzzing._leniency import accepted_values, may_be_refused
from rollcall.fuzzing._outcomes import CheckOutcomes, run_checks
from rollcall.fuzzing._recorder import Recorder
from rollcall.fuzzing._schemas import CHECKS_ONLY, PARTS_ONLY, load_schema
from rollcall.fuzzing._tests import coverage_cases, run_operation, run_workflows
from rollcall.fuzzing._wire import checked_part, is_partial, request_of, response_of
from rollcall.http import RateLimited, Request, Response
from rollcall.spec import Operation

__all__ = ["Fuzzer", "NoRequestsError"]

_LIMITED = 429
_SHRINK_REQUESTS = 500
_AUTH, _NEGATIVE = "ignored_auth", "negative_data_rejection"
_POSITIVE = "positive_data_acceptance"
_STATUS, _SCHEMA = "status_code_conformance", "response_schema_conformance"
_RESPONSE_CHECKS = (
    "not_a_server_error",
    _STATUS,
    "content_type_conformance",
    _SCHEMA,
    "response_headers_conformance",
)


class NoRequestsError(Exception):
    """A phase has no request to send; the message says why."""


@attrs.define(kw_only=True)
class Fuzzer(Recorder):
    """Generates requests, sends them, and checks the responses."""

    _failures: dict[object, ExceptionGroup[Exception]] = attrs.field(factory=dict, repr=False)
    _shrinking: int = 0
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False)
    _plain: dict[tuple[str, str], Case] = attrs.field(factory=dict, repr=False)
    _known: dict[object, CheckOutcomes] = attrs.field(factory=dict, repr=False)

    def execute(self, phase: str, operation: Operation) -> None:
        """Send the requests of a phase, and record the results of the checks.

        Args:
            phase: ``examples``, ``coverage`` or ``fuzzing``.
            operation: The operation.

        Raises:
            NoRequestsError: There is no request to send.
            Unanswered: No complete response arrived.
            Halted: The run cannot continue.
        """
        send = self.search if phase == "fuzzing" else self.exchange
        try:
            run_operation(self.schema(phase, operation), send, self.max_examples)
        except SkipTest as problem:
            has_none = phase == "examples"
            reason = "the spec has no examples of its parameters" if has_none else str(problem)
            raise NoRequestsError(reason) from None

    def cover(self, operation: Operation, parameter: str | None) -> None:
        """Send the requests of the phase ``coverage`` until a check fails.

        Args:
            operation: The operation.
            parameter: Send only the requests about this parameter; None: all.

        Raises:
            Unanswered: No complete response arrived.
            Halted: The run cannot continue.
        """
        schema = self.schema("coverage", operation)
        for case in coverage_cases(schema, operation, parameter):
            try:
                self.exchange(case)
            except ExceptionGroup:
                return

    def workflows(self) -> None:
        """Send sequences of requests along the links of the spec; see ``execute``."""
        run_workflows(self.schema("stateful"), self.search, self.seed, self.max_examples)

    def schema(self, phase: str, *operations: Operation) -> schemathesis.BaseSchema:
        """Load the spec for a phase, and for some operations or all."""
        return load_schema(self, phase, operations or self.spec.operations)

    def validate(self, operation: Operation, response: Response, unit: str | None = None) -> bool:
        """Run the checks of a response, and record their results; any thread may call it.

        Args:
            operation: The operation.
            response: The response.
            unit: The unit that sent the request; None: the unit that sends the next one.

        Returns:
            Whether the response conforms to the spec.
        """
        with self._lock:
            case = self._template(CHECKS_ONLY, operation)
            key = operation.id, is_partial(operation, response), checked_part(case, response)
            if key not in self._known:
                self._known[key] = self._outcomes(case, response, _RESPONSE_CHECKS)
            self.note(case, response, self._known[key], self.unit if unit is None else unit)
            return all(failure is None for _, failure in self._known[key])

    def _template(self, phase: str, operation: Operation) -> Case:
        """Return a case of a phase that generates no requests."""
        key = phase, operation.id
        if key not in self._plain:
            template: Any = self.schema(phase)[operation.path][operation.method]
            names = (each.name for each in operation.parameters if each.location == "path")
            path = dict.fromkeys(names, "0")
            self._plain[key] = template.Case(path_parameters=path)
        return self._plain[key]

    def observer(self, operation: Operation) -> Callable[[Response | None], bool]:
        """Return what takes the responses to a call of the generated client.

        It counts each response, runs the checks of a response, for this operation and for the unit
        that makes the call, however late it arrives and from whichever thread, and returns whether
        it conforms to the spec.

        Args:
            operation: The operation that the client calls.
        """
        unit = self.unit

        def take(response: Response | None) -> bool:
            self.results.count(operation.id)
            self.results.passed("client", operation.id, ANSWERED)
            return response is not None and self.validate(operation, response, unit)

        return take

    def exchange(self, case: Case) -> schemathesis.Response:
        """Send a case and run all checks on the response.

        Args:
            case: The case.

        Raises:
            ExceptionGroup: Checks failed. The group of schemathesis is a BaseException, which
                Hypothesis would not shrink.
            Unanswered: No complete response arrived.
            Halted: The run cannot continue.
        """
        operation = self.operation_of(case)
        response = self._send(case, request_of(case), operation)
        failed: list[Exception] = []
        for each in response.history:
            failed += self._check(case, each, _RESPONSE_CHECKS)
        failed += self._check(case, response, self._checks_of(case, response))
        failed += self._check_auth(case, operation, response)
        if failed:
            msg = "checks failed"
            raise ExceptionGroup(msg, failed)
        return response_of(response)

    def search(self, case: Case) -> schemathesis.Response:
        """Send a case that Hypothesis drew, and run all checks, as ``exchange`` does.

        Hypothesis shrinks a failure for up to five minutes. Here it sends a number of requests
        after the first failure, so that the seed decides what is sent. Then nothing more is sent,
        and only the cases that are known to fail still do.
        """
        key = (case.method, case.formatted_path, repr(case.query), repr(dict(case.headers)))
        if self._shrinking > _SHRINK_REQUESTS:
            if key in self._failures:
                raise self._failures[key]
            hypothesis.reject()
        self._shrinking += bool(self._failures)
        try:
            return self.exchange(case)
        except ExceptionGroup as failures:
            self._failures[key] = failures
            raise

    def begin(self, test: str) -> None:
        """Record the results of the requests that follow under a unit."""
        self.unit = test
        self._failures.clear()
        self.failed.clear()
        self._shrinking = 0

    def shrink(self) -> None:
        """Remove query parameters from each failing request while it still fails.

        Hypothesis shrinks drawn cases, but not examples and coverage cases.

        Raises:
            Unanswered: No complete response arrived.
            Halted: The run cannot continue.
        """
        for (key, _), case in list(self.failed.items()):
            smallest = case
            for name in sorted(case.query.keys() - needed_parameters(case)):
                query = {each: smallest.query[each] for each in smallest.query if each != name}
                candidate = smallest.derive(query=query, keep_auth=True)
                failed = self.results.failed[key]
                with suppress(ExceptionGroup):
                    self.exchange(candidate)
                if self.results.failed[key] > failed:
                    smallest = candidate

    def _check(self, case: Case, response: Response, names: Iterable[str]) -> list[Exception]:
        """Run checks, record the outcomes, and return the failures."""
        outcomes = self._outcomes(case, response, names)
        self.note(case, response, outcomes, self.unit)
        return [failure for _, failure in outcomes if failure is not None]

    def _outcomes(self, case: Case, response: Response, names: Iterable[str]) -> CheckOutcomes:
        documented = case.operation.responses
        if response.status_code == _LIMITED and documented.find_by_status_code(_LIMITED) is None:
            # The limit may be that of a gateway, which the spec does not describe.
            names = [each for each in names if each != _STATUS]
        operation, received = self.operation_of(case), response_of(response)
        known = self.path_values(operation)
        existing = {name: each for name, each in case.path_parameters.items() if each in known}
        if not is_partial(operation, response):
            return run_checks(case, received, names, existing)
        part = self._template(PARTS_ONLY, operation)
        others = [each for each in names if each != _SCHEMA]
        found = run_checks(part, received, [each for each in names if each == _SCHEMA], existing)
        return [*found, *run_checks(case, received, others, existing)]

    def _checks_of(self, case: Case, response: Response) -> list[str]:
        """Return the checks of a response: without those that the spec leaves to the server."""
        operation = self.operation_of(case)
        if is_not_implemented(case, response):
            self.results.passed("http", operation.id, law_of("unsupported_method"))
            return ["max_response_time"]
        left_out = ""
        given = {each.scheme.field for each in self.transport.credentials(operation).fixed}
        if given and (named := named_parameters(case)) and named <= given:
            # The server may accept other values than the one that was given.
            left_out = _NEGATIVE
        elif response.is_success and decides(_NEGATIVE, case, response):
            accepted = accepted_values(self.spec, operation, case, response)
            if accepted is not None and not (accepted and self.is_strict):
                left_out = _NEGATIVE
                again = reproduction(response.request, self.transport, self.spec, operation)
                sightings = (each.sighting(operation, again.curl) for each in accepted)
                self.results.observe(sightings, self.unit)
        elif response.is_client_error and may_be_refused(operation, response):
            left_out = _POSITIVE
        # The check of _AUTH bypasses the transport to send requests; _check_auth replaces it.
        return [each for each in CHECKS if each not in {_AUTH, left_out}]

    def _send(self, case: Case, request: Request, operation: Operation) -> Response:
        try:
            return self.transport.send(request, operation)
        except RateLimited as problem:
            for each in problem.responses:
                self._check(case, each, _RESPONSE_CHECKS)
            raise

    def _check_auth(self, case: Case, operation: Operation, response: Response) -> list[Exception]:
        if not decides(_AUTH, case, response) or not operation.needs_credential:
            return []
        problem = accepted_without_credentials(
            operation,
            self.transport.credentials(operation),
            response,
            lambda request: self._send(case, request, operation),
        )
        if problem is None:
            self.results.passed("http", operation.id, law_of(_AUTH))
            return []
        self.fail(case, problem.response, _AUTH, problem, self.unit)
        return [problem]
