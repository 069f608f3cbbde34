"""Wrong page information, and wrongly parsed page parameters."""

from collections.abc import Callable, Mapping, Sequence

from tests.support.laws.full_api import (
    DEFAULT_SIZE,
    READERS,
    Body,
    ListRequest,
    Pairs,
    Reader,
    Request,
    Row,
    Steps,
    Value,
)
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant


def _counting(change: Callable[[int, int, ListRequest], int]) -> Steps:
    """Build steps that change the total."""

    def total(
        every: Sequence[Row], matching: Sequence[Row], shown: Sequence[Row], asked: ListRequest
    ) -> int:
        del every
        return change(len(matching), len(shown), asked)

    return Steps(total=total)


def _echoing(**changes: Callable[[ListRequest], int]) -> Steps:
    """Build steps that change the page information."""

    def body(complete: Body, asked: ListRequest) -> Body:
        changed = {name: change(asked) for name, change in changes.items()}
        if asked.kind == "scans":
            return {**complete, **changed}
        return {**complete, "page": {**complete["page"], **changed}}

    return Steps(body=body)


def _default(**values: int) -> Steps:
    """Build steps that have other defaults."""

    def parsed(
        request: Request, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
    ) -> ListRequest:
        names = {name for name, _ in given}
        added = [(name, str(value)) for name, value in values.items() if name not in names]
        return CORRECT.parsed(request, kind, depot, [*given, *added], readers)

    return Steps(parsed=parsed)


def _reading(kind: str, read: Reader) -> Steps:
    return Steps(readers={**READERS, kind: read})


def _instead(kind: str, value: int, *, of: Callable[[str], bool]) -> Steps:
    """Build steps that parse some texts as a number instead of refusing them."""
    return _reading(kind, lambda text: value if of(text) else READERS[kind](text))


def _is_no_number(text: str) -> bool:
    return not text.lstrip("-").isdecimal()


def _refusing(number: int) -> Reader:
    def read(text: str) -> Value:
        if text == str(number):
            raise ValueError(f"must be less than {number}")
        return READERS["size"](text)

    return read


def _small_numbers(text: str) -> Value:
    number = READERS["number"](text)
    if number >= 2**63:
        raise OverflowError(text)
    return number


COUNTS = (
    Mutant("size-echo-stale", "page.echo", PARCELS, _echoing(size=lambda _: DEFAULT_SIZE)),
    Mutant("number-echo-stale", "page.echo", DEPOTS, _echoing(number=lambda _: 1)),
    Mutant("total-of-page", "page.totals", DEPOTS, _counting(lambda _items, shown, _want: shown)),
    Mutant(
        "count-of-rest",
        "page.totals",
        SCANS,
        _counting(lambda items, _shown, asked: max(0, items - asked.start)),
    ),
    Mutant(
        "total-lost-past-the-end",
        "page.past_the_end",
        PARCELS,
        _counting(lambda items, shown, asked: items if shown or not asked.start else 0),
    ),
    Mutant(
        "pages-floored",
        "page.totals",
        PARCELS,
        Steps(pages=lambda items, asked: items // asked.size),
    ),
    Mutant(
        "pages-one-more",
        "page.totals",
        PARCELS,
        Steps(pages=lambda items, asked: items // asked.size + 1),
    ),
    Mutant(
        "pages-of-default",
        "page.totals",
        PARCELS,
        Steps(pages=lambda items, _want: -(-items // DEFAULT_SIZE)),
    ),
    Mutant("default-size-changed", "page.default", PARCELS, _default(size=7)),
    Mutant("default-number-changed", "page.default", DEPOTS, _default(number=2)),
    Mutant("largest-size-refused", "page.bounds", PARCELS, _reading("size", _refusing(40))),
    Mutant(
        "smallest-size-default",
        "page.bounds",
        DEPOTS,
        _instead("size", DEFAULT_SIZE, of=lambda text: text == "1"),
    ),
    Mutant(
        "size-clamped",
        "page.oversized",
        PARCELS,
        _instead("size", 40, of=lambda text: text.isdecimal() and int(text) > 40),
    ),
    Mutant(
        "no-size-accepted",
        "page.refused",
        SCANS,
        _instead("size", DEFAULT_SIZE, of=lambda text: text == "0"),
    ),
    Mutant(
        "number-zero-accepted",
        "page.refused",
        DEPOTS,
        _instead("number", 1, of=lambda text: text == "0"),
    ),
    Mutant(
        "size-word-accepted",
        "page.refused",
        PARCELS,
        _instead("size", DEFAULT_SIZE, of=lambda text: bool(text) and _is_no_number(text)),
    ),
    Mutant(
        "empty-size-accepted",
        "value.empty",
        DEPOTS,
        _instead("size", DEFAULT_SIZE, of=lambda text: not text),
    ),
    Mutant("huge-number-breaks", "http.overlong", PARCELS, _reading("number", _small_numbers)),
)
