"""What was sent is what is read, or an error says which part cannot be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.client.exactness import LISTS, check


@pytest.mark.parametrize("name", LISTS)
def test_a_hostile_body_is_read_exactly_or_refused(name: str) -> None:
    """Each item comes back as it was written, token by token; a flawed one can be skipped."""

    @settings(max_examples=100, database=None, derandomize=True)
    @given(seed=st.integers(0, 2**64))
    def read(seed: int) -> None:
        check(LISTS[name], seed)

    read()
