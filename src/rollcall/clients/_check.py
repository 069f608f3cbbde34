"""A check of a generated client: its context, its execution, and its violations."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TypeVar

import attrs
import httpx
import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Call, Program
from rollcall.clients._pages import least_call
from rollcall.clients._script import Sent
from rollcall.http import Credentials, Target, curl_of, keyring_of, token_in_python
from rollcall.laws import Results, Violation
from rollcall.spec import ListOperation, Spec, SpecError

__all__ = ["CHECKS", "SENTENCES", "CheckContext", "ClientCheck", "Execution", "check", "expect"]

_Drawn = TypeVar("_Drawn")

_SHRINK_EXAMPLES = 500

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        f"conformance.{name}": sentence
        for name, sentence in {
            "request_carries_arguments": "A request of the client carries exactly the arguments "
            "of the call.",
            "later_page_keeps_arguments": "The client keeps the arguments on later pages.",
            "bad_argument_refused": "The client refuses an argument that the API does not admit, "
            "and sends nothing.",
            "response_is_given_back": "The client returns the data that a response holds.",
            "unknown_value_is_kept": "The client keeps a value that is not documented.",
            "violation_is_reported": "The client reports a response that violates its schema, and "
            "the place.",
            "invalid_item_is_skipped": "If the caller chooses so, the client leaves out the items "
            "that violate the schema, reports each of them, and returns all others.",
            "no_json_is_reported": "The client reports a body that is not JSON.",
            "failure_is_an_error": "The client raises an error for every other status, and for a "
            "broken connection.",
            "limit_is_kept": "The client returns the number of items of its limit, and loads no "
            "page that is not needed.",
            "partitions_divide": "The partitions of a list have each of its items once.",
            "contradiction_is_reported": "The client reports pages that contradict each other.",
            "key_is_kept": "The client requires a key, and never shows it.",
            "settings_are_kept": "The client uses its base URL, and sends the caller's headers and "
            "parameters.",
            "sync_equals_async": "Both clients send the same requests, and return the same data.",
            "wrong_key_is_an_error": "The client raises the error of the status for a wrong key.",
            "unknown_parent_is_an_error": "The client raises the error of the status for an "
            "unknown parent.",
        }.items()
    }
)
"""The sentences of the laws of a client, by id."""


@attrs.frozen
class CheckContext:
    """The context of a check.

    Attributes:
        spec: The spec that the client was generated from.
        results: The record of passes and violations.
        seed: The seed of all values that are drawn.
        examples: How many calls or responses a check draws, at most.
        target: The server, which also stands in the lines that reproduce a violation; None where
            there is none.
        unit: The id of the unit of a run that executes the check.
        transport: Returns the transport of the requests for an operation; needed by the checks
            that send requests to the target.
    """

    spec: Spec
    results: Results
    seed: int
    examples: int
    target: Target | None = None
    unit: str = ""
    transport: Callable[[ListOperation], httpx.BaseTransport] | None = None


class _ExpectationError(Exception):
    """An expectation of a check is not satisfied."""

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail


class _CaseError(Exception):
    """A case of a check shows a violation."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(violation.title)
        self.violation = violation


def expect(condition: object, title: str, detail: object = "") -> None:
    """Raise unless a condition holds; the current case then shows a violation.

    Args:
        condition: The condition.
        title: A line about the violation.
        detail: The expected or the actual value.
    """
    if not condition:
        raise _ExpectationError(title, str(detail))


@attrs.frozen
class ClientCheck:
    """A check of one method of a client.

    Attributes:
        name: The name of the check.
        operation: The operation whose method is called.
        law: The id of the law that the check decides.
        needs_target: Whether the check sends requests to a server.
    """

    name: str
    operation: ListOperation
    law: str
    needs_target: bool
    _function: Callable[["Execution"], None] = attrs.field(repr=False)

    @property
    def id(self) -> str:
        """A readable id, unique within a spec, such as ``limit-listOrders``."""
        return f"{self.name}-{self.operation.id}"

    def run(self, context: CheckContext) -> str:
        """Try all cases up to the first violation, and record passes and the violation.

        Args:
            context: The context. ``target`` and ``transport`` may be None unless the
                check needs a target.

        Returns:
            Why no case can be made up, or an empty text.
        """
        try:
            self._function(Execution(context, self, context.spec, self.operation))
        except _CaseError as case:
            context.results.fail(case.violation)
        except SpecError as problem:
            return f"no pages can be made up: {problem}"
        return ""


@attrs.frozen
class Execution:
    """A check that is running.

    Attributes:
        context: Its context.
        check: The check.
        spec: The spec of the context.
        operation: The operation of the check.
    """

    context: CheckContext
    check: ClientCheck
    spec: Spec
    operation: ListOperation

    def call(self, **arguments: object) -> Call:
        """Return the call with its required arguments and the given ones."""
        least = least_call(self.spec, self.operation)
        return attrs.evolve(least, arguments={**least.arguments, **arguments})

    @contextmanager
    def case(
        self, call: Call, *, body: bytes | None = None, sent: list[Sent] | None = None
    ) -> Iterator[None]:
        """Record that a case passes; an error that the client raises within is a violation.

        Args:
            call: The call that reproduces a violation.
            body: The response that the call takes, if that is not the server's.
            sent: The requests that were sent, filled in within.
        """
        try:
            yield
        except (_ExpectationError, call.package.Error) as error:
            title, detail = f"{type(error).__name__} was raised", str(error)
            if isinstance(error, _ExpectationError):
                title, detail = error.title, error.detail or error.title
            violation = Violation(
                channel="client",
                operation=self.operation.id,
                law=self.check.law,
                title=title,
                detail=detail,
                curl=self._curl(sent[0]) if sent else "# no server is asked",
                python=self._python(call, body),
                unit=self.context.unit,
            )
            raise _CaseError(violation) from error
        self.context.results.passed("client", self.operation.id, self.check.law)

    def _python(self, call: Call, body: bytes | None) -> str:
        target = self.context.target
        base_url = target.base_url if target is not None else self.spec.server
        program = Program(call=call, base_url=base_url, body=body)
        if target is not None and body is None:
            client = keyring_of(self.spec, target.token).client
            program = attrs.evolve(program, token=token_in_python(self.spec, client))
        return program.text

    def _curl(self, sent: Sent) -> str:
        url, server, target = sent.url, self.spec.server, self.context.target
        if target is None:
            return curl_of(url, Credentials())
        # Without a target, the curl command has the server of the spec.
        if url.startswith(server):
            url = target.base_url + url.removeprefix(server)
        keyring = keyring_of(self.spec, target.token)
        return curl_of(url, keyring.credentials(self.operation))

    def search(self, strategy: SearchStrategy[_Drawn], test: Callable[[_Drawn], None]) -> None:
        """Try drawn values, and shrink the first one that shows a violation for a few seconds.

        Args:
            strategy: The values.
            test: Tries a value.

        Raises:
            SpecError: No value of the strategy can be tried.
        """
        failing: set[str] = set()
        tried: list[str] = []

        @hypothesis.seed(self.context.seed)
        @hypothesis.settings(
            max_examples=max(1, self.context.examples),
            phases=(Phase.generate, Phase.shrink),
            deadline=None,
            database=None,
            derandomize=False,
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(strategy)
        def search(value: _Drawn) -> None:
            # Hypothesis has no limit for the examples of shrinking.
            shown = repr(value)
            hypothesis.assume(len(tried) < _SHRINK_EXAMPLES or shown in failing)
            if failing:
                tried.append(shown)
            try:
                test(value)
            except _CaseError:
                failing.add(shown)
                raise

        try:
            search()
        except hypothesis.errors.Unsatisfiable:
            raise SpecError("no valid value was drawn") from None


_Applies = Callable[[Spec, ListOperation], bool]

CHECKS: list[Callable[[Spec, ListOperation], ClientCheck | None]] = []
"""Returns each check of an operation, or None where it does not apply, in order of execution."""


def check(
    law: str, *, needs_target: bool = False, applies: _Applies = lambda _spec, _operation: True
) -> Callable[[Callable[[Execution], None]], Callable[[Execution], None]]:
    """Register a function as a check, named like the function.

    Args:
        law: The law that it decides, without its family.
        needs_target: Whether it sends requests to a server.
        applies: Returns whether there is anything to check of an operation.
    """
    law_id = f"conformance.{law}"
    assert law_id in SENTENCES

    def register(function: Callable[[Execution], None]) -> Callable[[Execution], None]:
        def of(spec: Spec, operation: ListOperation) -> ClientCheck | None:
            if not applies(spec, operation):
                return None
            return ClientCheck(function.__name__, operation, law_id, needs_target, function)

        CHECKS.append(of)
        return function

    return register
