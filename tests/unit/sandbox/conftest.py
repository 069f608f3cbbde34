"""A sandbox in process for all tests of this folder, and all its records."""

from collections.abc import Iterator, Mapping

import httpx
import pytest

from contract_tests.sandbox import Api, build_app
from contract_tests.sandbox._server import Server
from tests.support.sandbox import _http
from tests.support.sandbox._http import Everything, client_of, everything

TOKEN = "right-token.~+/="  # noqa: S105 - of a server that these tests start
FORBIDDEN_TOKEN = "forbidden-token"  # noqa: S105


@pytest.fixture(scope="session")
def app() -> Iterator[Server]:
    """Build the application; one list of Telnyx has more items than its largest page."""
    with build_app(
        rooms=60, sessions=60, participants=260, token=TOKEN, forbidden_token=FORBIDDEN_TOKEN
    ) as app:
        yield app


@pytest.fixture(scope="session")
def apis(app: Server) -> Mapping[str, Api]:
    """Return both APIs by the names of their documents."""
    return app.apis("http://sandbox")


@pytest.fixture(scope="session")
def stranger(app: Server) -> Iterator[httpx.Client]:
    """Return a client without credentials."""
    with _http.stranger(app) as client:
        yield client


@pytest.fixture(scope="session")
def client(app: Server, apis: Mapping[str, Api]) -> Iterator[httpx.Client]:
    """Return a client with the token of Telnyx."""
    with client_of(apis["telnyx-video"], app) as client:
        yield client


@pytest.fixture(scope="session")
def data(client: httpx.Client) -> Everything:
    """Return all records of Telnyx, read without any filter."""
    return everything(client)
