"""Checks of the requests that a client sends: exactly the arguments of the call, or nothing."""

import json
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

import hypothesis

from rollcall.channels import Call
from rollcall.clients._arguments import arguments, edges_of_arguments, invalid_arguments
from rollcall.clients._check import Execution, check, expect
from rollcall.clients._numbers import format_bounds
from rollcall.clients._page_size import full_size
from rollcall.clients._pages import answered_pages, asked_number
from rollcall.clients._script import KEY, Outcome, Reply, Sent, observe, observe_async, unused_token
from rollcall.clients._wire import (
    Reader,
    decoded_pairs,
    expected_pairs,
    key_at,
    text_of,
    without_key,
)
from rollcall.http import credential_of
from rollcall.spec import Onward, ReturnedPage, body_location, success_status

__all__ = ["expect_same"]

_PAGES = 4


@check("request_carries_arguments")
def drawn_arguments(execution: Execution) -> None:
    """A request carries exactly the arguments of the call."""
    reader = Reader(execution.spec)
    execution.search(
        arguments(execution.spec, execution.operation),
        lambda drawn: _check_request(execution, reader, drawn),
    )


@check("request_carries_arguments")
def edges(execution: Execution) -> None:
    """Each boundary value is sent unchanged."""
    reader = Reader(execution.spec)
    least = execution.call().arguments
    for parameter, value in edges_of_arguments(execution.spec, execution.operation):
        _check_request(execution, reader, {**least, parameter.python_name: value})


def _check_request(execution: Execution, reader: Reader, given: Mapping[str, object]) -> None:
    call = Call(execution.spec, execution.operation, given)
    sent: list[Sent] = []
    with execution.case(call, sent=sent):
        outcome = observe(call, answered_pages(call, 1))
        sent += outcome.sent
        expect(outcome.error is None, outcome.raised, outcome.error)
        expect(len(sent) == 1, f"{len(sent)} requests for one page")
        _expect_head(call, sent[0])
        _expect_values(reader, call, sent[0], {})


@check("later_page_keeps_arguments")
def later_pages(execution: Execution) -> None:
    """The requests for later pages carry the arguments of the call, or follow the links."""
    reader = Reader(execution.spec)

    def test(drawn: dict[str, Any]) -> None:
        call = Call(execution.spec, execution.operation, drawn)
        hypothesis.assume(_fits_format(call))
        replies = answered_pages(call, _PAGES)
        sent: list[Sent] = []
        with execution.case(call, sent=sent):
            outcome = observe(call, replies)
            sent += outcome.sent
            expect(outcome.error is None, outcome.raised, outcome.error)
            count = len(replies)
            expect(len(sent) == count, f"{len(sent)} requests for {count} pages")
        for number, (before, later) in enumerate(pairwise(sent)):
            with execution.case(call, sent=[later]):
                _expect_head(call, later)
                onward = _onward(call, replies[number], number)
                if onward.link:
                    expected = urljoin(before.url, onward.link)
                    url = without_key(call.spec, later).url
                    expect(url == expected, f"{url} was requested", f"expected {expected}")
                else:
                    _expect_values(reader, call, later, {onward.parameter: onward.value})

    execution.search(arguments(execution.spec, execution.operation), test)


def _fits_format(call: Call) -> bool:
    """Return whether the numbers of the later pages fit the format of their parameter."""
    operation = call.operation
    selector = operation.page_selector
    _, most = format_bounds(selector.schema if selector is not None else {})
    last = asked_number(call) + _PAGES * operation.paging.step(full_size(call))
    return most is None or last <= most


@check("bad_argument_refused")
def invalid_values(execution: Execution) -> None:
    """An invalid argument raises an error that names it, and nothing is sent."""
    replies = answered_pages(execution.call(), 1)
    for parameter, value in invalid_arguments(execution.spec, execution.operation):
        name = parameter.python_name
        call = execution.call(**{name: value})
        # Python refuses to write integers of more than 4,300 digits.
        shown = f"{name}={repr(value)[:60]}" if value != 10**5000 else f"{name}=10**5000"
        with execution.case(call):
            outcome = observe(call, replies)
            error = outcome.error
            expect(not outcome.sent, f"{shown} was sent", outcome.sent)
            is_refused = isinstance(error, call.package.ArgumentError)
            expect(is_refused, f"{shown}: {outcome.raised}", error)
            expect(isinstance(error, call.package.Error), f"{shown}: the error is no Error")
            expect(error.argument == name, f"{shown}: the error is about {error.argument}")
            expect(str(error).startswith(f"{name}: "), f"{shown}: {error}")
            expect_same(outcome, observe_async(call, replies))


@check("sync_equals_async")
def drawn_arguments_async(execution: Execution) -> None:
    """The asynchronous client sends the same bytes, and returns the same pages."""

    def test(drawn: dict[str, Any]) -> None:
        call = Call(execution.spec, execution.operation, drawn)
        replies = answered_pages(call, _PAGES)
        with execution.case(call):
            expect_same(observe(call, replies), observe_async(call, replies))

    execution.search(arguments(execution.spec, execution.operation), test)


def expect_same(one: Outcome, other: Outcome) -> None:
    """Expect the same outcome with both clients.

    Args:
        one: The outcome with the synchronous client.
        other: The outcome with the asynchronous one.
    """
    for name in ("sent", "pages"):
        first, second = getattr(one, name), getattr(other, name)
        expect(first == second, f"{name}: the clients differ", f"{first}\nasync: {second}")
    expect(one == other, f"{one.raised}: {one.error}", f"async: {other.raised}: {other.error}")


def _expect_head(call: Call, sent: Sent) -> None:
    """Expect the method, the server and the headers of the spec."""
    spec = call.spec
    expect(sent.method == call.operation.method, f"{sent.method} was sent")
    expect(sent.url.startswith(f"{spec.server}/"), f"sent to {sent.url}")
    headers = dict(sent.headers)
    expect(len(headers) == len(sent.headers), "a header was sent twice")
    credential = credential_of(spec, unused_token(spec))
    secrets = [KEY]
    if credential is not None:
        secrets += credential.secrets
        is_exact = key_at(spec, sent) == credential.value
        expect(is_exact, f"{credential.scheme.field} has more than the key")
    for each, value in call.given():
        if each.location == "header":
            carried = headers.get(each.name.lower())
            expect(carried == text_of(value), f"{each.name} is {carried!r}, not {value!r}")
    holding = [name for name, value in sent.headers if any(each in value for each in secrets)]
    if credential is not None and credential.scheme.location == "query":
        holding.append("the query")
    expect(len(holding) <= 1, f"the key is in {' and '.join(holding)}")
    accepted = str(headers.get("accept"))
    expect(_media_type(call) in accepted.split(", "), f"Accept is {accepted}")
    url = without_key(spec, sent).url
    expect(not any(each in url for each in secrets), "the key is in the URL")


def _media_type(call: Call) -> str:
    """Return the media type of a page, without parameters."""
    spec, operation = call.spec, call.operation
    location = body_location(spec, operation.at, success_status(spec, operation.at))
    assert location is not None
    media_type = str(location[-2]).partition(";")[0].strip()
    return "application/json" if "*" in media_type else media_type


def _expect_values(
    reader: Reader, call: Call, sent: Sent, changed: Mapping[str, str | int]
) -> None:
    """Expect the arguments of a call: by openapi-core, and by plain percent-decoding."""
    given = {each.name: value for each, value in call.given() if each.location != "header"}
    given |= changed
    given = {name: value for name, value in given.items() if value != ""}
    sent = without_key(call.spec, sent)
    try:
        read = reader.values(sent)
        pairs = decoded_pairs(call.operation, call.spec.server, sent)
    except ValueError as error:
        expect(condition=False, title=str(error))
        return
    # openapi-core adds the defaults of absent parameters; the pairs below are exact.
    read = {
        name: value
        for name, value in read.items()
        if name in given or value != _schema(call, name).get("default")
    }
    expect(read.keys() == given.keys(), f"{[*read]} were sent", f"expected {[*given]}")
    for name, value in given.items():
        is_same = _is_same(_schema(call, name), read[name], value)
        expect(is_same, f"{name} was sent as {read[name]!r}", f"expected {value!r}")
    expected = expected_pairs(call, changed)
    expect(pairs == expected, f"{pairs} were sent", f"expected {expected}")


def _is_same(schema: Mapping[str, Any], read: object, value: object) -> bool:
    """Return whether a value that was read from a request is that of an argument."""
    if schema.get("format") == "uuid":
        return str(read).lower() == str(value).lower()
    if isinstance(value, str) and isinstance(read, date):
        return read == type(read).fromisoformat(value)
    # For a number, openapi-core reads the text of an integer as a float.
    is_number = schema.get("type") == "number" and isinstance(value, int)
    return read == value and (type(read) is type(value) or (is_number and type(read) is float))


def _schema(call: Call, name: str) -> Mapping[str, Any]:
    parameter = call.operation.parameter(name)
    return parameter.schema if parameter is not None else {}


def _onward(call: Call, reply: Reply, number: int) -> Onward:
    """Return how the page after another one of a call is requested."""
    operation, size, body = call.operation, full_size(call), json.loads(reply.body)
    page = ReturnedPage(
        body=body,
        headers=reply.headers,
        items=operation.items.read(body),
        size=size,
        position=asked_number(call) + number * operation.paging.step(size),
    )
    onward = operation.paging.following(page)
    assert onward is not None, "a page before the last one leads nowhere"
    return onward
