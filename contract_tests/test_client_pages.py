"""What a generated client keeps to, whatever the API: limits, pages that agree, and its key."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from rollcall._run import current_run
from rollcall.clients import (
    KEY,
    Answer,
    Call,
    Outcome,
    Script,
    answer_with,
    answered_pages,
    asked_number,
    async_client_of,
    client_of,
    least_call,
    observe,
    observe_async,
    page_body,
    require_client,
    token_of_nobody,
    verdict,
    write,
)
from rollcall.http._credential import credential_of
from rollcall.spec import ListOperation, credential_names

_run = current_run()
_document = _run.spec
require_client(_document)
_TOKEN = token_of_nobody(_document)
_PAGES = 4
_WIDTH = 3
_UNKNOWN = "x_unknown_of_the_suite"

_lists = [*_document.lists]
_operations = pytest.mark.parametrize("operation", _lists, ids=lambda operation: operation.id)


def _having(call: Call, **arguments: object) -> Call:
    return Call(call.spec, call.operation, {**call.arguments, **arguments})


def _items(outcome: Outcome) -> list[Any]:
    return [item for items, _ in outcome.pages for item in items]


def _bodies(call: Call) -> list[Any]:
    return [json.loads(each.body) for each in answered_pages(call, _PAGES)]


def _wide_pages(call: Call) -> list[Answer]:
    """Answer a call with pages of several items each, the last of which is not full."""
    operation, answers = call.operation, answered_pages(call, _PAGES)
    first, paging = asked_number(call), operation.paging
    bodies = [json.loads(each.body) for each in answers]
    if len(operation.items.read(bodies[0])) > 1 or len(bodies) < _PAGES:
        return answers
    for number, body in enumerate(bodies):
        count = _WIDTH - (number == _PAGES - 1)
        numbers = range(first + number * _WIDTH, first + number * _WIDTH + count)
        others = [page_body(call, each, first + _PAGES * _WIDTH) for each in numbers]
        operation.items.read(body)[:] = [operation.items.read(each)[0] for each in others]
        write(body, paging.size_echo, _WIDTH)
        write(body, paging.total_items, _PAGES * _WIDTH - 1)
    return [answer_with(each) for each in bodies]


@contextmanager
def _client(call: Call, script: Callable[[httpx.Request], httpx.Response]) -> Iterator[Any]:
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        yield client_of(call.spec, _TOKEN, http_client=http, retries=0)


@_operations
def test_limit(operation: ListOperation) -> None:
    """A limit gives the first items, loads the pages that hold them and no other."""
    call = least_call(_document, operation)
    answers = _wide_pages(call)
    with verdict(_run, "limit_is_kept", call):
        pages = [items for items, _ in observe(call, answers).pages]
        everything = [item for page in pages for item in page]
        for limit in (0, 1, len(pages[0]), len(pages[0]) + 1, len(everything), 10**6):
            limited = _having(call, limit=limit)
            outcome = observe(limited, answers)
            assert outcome.error is None, f"limit={limit} raised {outcome.error}"
            found = _items(outcome)
            assert found == everything[:limit], f"limit={limit} gave {len(found)} items"
            starts = [sum(map(len, pages[:number])) for number in range(len(pages))]
            needed = sum(start < limit for start in starts)
            assert len(outcome.sent) == needed, f"limit={limit} sent {len(outcome.sent)} requests"
            assert outcome == observe_async(limited, answers), f"limit={limit} differs in async"
        refused = observe(_having(call, limit=-1), answers).error
        assert isinstance(refused, call.package.ArgumentError), f"limit=-1 raised {refused}"


@_operations
def test_first(operation: ListOperation) -> None:
    """The first item takes one page; every reading of a list is one from its beginning."""
    call = least_call(_document, operation)
    answers = _wide_pages(call)
    with verdict(_run, "limit_is_kept", call):
        everything = _items(observe(call, answers))
        script = Script(answers)
        with _client(call, script) as client:
            first = call.on(client).first()
        assert first == everything[0], "first() is another item than the first"
        assert len(script.sent) == 1, f"first() sent {len(script.sent)} requests"
        script = Script([*answers, *answers])
        with _client(call, script) as client:
            pager = call.on(client)
            assert list(pager) == everything, "iterating gives other items than the pages"
            assert list(pager) == everything, "iterating again gives other items"
            pointer = operation.paging.total_items
            total = pointer.read(json.loads(answers[0].body)) if pointer is not None else None
            assert pager.total == total, f"the total is {pager.total}\nexpected {total}"
        found = asyncio.run(_read_async(call, answers))
        assert found == everything, "the asynchronous client gives other items"


async def _read_async(call: Call, answers: list[Answer]) -> list[Any]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(Script(answers))) as http:
        client = async_client_of(_document, _TOKEN, http_client=http, retries=0)
        first = await call.on(client).first()
    async with httpx.AsyncClient(transport=httpx.MockTransport(Script(answers))) as http:
        client = async_client_of(_document, _TOKEN, http_client=http, retries=0)
        found = [item async for item in call.on(client)]
    assert first == found[0], "the asynchronous first() is another item than the first"
    return found


@_operations
def test_a_page_that_does_not_advance(operation: ListOperation) -> None:
    """A server that answers with the same page again and again is found out by the second."""
    call = least_call(_document, operation)
    number = asked_number(call)
    answers = [answer_with(page_body(call, number, number + 2))]
    with verdict(_run, "contradiction_is_reported", call):
        outcome = observe(call, answers)
        assert isinstance(outcome.error, call.package.PagingError), f"{outcome.error!r} was raised"
        shifted = isinstance(outcome.error, call.package.ListChangedError)
        assert not shifted, "it was taken for a change of the list"
        assert len(outcome.sent) == len(["first", "again"]), f"{len(outcome.sent)} requests"
        assert outcome == observe_async(call, answers), "the asynchronous client differs"


@_operations
def test_a_page_that_is_empty(operation: ListOperation) -> None:
    """An empty page before the last, as the pages themselves have it, is reported."""
    paging = operation.paging
    if paging.next is None and paging.total_items is None:
        pytest.skip("the pages do not say which is the last")
    call = least_call(_document, operation)
    bodies = _bodies(call)
    if len(bodies) < _PAGES:
        pytest.skip("the pages are too large to be built")
    operation.items.read(bodies[1]).clear()
    with verdict(_run, "contradiction_is_reported", call):
        outcome = observe(call, [answer_with(each) for each in bodies])
        assert isinstance(outcome.error, call.package.PagingError), f"{outcome.error!r} was raised"


@_operations
def test_items_that_come_again(operation: ListOperation) -> None:
    """Items that come a second time are an error, or left out where that was asked for."""
    call = least_call(_document, operation)
    bodies = _bodies(call)
    if len(bodies) < _PAGES:
        pytest.skip("the pages are too large to be built")
    everything = _items(observe(call, [answer_with(each) for each in bodies]))
    size = len(operation.items.read(bodies[0]))
    operation.items.read(bodies[1])[:] = operation.items.read(bodies[0])
    answers = [answer_with(each) for each in bodies]
    with verdict(_run, "contradiction_is_reported", call):
        error = observe(call, answers).error
        assert isinstance(error, call.package.ListChangedError), f"{error!r} was raised"
        outcome = observe(_having(call, on_shift="ignore"), answers)
        assert outcome.error is None, f"on_shift='ignore' raised {outcome.error}"
        expected = everything[:size] + everything[2 * size :]
        assert _items(outcome) == expected, f"on_shift='ignore' gave {len(_items(outcome))} items"


@_operations
def test_unknown_fields(operation: ListOperation) -> None:
    """A page still has the response that it was read from, with fields that no model knows."""
    call = least_call(_document, operation)
    number = asked_number(call)
    body = page_body(call, number, number)
    operation.items.read(body)[0][_UNKNOWN] = 1
    with (
        verdict(_run, "response_is_given_back", call),
        _client(call, Script([answer_with(body)])) as client,
    ):
        page = next(call.on(client).pages())
        assert page.response.json() == body, "the page's response has another body"


@pytest.mark.parametrize(
    "operation", [each for each in _lists if each.security], ids=lambda operation: operation.id
)
def test_key(operation: ListOperation, caplog: pytest.LogCaptureFixture) -> None:
    """A client needs a key, and neither it, nor its errors, pages or log show it."""
    call = least_call(_document, operation)
    caplog.set_level(logging.DEBUG, call.package.__name__)
    first = answered_pages(call, 1)[0]
    with verdict(_run, "key_is_kept", call):
        for make in (client_of, async_client_of):
            with pytest.raises(call.package.ArgumentError, match=credential_names(_document)[0]):
                make(_document, "")
        with _client(call, Script([first, Answer(f'{{"key": "{KEY}"}}'.encode(), 401)])) as client:
            page = next(call.on(client).pages())
            with pytest.raises(call.package.StatusError) as raised:
                call.on(client).first()
            shown = [repr(client), str(raised.value), repr(raised.value), repr(page), caplog.text]
            shown += page.response.request.headers.values()
        credential = credential_of(_document, _TOKEN)
        secrets = [KEY, *(credential.secrets if credential is not None else ())]
        leaks = [each for each in secrets for text in shown if each in text]
        assert not leaks, "the key is shown"


@_operations
def test_address(operation: ListOperation) -> None:
    """Paths are put behind the address that was passed; one that is none is refused."""
    call = least_call(_document, operation)
    with verdict(_run, "settings_are_kept", call):
        for base_url in ("http://127.0.0.1:9/base", "http://127.0.0.1:9/base/"):
            script = Script(answered_pages(call, 1))
            with httpx.Client(transport=httpx.MockTransport(script)) as http:
                client = client_of(_document, _TOKEN, base_url=base_url, http_client=http)
                next(call.on(client).pages())
            start = "http://127.0.0.1:9/base" + operation.path.partition("{")[0]
            assert script.sent[0].url.startswith(start), f"{script.sent[0].url} was asked"
        for wrong in ("", "nowhere", "ftp://127.0.0.1/", "https://", "http://a:b@127.0.0.1/"):
            try:
                client_of(_document, _TOKEN, base_url=wrong)
            except call.package.ArgumentError as error:
                assert error.argument == "base_url"  # noqa: PT017 - the others are findings, too
            else:
                raise AssertionError(f"base_url={wrong!r} was taken")


@_operations
def test_extras(operation: ListOperation) -> None:
    """Headers and parameters of the caller's own go with every page."""
    call = least_call(_document, operation)
    answers = answered_pages(call, _PAGES)
    with verdict(_run, "settings_are_kept", call):
        script = Script(answers)
        with httpx.Client(transport=httpx.MockTransport(script)) as http:
            client = client_of(
                _document,
                _TOKEN,
                http_client=http,
                headers={"x-suite": "1"},
                params={_UNKNOWN: "a b"},
            )
            extras = {"extra_headers": {"x-call": "2"}, "extra_query": {f"{_UNKNOWN}2": "c"}}
            list(_having(call, **extras).on(client))
        assert len(script.sent) == len(answers), f"{len(script.sent)} requests were sent"
        for each in script.sent:
            headers = dict(each.headers)
            assert headers.get("x-suite") == "1", f"{each.url} lacks the client's header"
            assert headers.get("x-call") == "2", f"{each.url} lacks the call's header"
            pairs = parse_qsl(urlsplit(each.url).query)
            assert pairs.count((_UNKNOWN, "a b")) == 1, f"{each.url} lacks the client's parameter"
            assert pairs.count((f"{_UNKNOWN}2", "c")) == 1, f"{each.url} lacks the call's parameter"


@_operations
def test_options(operation: ListOperation) -> None:
    """Other options make another client; the one that they were taken from stays as it was."""
    call = least_call(_document, operation)
    answers = answered_pages(call, 1)
    with verdict(_run, "settings_are_kept", call):
        script = Script(answers)
        with httpx.Client(transport=httpx.MockTransport(script)) as http:
            client = client_of(_document, _TOKEN, http_client=http, headers={"x-suite": "1"})
            call.on(client.with_options(params={_UNKNOWN: "1"})).first()
            call.on(client).first()
        other, original = script.sent
        assert dict(other.headers).get("x-suite") == "1", "what was not passed was forgotten"
        assert _UNKNOWN in other.url, "what was passed is not sent"
        assert _UNKNOWN not in original.url, "the original was changed"


@_operations
def test_timeouts(operation: ListOperation) -> None:
    """Each part of a request has a timeout: that which was passed, and else another."""
    call = least_call(_document, operation)
    answer = answered_pages(call, 1)[0]
    seen: list[dict[str, float | None]] = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, content=answer.body)

    async def ask(options: dict[str, float]) -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(reply)) as http:
            client = async_client_of(_document, _TOKEN, http_client=http, **options)
            await call.on(client).first()

    with verdict(_run, "settings_are_kept", call):
        for options, longest in (({}, 60.0), ({"timeout": 2.5}, 2.5)):
            with httpx.Client(transport=httpx.MockTransport(reply)) as http:
                call.on(client_of(_document, _TOKEN, http_client=http, **options)).first()
            asyncio.run(ask(options))
            for each in seen:
                bounds = [each.get(part) for part in ("connect", "read", "write", "pool")]
                bounded = all(one is not None and 0 < one <= longest for one in bounds)
                assert bounded, f"with {options} the timeouts are {each}"
            seen.clear()


@_operations
def test_close(operation: ListOperation) -> None:
    """The caller's own HTTP client is left open; once it is closed, the client says so itself."""
    call = least_call(_document, operation)
    with verdict(_run, "settings_are_kept", call):
        http = httpx.Client(transport=httpx.MockTransport(Script(answered_pages(call, 1))))
        with client_of(_document, _TOKEN, http_client=http) as client:
            call.on(client).first()
        assert not http.is_closed, "the caller's HTTP client was closed"
        http.close()
        with pytest.raises(call.package.TransportError):
            call.on(client).first()
        asyncio.run(_close_async(call))


async def _close_async(call: Call) -> None:
    script = Script(answered_pages(call, 1))
    async with httpx.AsyncClient(transport=httpx.MockTransport(script)) as http:
        async with async_client_of(_document, _TOKEN, http_client=http) as client:
            await call.on(client).first()
        assert not http.is_closed, "the caller's asynchronous HTTP client was closed"
