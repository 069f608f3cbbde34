"""What the generated client sends: exactly what it was asked to, and nothing it may not."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

import hypothesis
import pytest
from hypothesis import strategies as st

from rollcall._run import current_run
from rollcall.clients import (
    KEY,
    Answer,
    Call,
    Outcome,
    Reader,
    Sent,
    answered_pages,
    arguments,
    asked_number,
    breaches_of_arguments,
    decoded_pairs,
    edges_of_arguments,
    expected_pairs,
    least_call,
    observe,
    observe_async,
    require_client,
    share,
    short_shrinking,
    token_of_nobody,
    verdict,
)
from rollcall.http._credential import credential_of
from rollcall.spec import ListOperation

_run = current_run()
_document = _run.spec
require_client(_document)
_reader = Reader(_document)
_server = _document.server
_PAGES = 4


@pytest.fixture(autouse=True, scope="module")
def _short_shrinking() -> Iterator[None]:
    with short_shrinking():
        yield


_operations = pytest.mark.parametrize(
    "operation",
    [*_document.lists],
    ids=lambda operation: operation.id,
)


def _check_head(sent: Sent, operation: ListOperation) -> None:
    assert sent.method == operation.method, f"{sent.method} was sent"
    assert sent.url.startswith(f"{_server}/"), f"sent to {sent.url}"
    headers = dict(sent.headers)
    assert len(headers) == len(sent.headers), "a header was sent twice"
    credential = credential_of(_document, token_of_nobody(_document))
    secrets = [KEY]
    if credential is not None:
        secrets += credential.secrets
        carried = headers.get(credential.header.lower())
        assert carried == credential.value, f"{credential.header} is not the key alone"
    holding = [name for name, value in sent.headers if any(each in value for each in secrets)]
    assert len(holding) <= 1, f"the key is in {' and '.join(holding)}"
    accepted = headers.get("accept")
    assert accepted == "application/json", f"Accept is {accepted}"
    assert not any(each in sent.url for each in secrets), "the key is in the URL"


def _check_values(call: Call, sent: Sent, changed: dict[str, int]) -> None:
    """Compare a request with its call: by openapi-core, and by plain percent-decoding."""
    given = {each.name: value for each, value in call.given()} | changed
    given = {name: value for name, value in given.items() if value != ""}
    read = _reader.values(sent)
    # openapi-core adds the default of a parameter that was left out; the pairs below tell.
    read = {
        name: value
        for name, value in read.items()
        if name in given or value != _default(call, name)
    }
    assert read.keys() == given.keys(), f"{[*read]} were sent\nexpected {[*given]}"
    for name, value in given.items():
        same = (
            str(read[name]).lower() == str(value).lower()
            if _is_uuid(call, name)
            else (type(read[name]) is type(value) and read[name] == value)
        )
        assert same, f"{name} was sent as {read[name]!r}\nexpected {value!r}"
    pairs, expected = decoded_pairs(call.operation, _server, sent), expected_pairs(call, changed)
    assert pairs == expected, f"{pairs} were sent\nexpected {expected}"


def _check_follows(call: Call, count: int, answer: Answer, before: Sent, later: Sent) -> None:
    """Compare the request for a page with what leads to it: a number, or the link of an answer.

    Args:
        call: The call.
        count: How many pages came before.
        answer: The page before.
        before: The request for the page before.
        later: The request.
    """
    paging = call.operation.paging
    if paging.number is not None:
        _check_values(call, later, {paging.number: asked_number(call) + count})
    elif (link := paging.next_link(json.loads(answer.body))) is not None:
        link = urljoin(before.url, link)
        assert later.url == link, f"{later.url} was asked for\nexpected {link}"


def _default(call: Call, name: str) -> object:
    parameter = call.operation.parameter(name)
    return parameter.schema.get("default") if parameter is not None else None


def _is_uuid(call: Call, name: str) -> bool:
    parameter = call.operation.parameter(name)
    return parameter is not None and parameter.schema.get("format") == "uuid"


@_operations
@share()
@hypothesis.seed(_run.effort.seed)
@hypothesis.given(data=st.data())
def test_requests(operation: ListOperation, data: st.DataObject) -> None:
    """A request carries exactly the arguments of the call, on the first page and on later ones."""
    call = Call(_document, operation, data.draw(arguments(operation)))
    answers = answered_pages(call, _PAGES)
    sent: list[Sent] = []
    with verdict(_run, "request_carries_arguments", call, sent=sent):
        outcome = observe(call, answers)
        sent += outcome.sent
        assert outcome.error is None, f"{type(outcome.error).__name__} was raised\n{outcome.error}"
        count = len(answers)
        assert len(outcome.sent) == count, f"{len(outcome.sent)} requests for {count} pages"
        _check_head(outcome.sent[0], operation)
        _check_values(call, outcome.sent[0], {})
    for number, (before, later) in enumerate(pairwise(outcome.sent)):
        with verdict(_run, "later_page_keeps_arguments", call, sent=[later]):
            _check_head(later, operation)
            _check_follows(call, number + 1, answers[number], before, later)


@_operations
def test_edges(operation: ListOperation) -> None:
    """The values that are most easily sent wrongly are each sent as they are."""
    least = least_call(_document, operation).arguments
    for parameter, value in edges_of_arguments(operation):
        call = Call(_document, operation, {**least, parameter.python_name: value})
        sent: list[Sent] = []
        with verdict(_run, "request_carries_arguments", call, sent=sent):
            outcome = observe(call, answered_pages(call, 1))
            sent += outcome.sent
            assert outcome.error is None, f"{type(outcome.error).__name__} was raised"
            assert len(sent) == 1, f"{len(sent)} requests for one page"
            _check_values(call, sent[0], {})


@_operations
@share()
@hypothesis.seed(_run.effort.seed)
@hypothesis.given(data=st.data())
def test_sync_equals_async(operation: ListOperation, data: st.DataObject) -> None:
    """The asynchronous client sends the same bytes, and gives the same pages."""
    call = Call(_document, operation, data.draw(arguments(operation)))
    answers = answered_pages(call, _PAGES)
    with verdict(_run, "sync_equals_async", call):
        _check_equal(observe(call, answers), observe_async(call, answers))


def _check_equal(one: Outcome, other: Outcome) -> None:
    assert one.sent == other.sent, f"sent {one.sent}\nasync sent {other.sent}"
    assert one.pages == other.pages, f"gave {one.pages}\nasync gave {other.pages}"
    raised = [f"{type(each.error).__name__}: {each.error}" for each in (one, other)]
    assert raised[0] == raised[1], f"raised {raised[0]}\nasync raised {raised[1]}"


@_operations
def test_refused_arguments(operation: ListOperation) -> None:
    """An argument that the API does not admit is named in an error, and nothing is sent."""
    valid = least_call(_document, operation)
    answers = answered_pages(valid, 1)
    for parameter, value in breaches_of_arguments(operation):
        call = Call(_document, operation, {**valid.arguments, parameter.python_name: value})
        with verdict(_run, "bad_argument_refused", call):
            outcomes = observe(call, answers), observe_async(call, answers)
            for outcome in outcomes:
                shown = f"{parameter.python_name}={repr(value)[:60]}" if value != 10**5000 else "…"
                assert not outcome.sent, f"{shown} was sent\n{outcome.sent}"
                error: Any = outcome.error
                assert isinstance(error, call.package.ArgumentError), (
                    f"{shown} raised {type(error).__name__}\n{error}"
                )
                assert isinstance(error, call.package.Error), f"{shown}: it is no Error"
                assert error.argument == parameter.python_name, f"{shown}: {error.argument}"
                assert str(error).startswith(f"{parameter.python_name}: "), f"{shown}: {error}"
            _check_equal(*outcomes)
