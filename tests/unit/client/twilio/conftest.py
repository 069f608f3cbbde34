"""Both clients, as one fixture, and an environment without credentials."""

import pytest

from tests.support.client.twilio._participants import Read, read_async, read_sync


@pytest.fixture(params=[read_sync, read_async], ids=["sync", "async"])
def read(request: pytest.FixtureRequest) -> Read:
    """Read through the synchronous client, then through the asynchronous one."""
    chosen: Read = request.param
    return chosen


@pytest.fixture(autouse=True)
def _no_credentials_around(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("ACCOUNT_SID", "AUTH_TOKEN", "API_KEY", "API_SECRET", "BASE_URL")
    for name in names:
        monkeypatch.delenv(f"TWILIO_{name}", raising=False)
