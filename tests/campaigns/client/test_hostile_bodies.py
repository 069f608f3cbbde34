"""The hostile bodies of the unit tests, by the hundred thousand."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.client.exactness import LISTS, check

_BODIES = 25_000


@pytest.mark.parametrize("name", LISTS)
def test_hostile_bodies_are_read_exactly_or_refused(name: str) -> None:
    """Each item comes back as it was written, token by token; a flawed one can be skipped."""
    count = 0

    @settings(
        max_examples=_BODIES,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(seed=st.integers(0, 2**64))
    def read(seed: int) -> None:
        nonlocal count
        count += 1
        check(LISTS[name], seed)

    read()
    assert count == _BODIES
