"""Checks of a client that skips the items that it cannot read."""

import json
from collections.abc import Iterator, Sequence

import attrs

from rollcall.channels import Call
from rollcall.clients._broken import OPEN, broken_bodies
from rollcall.clients._check import Execution, check, expect
from rollcall.clients._pages import least_items, wide_pages
from rollcall.clients._request_checks import expect_same
from rollcall.clients._script import Outcome, Reply, observe, observe_async

__all__: list[str] = []

_MARK = "a mark of the suite"
_NO_JSON = ("NaN", '"\\ud83d"')
"""Texts with an end that a reader finds, but which are not JSON, or not Unicode."""


@attrs.frozen
class _Broken:
    """An item that cannot be read.

    Attributes:
        title: What is wrong with it.
        content: The item, as it is sent.
        path: The place of the fault in the item, as a JSON path without the dollar sign.
    """

    title: str
    content: str
    path: str = ""


@check("invalid_item_is_skipped")
def skipped_items(execution: Execution) -> None:
    """An item that cannot be read is left out of its page and reported; all others come."""
    plain, call = execution.call(), execution.call(on_invalid="skip")
    replies = wide_pages(plain)
    whole = observe(plain, replies)
    places = _places(call, [items for items, _ in whole.pages])
    for broken in _broken_items(plain):
        changed = [
            _with_broken(call, reply, place, broken)
            for reply, place in zip(replies, places, strict=True)
        ]
        with execution.case(call, body=changed[0].body):
            outcome = observe(call, changed)
            _expect_skipped(call, whole, outcome, places, broken)
            expect_same(outcome, observe_async(call, changed))


def _places(call: Call, pages: Sequence[Sequence[object]]) -> list[int | None]:
    """Return the position of an item to break on each page; None where all items are needed."""
    operation = call.operation
    least = 1 + least_items(call.spec, operation)
    if operation.paging.token_field is None:
        found = [number % max(1, len(items)) for number, items in enumerate(pages)]
    else:
        # The last item of a page leads to the next one.
        found, least = [0 for _ in pages], max(2, least)
    return [
        place if len(items) >= least else None for place, items in zip(found, pages, strict=True)
    ]


def _broken_items(call: Call) -> Iterator[_Broken]:
    """Yield items that violate their schema in one place each, and others that are not JSON."""
    start = f"{_items_path(call)}[0]"
    for each in broken_bodies(call):
        if each.keyword not in OPEN and each.path.startswith(start):
            item = call.operation.items.read(each.body)[0]
            yield _Broken(each.title, json.dumps(item), each.path.removeprefix(start))
    for text in _NO_JSON:
        yield _Broken(f"an item is {text}", text)


def _items_path(call: Call) -> str:
    return f"${str(call.operation.items).replace('/', '.')}"


def _with_broken(call: Call, reply: Reply, place: int | None, broken: _Broken) -> Reply:
    """Return a page with an item in place of another one."""
    if place is None:
        return reply
    body = json.loads(reply.body)
    call.operation.items.read(body)[place] = _MARK
    text = json.dumps(body).replace(json.dumps(_MARK), broken.content)
    return attrs.evolve(reply, body=text.encode())


def _expect_skipped(
    call: Call, whole: Outcome, found: Outcome, places: Sequence[int | None], broken: _Broken
) -> None:
    """Expect the outcome of the whole list without the broken items, each of which is reported."""
    expect(found.error is None, f"{broken.title}: {found.raised}", found.error)
    expect(found.sent == whole.sent, f"{broken.title}: {len(found.sent)} requests were sent")
    at = _items_path(call)
    expect(len(found.pages) == len(whole.pages), f"{broken.title}: {len(found.pages)} pages came")
    # The information of some pages is their whole body, and thus has the items.
    has_own = bool(str(call.operation.paging.information))
    for (items, meta), (got, told), skipped, place in zip(
        whole.pages, found.pages, found.skipped, places, strict=True
    ):
        kept = [each for number, each in enumerate(items) if number != place]
        expect(got == kept, f"{broken.title}: {len(got)} of {len(kept)} other items are returned")
        expect(not has_own or told == meta, f"{broken.title}: the page information differs", told)
        expected = [] if place is None else [(place, broken.content, f"{at}[{place}]{broken.path}")]
        reported = [(each.position, each.content.decode(), each.path) for each in skipped]
        expect(reported == expected, f"{broken.title}: reported as {reported}", expected)
