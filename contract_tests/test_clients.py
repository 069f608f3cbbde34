"""Every check of the generated client, on every list."""

import pytest

from rollcall._run import current_run
from rollcall._trials import client_context
from rollcall.clients import ClientCheck, checks

_run = current_run()
# Each drawn case is several calls, pages and comparisons, with both clients.
_context = client_context(_run, _run.effort.profile.examples // 4)


@pytest.mark.parametrize("check", checks(_run.spec), ids=lambda check: check.id)
def test_client(check: ClientCheck) -> None:
    """A generated client passes a check."""
    check.run(_context)
    if _run.results.by_test.get(_run.results.test):
        pytest.fail(f"{check.id}: {check.sentence}", pytrace=False)
