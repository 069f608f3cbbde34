"""Checks of the data, or of the error, that a client returns for a response.

A client intentionally differs from the schema in these points:

===========  =======================  ===================================================
direction    value                    why
===========  =======================  ===================================================
tolerant     ``format: uri``          stays text: an address is data, not a link to follow
tolerant     a UUID of 32 digits      the decoder reads both spellings
tolerant     a blank for the ``T``    RFC 3339 (section 5.6) allows it
tolerant     ``+0000`` for an offset  the decoder reads both spellings
tolerant     another ``const``,       a server may know values that its documentation does not; the
             or ``enum`` value        types of the models say so
tolerant     unknown fields           a server may add fields; the response has them, and their
                                      values are not decoded
stricter     the year 0, second 60    Python's datetime has neither
stricter     lone surrogates          not Unicode text (RFC 8259, section 8.2)
rounded      beyond the microsecond   Python's datetime has microseconds
===========  =======================  ===================================================

This is about the attributes of the models. ``to_dict`` returns exactly what was sent.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import hypothesis

from rollcall.channels import Call, differences, is_same_json, values_of
from rollcall.clients._bodies import drawn_replies
from rollcall.clients._broken import OPEN, broken_bodies
from rollcall.clients._check import Execution, check, expect
from rollcall.clients._forms import validator
from rollcall.clients._pages import answered_pages, page_reply
from rollcall.clients._request_checks import expect_same
from rollcall.clients._schemas import schema_at
from rollcall.clients._script import (
    Outcome,
    Reply,
    Script,
    observe,
    observe_async,
    reply_with,
    scripted,
)
from rollcall.clients._statuses import is_documented_error
from rollcall.spec import Pointer, success_schema

__all__: list[str] = []

_UNKNOWN = "x_unknown_of_the_suite"


@check("response_is_given_back")
def drawn_bodies(execution: Execution) -> None:
    """A valid body is decoded, and encoding it again returns the same data."""

    def test(call: Call, reply: Reply) -> None:
        with execution.case(call, body=reply.body):
            _expect_given_back(call, reply, observe(call, [reply, Reply(error=httpx.ReadError)]))

    _search_bodies(execution, test)


@check("sync_equals_async")
def drawn_bodies_async(execution: Execution) -> None:
    """The asynchronous client decodes a valid body to the same data."""

    def test(call: Call, reply: Reply) -> None:
        replies = [reply, Reply(error=httpx.ReadError)]
        with execution.case(call, body=reply.body):
            expect_same(observe(call, replies), observe_async(call, replies))

    _search_bodies(execution, test)


def _search_bodies(execution: Execution, test: Callable[[Call, Reply], None]) -> None:
    """Try drawn bodies, each as the reply to a call for its page."""
    operation = execution.operation
    is_valid = validator(execution.spec, success_schema(execution.spec, operation))

    def search(reply: Reply) -> None:
        body = json.loads(reply.body)
        # Keywords such as ``not`` are not read when a value is drawn.
        hypothesis.assume(is_valid(body))
        number = {}
        selector, echo = operation.page_selector, operation.paging.index_echo
        if selector is not None and echo is not None and echo.pointer is not None:
            number = {selector.python_name: echo.read(body)}
        test(execution.call(**number), reply)

    execution.search(drawn_replies(execution.call()), search)


def _expect_given_back(call: Call, reply: Reply, outcome: Outcome) -> None:
    """Expect the parts of a reply that a client returns: the items and the page information."""
    expect(outcome.pages, outcome.raised, outcome.error)
    spec, operation, to_dict = call.spec, call.operation, call.package.to_dict
    items, meta = outcome.pages[0]
    body = json.loads(reply.body)
    schema = success_schema(spec, operation)
    found: list[str] = []
    returned: list[tuple[Pointer, Any]] = [(operation.items, items)]
    if isinstance(body, Mapping):
        returned.append((operation.paging.information, meta))
    for pointer, models in returned:
        inner, sent = schema_at(spec, schema, pointer), pointer.read(body)
        at = f"${str(pointer).replace('/', '.')}"
        is_array = isinstance(models, list)
        got = [values_of(each) for each in models] if is_array else values_of(models)
        found += differences(spec, inner, sent, got, at)
        exact = [to_dict(each) for each in models] if is_array else to_dict(models)
        if not is_same_json(exact, sent):
            found.append(f"{at}: to_dict does not return what was sent")
    expect(not found, found[0] if found else "", "\n".join(found))


@check("response_is_given_back")
def unknown_fields(execution: Execution) -> None:
    """A page has its response, with the fields that no model has."""
    call = execution.call()
    reply = page_reply(call, 0, 0)
    body = json.loads(reply.body)
    execution.operation.items.read(body)[0][_UNKNOWN] = 1
    script = Script([reply_with(body, reply)])
    with execution.case(call), scripted(call.spec, script) as client:
        page = next(call.on(client).pages())
        expect(page.response.json() == body, "the page's response has another body")


@check("violation_is_reported")
def broken_constraints(execution: Execution) -> None:
    """A violation of any constraint of the schema raises an error with the JSON path."""
    call = execution.call()
    for title, path, reply in _broken_replies(call, is_open=False):
        with execution.case(call, body=reply.body):
            outcome = observe(call, [reply])
            error = outcome.error
            is_reported = isinstance(error, call.package.SchemaError)
            expect(is_reported, f"{title}: {outcome.raised}", error)
            expect(error.path == path, title, f"it was reported at {error.path}")
            expect(str(error).endswith(f"at {path}"), title, error)
            expect_same(outcome, observe_async(call, [reply]))


@check("unknown_value_is_kept")
def undocumented_values(execution: Execution) -> None:
    """An undocumented value of an enumeration is kept."""
    call = execution.call()
    for _, _, reply in _broken_replies(call, is_open=True):
        with execution.case(call, body=reply.body):
            outcome = observe(call, [reply])
            _expect_given_back(call, reply, outcome)
            expect_same(outcome, observe_async(call, [reply]))


def _broken_replies(call: Call, *, is_open: bool) -> Iterator[tuple[str, str, Reply]]:
    """Yield replies that violate the schema in one place each, with the violation and its path.

    Args:
        call: The call.
        is_open: Whether the violated keywords are those for documented values.
    """
    page = page_reply(call, 0, 0)
    found = [*broken_bodies(call)]
    assert "type" in {each.keyword for each in found}, "nothing could be broken"
    for each in found:
        if (each.keyword in OPEN) == is_open:
            yield each.title, each.path, reply_with(each.body, page)


_NO_JSON = {
    "empty": Reply(b""),
    "html": Reply(b"<!doctype html><title>Sign in</title>", content_type="text/html"),
    "truncated": Reply(b'{"data": [{"id'),
    "two values": Reply(b"{} {}"),
    "not utf-8": Reply(b'"\xff"'),
    "utf-16": Reply("{}".encode("utf-16")),
    "nan": Reply(b'{"data": NaN}'),
    "bottomless": Reply(b'{"x": ' + b"[" * 100_000),
}


@check("no_json_is_reported")
def no_json(execution: Execution) -> None:
    """A body that is not JSON raises an error of the package."""
    call = execution.call()
    for name, reply in _NO_JSON.items():
        with execution.case(call, body=reply.body):
            outcome = observe(call, [reply])
            is_reported = isinstance(outcome.error, call.package.DecodingError)
            expect(is_reported, f"{name}: {outcome.raised}", outcome.error)
            expect_same(outcome, observe_async(call, [reply]))


_STATUSES = (204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503, 599)
_REFUSED = 4
_ERRORS = (httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.DecodingError)


@check("sync_equals_async")
def failures_async(execution: Execution) -> None:
    """Statuses and broken connections raise the same errors in both clients."""
    call = execution.call()
    first = answered_pages(call, 2)[0]
    failures = [Reply(body=b"{}", status=status) for status in _STATUSES]
    failures += [Reply(error=error) for error in _ERRORS]
    for failure in failures:
        for replies in _failing(call, first, failure):
            with execution.case(call):
                outcome = observe(call, replies)
                is_own = isinstance(outcome.error, call.package.Error)
                expect(is_own, f"{failure.status}: {outcome.raised}", outcome.error)
                expect_same(outcome, observe_async(call, replies))


@check("failure_is_an_error")
def failures(execution: Execution) -> None:
    """Every other status raises the error of its class; a broken connection has its own error."""
    call = execution.call()
    package = call.package
    first = answered_pages(call, 2)[0]
    for status in _STATUSES:
        is_documented = is_documented_error(execution.spec, status)
        for replies in _failing(call, first, Reply(first.body, status)):
            with execution.case(call):
                error = _expect_failure(call, replies, "StatusError")
                expect(error.status == status, f"status {status}: its error has {error.status}")
                kind = package.UndocumentedStatusError
                is_told = isinstance(error, kind) != is_documented
                expect(is_told, f"status {status}: {type(error).__name__} was raised")
    with execution.case(call):
        _expect_failure(call, [Reply(error=httpx.ConnectError)], "ConnectionFailedError")
        _expect_failure(call, [Reply(error=httpx.ReadTimeout)], "TimeoutExceededError")


def _failing(call: Call, first: Reply, failure: Reply) -> Iterator[list[Reply]]:
    """Yield the replies to a call whose first page, or a later one, fails."""
    yield [failure]
    # A page after the last one may be refused, and pages need not tell which is the last one.
    may_end = failure.status // 100 == _REFUSED and not call.operation.tells_end
    if failure.error is not None or not may_end:
        yield [first, failure]


def _expect_failure(call: Call, replies: list[Reply], name: str) -> Any:  # noqa: ANN401
    """Return the error of a call whose last reply is a failure, and which is not retried."""
    outcome = observe(call, replies)
    is_kind = isinstance(outcome.error, getattr(call.package, name))
    failure = replies[-1].error.__name__ if replies[-1].error else f"status {replies[-1].status}"
    expect(is_kind, f"{failure}: {outcome.raised}", f"expected {name}")
    expect(len(outcome.sent) == len(replies), f"{len(outcome.sent)} requests were sent")
    return outcome.error
