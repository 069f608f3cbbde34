"""The generator names a way of paging that a client does not support yet."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from rollcall.codegen._validation import read_valid
from rollcall.spec import SpecError
from tests.support.specs import GET_SHELVES, REMOVED, write

PAGING = f"{GET_SHELVES}/x-list/pagination"
SIZE = {"pageSize": {"parameter": "size"}}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {PAGING: {"style": "offset", "offset": {"parameter": "page"}, **SIZE}},
            "the style offset is not supported in a client",
        ),
        (
            {
                PAGING: {
                    "style": "cursor",
                    "continuationToken": {"parameter": "page", "field": "/id"},
                }
            },
            "the style cursor is not supported in a client",
        ),
        (
            {f"{PAGING}/totalItems": "$response.header.X-Total"},
            "a client does not read $response.header.X-Total; use a place in the body",
        ),
        (
            {f"{PAGING}/totalItems": {"at": "/meta/total", "exact": False}},
            "a lower bound is not supported in a client",
        ),
        (
            {f"{PAGING}/pageSize": REMOVED},
            "pages of a fixed size are not supported in a client; add pageSize",
        ),
    ],
)
def test_a_way_of_paging_is_refused(
    changes: Mapping[str, object], problem: str, tmp_path: Path
) -> None:
    """The error names the annotation."""
    with pytest.raises(SpecError) as refused:
        read_valid(write(tmp_path / "library.json", changes))
    assert problem in str(refused.value)
    assert "/x-list/pagination" in str(refused.value)
