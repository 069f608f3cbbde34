"""Checks the settings of a client: key, base URL, extra headers and parameters."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from urllib.parse import parse_qsl, urlsplit

from rollcall.channels import async_client_of, client_of
from rollcall.clients._check import Execution, check, expect
from rollcall.clients._pages import answered_pages
from rollcall.clients._script import KEY, Reply, Script, scripted, unused_token
from rollcall.http import credential_of
from rollcall.spec import credential_names

__all__: list[str] = []

_PAGES = 4
_MOST_RECORDS = 10_000
_UNKNOWN = "x_unknown_of_the_suite"
_LOCAL = "http://127.0.0.1:9/base"
_WRONG_ADDRESSES = ("", "nowhere", "ftp://127.0.0.1/", "https://", "http://a:b@127.0.0.1/")


@check("key_is_kept", applies=lambda _spec, operation: bool(operation.security))
def key(execution: Execution) -> None:
    """A client needs a key, and its repr, errors, pages and log do not show it."""
    spec, call = execution.spec, execution.call()
    package, page_reply = call.package, answered_pages(call, 1)[0]
    refusal = Reply(f'{{"key": "{KEY}"}}'.encode(), 401)
    with execution.case(call), _logged(package.__name__) as logged:
        for make in (client_of, async_client_of):
            try:
                make(spec, "")
            except package.ArgumentError as error:
                expect(credential_names(spec)[0] in str(error), "the error does not name the key")
            else:
                expect(condition=False, title="a client started without a key")
        with scripted(spec, Script([page_reply, refusal])) as client:
            page = next(call.on(client).pages())
            try:
                call.on(client).first()
            except package.StatusError as error:
                shown = [repr(client), str(error), repr(error), repr(page)]
                shown += [each.getMessage() for each in logged]
            else:
                shown = []
            expect(shown, "status 401 raised nothing")
            shown += page.response.request.headers.values()
        credential = credential_of(spec, unused_token(spec))
        secrets = [KEY, *(credential.secrets if credential is not None else ())]
        # Compared outside the assertion, so that a failure shows neither value.
        leaks = [each for each in secrets for text in shown if each in text]
        expect(not leaks, "the key is shown")


@contextmanager
def _logged(name: str) -> Iterator[list[logging.LogRecord]]:
    """Yield the log records of all levels within the context."""
    handler = BufferingHandler(_MOST_RECORDS)
    logger = logging.getLogger(name)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield handler.buffer
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)


@check("settings_are_kept")
def address(execution: Execution) -> None:
    """Paths are appended to the base URL; an invalid base URL is refused."""
    spec, call = execution.spec, execution.call()
    with execution.case(call):
        for base_url in (_LOCAL, f"{_LOCAL}/"):
            script = Script(answered_pages(call, 1))
            with scripted(spec, script, base_url=base_url) as client:
                next(call.on(client).pages())
            start = _LOCAL + execution.operation.path.partition("{")[0]
            expect(script.sent[0].url.startswith(start), f"{script.sent[0].url} was requested")
        for wrong in _WRONG_ADDRESSES:
            argument = None
            try:
                client_of(spec, unused_token(spec), base_url=wrong)
            except call.package.ArgumentError as error:
                argument = error.argument
            expect(argument == "base_url", f"base_url={wrong!r} was not refused")


@check("settings_are_kept")
def extras(execution: Execution) -> None:
    """Every page is requested with the extra headers and parameters."""
    replies = answered_pages(execution.call(), _PAGES)
    script = Script(replies)
    added = {"headers": {"x-suite": "1"}, "params": {_UNKNOWN: "a b"}}
    call = execution.call(extra_headers={"x-call": "2"}, extra_query={f"{_UNKNOWN}2": "c"})
    with execution.case(call):
        with scripted(execution.spec, script, **added) as client:
            list(call.on(client))
        expect(len(script.sent) == len(replies), f"{len(script.sent)} requests were sent")
        for each in script.sent:
            headers = dict(each.headers)
            expect(headers.get("x-suite") == "1", f"{each.url} lacks the client's header")
            expect(headers.get("x-call") == "2", f"{each.url} lacks the call's header")
            pairs = parse_qsl(urlsplit(each.url).query)
            has_own = pairs.count((_UNKNOWN, "a b")) == 1
            expect(has_own, f"{each.url} lacks the client's parameter")
            expect(
                pairs.count((f"{_UNKNOWN}2", "c")) == 1, f"{each.url} lacks the call's parameter"
            )
