"""Every law, on every list that it is about, through every channel that can tell.

A law without a witness is skipped, with what data would give it one: it is not known to hold. So
is one that could not be decided because the data changed. ``--require-witnesses`` fails both.
"""

import pytest

from rollcall._run import current_run
from rollcall._trials import Trial, state, trials

_run = current_run()


@pytest.mark.parametrize("trial", trials(_run), ids=str)
def test_law(trial: Trial) -> None:
    """A law holds on a list."""
    state(_run, trial)
