"""Repeated items are found however many the list has, with bounded memory."""

import tracemalloc

import pytest

from telnyx_video._seen import LATEST, WHOLE, Seen


def _page(number: int) -> list[str]:
    return [f"PA{number * 100 + place:032x}" for place in range(100)]


@pytest.mark.parametrize("total", [None, WHOLE])
def test_each_item_of_a_list_is_remembered(total: int | None) -> None:
    """Up to the largest list of which all are, the first page is known at the end."""
    seen = Seen()
    assert not any(seen.repeated(_page(number), total) for number in range(WHOLE // 100))
    assert seen.repeated(_page(0), total) == frozenset(range(100))
    assert seen.repeated([*_page(WHOLE // 100)[:99], _page(7)[3]], total) == {99}


def test_the_latest_items_of_a_longer_list_are_remembered() -> None:
    """Older ones are dropped."""
    seen = Seen()
    pages = 3 * WHOLE // 100
    for number in range(pages):
        assert not seen.repeated(_page(number), None)
    assert seen.repeated(_page(pages - LATEST // 100), None) == frozenset(range(100))
    assert not seen.repeated(_page(0), None)


def test_texts_are_not_kept() -> None:
    """A hash takes less memory than the text."""
    seen = Seen()
    tracemalloc.start()
    for number in range(WHOLE // 100):
        seen.repeated(_page(number), None)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 9 * 2**20
