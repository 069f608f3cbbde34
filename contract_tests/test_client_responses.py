"""What the generated client makes of a response: the same data, or an error that says where.

The client's reading differs from the letter of the schema in these points, each on purpose:

===========  =======================  ===================================================
direction    value                    why
===========  =======================  ===================================================
tolerant     ``format: uri``          stays text: an address is data, not a link to follow
tolerant     a UUID of 32 digits      the decoder reads both spellings; which one is meant is clear
tolerant     a blank for the ``T``    RFC 3339 (section 5.6) lets applications write it so
tolerant     ``+0000`` for an offset  the decoder reads both spellings
tolerant     another ``const``,       a server may know values that its documentation does not; the
             or ``enum`` value        types of the models say so
tolerant     unknown fields           a server may add fields; the response still holds them, and
                                      what they hold, such as text that is no UTF-8, is not read
stricter     ``1.0`` for an integer   a server that writes it would rather mean a number
stricter     the year 0, second 60    Python's datetime has neither
stricter     lone surrogates          not Unicode text (RFC 8259, section 8.2)
rounded      beyond the microsecond   Python's datetime ends there
===========  =======================  ===================================================
"""

from collections.abc import Iterator
from typing import Any

import httpx
import hypothesis
import pytest
from hypothesis import strategies as st
from openapi_schema_validator import OAS31Validator

from rollcall._run import current_run
from rollcall.clients import (
    Answer,
    Call,
    Outcome,
    answer_with,
    answered_pages,
    bodies,
    breaches,
    differences,
    least_call,
    observe,
    observe_async,
    page_information,
    require_client,
    schema_at,
    share,
    short_shrinking,
    verdict,
)
from rollcall.spec import ListOperation, NumberedPaging, Pointer, success_schema

_run = current_run()
_document = _run.spec
require_client(_document)
_UUID = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.fixture(autouse=True, scope="module")
def _short_shrinking() -> Iterator[None]:
    with short_shrinking():
        yield


_operations = pytest.mark.parametrize(
    "operation",
    [*_document.lists],
    ids=lambda operation: operation.id,
)


def _call_for(operation: ListOperation, body: object) -> Call:
    """Call an operation for the page that a body says it is."""
    call = least_call(_document, operation)
    match operation.paging:
        case NumberedPaging(index=index, index_echo=Pointer() as echo):
            name = next(each.python_name for each in operation.parameters if each.name == index)
            return Call(_document, operation, {**call.arguments, name: echo.read(body)})
    return call


def _valid(schema: Any, body: object) -> bool:  # noqa: ANN401 - any JSON Schema
    whole = {**schema, "components": _document.raw["components"]}
    return bool(OAS31Validator(whole).is_valid(body))


def _check_equal(one: Outcome, other: Outcome) -> None:
    assert one == other, f"sync: {one.error or one.pages}\nasync: {other.error or other.pages}"


@_operations
@share()
@hypothesis.seed(_run.effort.seed)
@hypothesis.given(data=st.data())
def test_valid_responses(operation: ListOperation, data: st.DataObject) -> None:
    """Whatever the schema admits is decoded, and encoding it again gives the same data."""
    body = data.draw(bodies(least_call(_document, operation)))
    schema = success_schema(_document, operation)
    assert _valid(schema, body), "the suite drew a body that is not valid"
    call = _call_for(operation, body)
    answer = answer_with(body)
    with verdict(_run, "response_is_given_back", call, body=answer.body):
        outcome = observe(call, [answer, Answer(error=httpx.ReadError)])
        _check_given_back(call, body, outcome)
    with verdict(_run, "sync_equals_async", call, body=answer.body):
        _check_equal(outcome, observe_async(call, [answer, Answer(error=httpx.ReadError)]))


def _check_given_back(call: Call, body: object, outcome: Outcome) -> None:
    """Compare what the client gives with the parts of a body that it gives: items and numbers."""
    assert outcome.pages, f"{type(outcome.error).__name__} was raised\n{outcome.error}"
    operation = call.operation
    items, meta = outcome.pages[0]
    to_dict = call.package.to_dict
    schema = success_schema(_document, call.operation)
    found: list[str] = []
    for pointer, got in (
        (operation.items, [to_dict(each) for each in items]),
        (page_information(operation.paging), to_dict(meta)),
    ):
        inner, sent = schema_at(_document, schema, pointer), pointer.read(body)
        found += differences(_document, inner, sent, got, f"${str(pointer).replace('/', '.')}")
    assert not found, "\n".join(found)


_OPEN = {"const", "enum"}
"""The keywords that say which values are documented, not which there can be."""


@_operations
def test_invalid_responses(operation: ListOperation) -> None:
    """Each constraint of the schema, broken anywhere, raises an error with the JSON path.

    A value that is not among the documented ones is kept.
    """
    call = least_call(_document, operation)
    schema = success_schema(_document, operation)
    found = [*breaches(call)]
    keywords = {each.keyword for each in found}
    assert {"type", "required"} <= keywords, "the schema gave nothing to break"
    for violation in found:
        if violation.keyword != "format":
            assert not _valid(schema, violation.body), f"the suite broke nothing: {violation.what}"
        answer = answer_with(violation.body)
        if violation.keyword in _OPEN:
            with verdict(_run, "unknown_value_is_kept", call, body=answer.body):
                outcome = observe(call, [answer])
                _check_given_back(call, violation.body, outcome)
                _check_equal(outcome, observe_async(call, [answer]))
            continue
        with verdict(_run, "breach_is_reported", call, body=answer.body):
            outcome = observe(call, [answer])
            error: Any = outcome.error
            assert isinstance(error, call.package.SchemaError), (
                f"{violation.what}: {type(error).__name__} was raised\n{error}"
            )
            assert error.path == violation.path, (
                f"{violation.what}\nit was reported at {error.path}"
            )
            assert str(error).endswith(f"at {violation.path}"), f"{violation.what}\n{error}"
            _check_equal(outcome, observe_async(call, [answer]))


_NO_JSON = {
    "empty": Answer(b""),
    "html": Answer(b"<!doctype html><title>Sign in</title>", content_type="text/html"),
    "truncated": Answer(b'{"data": [{"id'),
    "two values": Answer(b"{} {}"),
    "not utf-8": Answer(b'"\xff"'),
    "utf-16": Answer("{}".encode("utf-16")),
    "nan": Answer(b'{"data": NaN}'),
    "bottomless": Answer(b'{"x": ' + b"[" * 100_000),
}


@_operations
@pytest.mark.parametrize("answer", _NO_JSON.values(), ids=_NO_JSON)
def test_no_json(operation: ListOperation, answer: Answer) -> None:
    """A body that is not JSON raises the client's own error, and no other."""
    call = least_call(_document, operation)
    with verdict(_run, "no_json_is_reported", call, body=answer.body):
        outcome = observe(call, [answer])
        error = outcome.error
        assert isinstance(error, call.package.DecodingError), (
            f"{type(error).__name__} was raised\n{error}"
        )
        _check_equal(outcome, observe_async(call, [answer]))


_STATUSES = (204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503, 599)
_ERRORS = (httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.DecodingError)


@_operations
def test_failures_are_the_same_in_async(operation: ListOperation) -> None:
    """Statuses and broken connections raise the same errors in both clients, to the letter."""
    call = least_call(_document, operation)
    script = [Answer(body=b"{}", status=status) for status in _STATUSES]
    script += [Answer(error=error) for error in _ERRORS]
    for answer in script:
        first = answered_pages(call, 2)[0]
        for answers in ([answer], [first, answer]):
            with verdict(_run, "sync_equals_async", call):
                outcome = observe(call, answers)
                assert isinstance(outcome.error, call.package.Error), (
                    f"{answer.status}: {type(outcome.error).__name__} was raised\n{outcome.error}"
                )
                _check_equal(outcome, observe_async(call, answers))


_DOCUMENTED = {
    str(status)
    for path in _document.raw["paths"].values()
    for operation in path.values()
    if "responses" in operation
    for status in operation["responses"]
}
"""The statuses that the contract has, in any operation: the client has one class for each."""


@_operations
def test_failures_are_told(operation: ListOperation) -> None:
    """Every other status raises the error that tells it, and a broken connection one of its own."""
    call = least_call(_document, operation)
    first = answered_pages(call, 2)[0]
    page = first.body
    for status in _STATUSES:
        for answers in ([Answer(page, status)], [first, Answer(page, status)]):
            with verdict(_run, "failure_is_an_error", call):
                error = _raised(call, answers)
                assert isinstance(error, call.package.StatusError), (
                    f"status {status} raised {type(error).__name__}"
                )
                assert error.status == status, f"status {status} was told as {error.status}"
                kind = call.package.UndocumentedStatusError
                documented = bool({str(status), f"{status // 100}XX"} & _DOCUMENTED)
                assert isinstance(error, kind) != documented, f"status {status} raised {kind}"
    with verdict(_run, "failure_is_an_error", call):
        for kind, name in (
            (httpx.ConnectError, "ConnectionFailedError"),
            (httpx.ReadTimeout, "TimeoutExceededError"),
        ):
            error = _raised(call, [Answer(error=kind)])
            expected = getattr(call.package, name)
            assert isinstance(error, expected), f"{kind.__name__} raised {type(error).__name__}"


def _raised(call: Call, answers: list[Answer]) -> Any:  # noqa: ANN401 - known at run time only
    """Return the error of a call whose last answer is a failure, which is asked for once."""
    outcome = observe(call, answers)
    assert outcome.error is not None, "nothing was raised"
    assert len(outcome.sent) == len(answers), f"{len(outcome.sent)} requests were sent"
    return outcome.error
