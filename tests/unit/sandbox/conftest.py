"""A sandbox for all tests of this folder, and all that is in it."""

from collections.abc import Iterator

import httpx
import pytest

from contract_tests.sandbox import Sandbox, serve
from tests.support.sandbox._http import Everything, client_of, everything

TOKEN = "right-token.~+/="  # noqa: S105 - of a server that these tests start
FORBIDDEN_TOKEN = "forbidden-token"  # noqa: S105


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Serve the default records."""
    with serve(token=TOKEN, forbidden_token=FORBIDDEN_TOKEN) as running:
        yield running


@pytest.fixture(scope="session")
def client(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """Speak to the sandbox with its token."""
    with client_of(sandbox) as speaking:
        yield speaking


@pytest.fixture(scope="session")
def data(client: httpx.Client) -> Everything:
    """Everything that the sandbox serves, read without any filter."""
    return everything(client)
