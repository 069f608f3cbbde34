"""Checks of the pages that a client loads: limits, and pages that contradict each other."""

import json
from typing import Any

from rollcall.clients._check import Execution, check, expect
from rollcall.clients._pages import (
    MANY,
    answered_pages,
    has_buildable_pages,
    least_items,
    page_reply,
    wide_pages,
)
from rollcall.clients._request_checks import expect_same
from rollcall.clients._script import (
    Script,
    observe,
    observe_async,
    reply_with,
    scripted,
    scripted_async,
)
from rollcall.spec import ListOperation, Spec

__all__: list[str] = []


@check("limit_is_kept")
def limit(execution: Execution) -> None:
    """A limit returns the first items, and loads the pages that hold them and no other."""
    call = execution.call()
    replies = wide_pages(call)
    with execution.case(call):
        pages = [items for items, _ in observe(call, replies).pages]
        everything = [item for page in pages for item in page]
        starts = [sum(map(len, pages[:number])) for number in range(len(pages))]
        for count in (0, 1, len(pages[0]), len(pages[0]) + 1, len(everything), 10**6):
            limited = execution.call(limit=count)
            outcome = observe(limited, replies)
            expect(outcome.error is None, f"limit={count}: {outcome.raised}", outcome.error)
            found = outcome.items
            expect(found == everything[:count], f"limit={count} returned {len(found)} items")
            needed = sum(start < count for start in starts)
            sent = len(outcome.sent)
            expect(sent == needed, f"limit={count} sent {sent} requests")
            expect_same(outcome, observe_async(limited, replies))
        refused = observe(execution.call(limit=-1), replies)
        is_refused = isinstance(refused.error, call.package.ArgumentError)
        expect(is_refused, f"limit=-1: {refused.raised}")


@check("limit_is_kept")
def first(execution: Execution) -> None:
    """The first item takes one page; every iteration over a list begins at its first item."""
    call = execution.call()
    spec, replies = execution.spec, wide_pages(call)

    async def read(client: Any) -> list[Any]:  # noqa: ANN401 - known at run time only
        return [item async for item in call.on(client)]

    with execution.case(call):
        everything = observe(call, replies).items
        script = Script(replies)
        with scripted(spec, script) as client:
            found = call.on(client).first()
        expect(found == everything[0], "first() returned another item than the first")
        expect(len(script.sent) == 1, f"first() sent {len(script.sent)} requests")
        with scripted(spec, Script([*replies, *replies])) as client:
            pager = call.on(client)
            expect([*pager] == everything, "iterating returns other items than the pages")
            expect([*pager] == everything, "a second iteration returns other items")
        paging, body = execution.operation.paging, json.loads(replies[0].body)
        place = paging.total_items if paging.is_exact else None
        total = place.read(body, replies[0].headers) if place is not None else None
        expect(pager.total == total, f"the total is {pager.total}", f"expected {total}")
        found = scripted_async(spec, Script(replies), lambda client: call.on(client).first())
        expect(found == everything[0], "the asynchronous first() returned another item")
        found = scripted_async(spec, Script(replies), read)
        expect(found == everything, "the asynchronous client returns other items")


@check("contradiction_is_reported")
def repeated_page(execution: Execution) -> None:
    """A server that repeats a page is reported at the second response."""
    call = execution.call()
    replies = [page_reply(call, 0, 2)]
    with execution.case(call):
        outcome = observe(call, replies)
        expect(isinstance(outcome.error, call.package.PagingError), outcome.raised)
        paging = execution.operation.paging
        tells_page = paging.selector is None or paging.index_echo is not None
        is_change = isinstance(outcome.error, call.package.ListChangedError)
        expect(
            not (tells_page and is_change),
            "the error is a ListChangedError, but the list did not change",
        )
        expect(len(outcome.sent) == len(["first", "again"]), f"{len(outcome.sent)} requests")
        expect_same(outcome, observe_async(call, replies))


def _says_which_is_last(spec: Spec, operation: ListOperation) -> bool:
    admits_empty = least_items(spec, operation) == 0
    return admits_empty and operation.tells_end and has_buildable_pages(spec, operation)


def _may_repeat_items(spec: Spec, operation: ListOperation) -> bool:
    # If its last item is the token of a page, a repeated page leads back to itself.
    return operation.paging.token_field is None and has_buildable_pages(spec, operation)


@check("contradiction_is_reported", applies=_says_which_is_last)
def empty_page(execution: Execution) -> None:
    """An empty page before the last page is reported."""
    call = execution.call()
    replies = answered_pages(call, MANY)
    body = json.loads(replies[1].body)
    execution.operation.items.read(body).clear()
    replies[1] = reply_with(body, replies[1])
    with execution.case(call):
        outcome = observe(call, replies)
        expect(isinstance(outcome.error, call.package.PagingError), outcome.raised)


@check("contradiction_is_reported", applies=_may_repeat_items)
def repeated_items(execution: Execution) -> None:
    """Repeated items raise an error, or are left out if the caller chooses that."""
    call, items = execution.call(), execution.operation.items
    replies = answered_pages(call, MANY)
    everything = observe(call, replies).items
    before, body = (json.loads(each.body) for each in replies[:2])
    size = len(items.read(before))
    items.read(body)[:] = items.read(before)
    replies[1] = reply_with(body, replies[1])
    with execution.case(call):
        outcome = observe(call, replies)
        expect(isinstance(outcome.error, call.package.ListChangedError), outcome.raised)
        outcome = observe(execution.call(on_change="ignore"), replies)
        expect(outcome.error is None, f"on_change='ignore': {outcome.raised}", outcome.error)
        expected = everything[:size] + everything[2 * size :]
        found = outcome.items
        expect(found == expected, f"on_change='ignore' returned {len(found)} items")
