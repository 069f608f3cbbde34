"""Operations in a row, along the links of the spec."""

import pytest

from rollcall._profiles import workflow_settings
from rollcall._run import current_run
from rollcall.fuzzing._workflow import state_machine

_engine = current_run().engine


@pytest.mark.skipif(
    "stateful" not in current_run().effort.profile.phases, reason="the profile has no workflows"
)
@pytest.mark.skipif(
    not _engine.spec.has_links, reason="the spec has no links from one operation to another"
)
def test_workflows() -> None:
    """What one operation answers can be asked of the next, and both keep the contract."""
    state_machine(_engine).run(settings=workflow_settings())
