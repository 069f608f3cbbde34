"""The sandbox, which is the target of the contract tests; it starts once for all tests."""

from collections.abc import Iterator, Mapping
from secrets import token_hex

import pytest

from contract_tests.sandbox import serve
from rollcall import Target

collect_ignore = ["sandbox"]


@pytest.fixture(scope="session", name="sandbox")
def targets() -> Iterator[Mapping[str, Target]]:
    """Serve both APIs, and yield a target for each by the name of its document."""
    with serve(token=token_hex(16)) as sandbox:
        yield {
            name: Target(api.base_url, api.token, api.parents) for name, api in sandbox.apis.items()
        }
