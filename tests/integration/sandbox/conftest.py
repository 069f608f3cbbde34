"""A sandbox behind a socket for all tests of this folder."""

from collections.abc import Iterator

import pytest

from contract_tests.sandbox import Sandbox, serve


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Serve few records on a loopback port."""
    with serve(rooms=60, sessions=60, participants=60, twilio_participants=60) as sandbox:
        yield sandbox
