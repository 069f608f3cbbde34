"""Pickled lists: what they hold, and who reads them."""

import asyncio
import pickle
from datetime import date

import httpx
import pytest

import telnyx_video
import twilio_video
from tests.support.rooms import Rooms

_KEY = "KEY0123456789-not-in-a-pickle"


@pytest.fixture
def http() -> httpx.Client:
    """Return a client of a server with five rooms."""
    return httpx.Client(transport=httpx.MockTransport(Rooms(5)))


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELNYX_API_KEY", "TELNYX_BASE_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def test_a_pickle_has_no_credential(http: httpx.Client) -> None:
    """Neither the key nor the password, nor a header or a parameter of the client, is in it."""
    headers, params = {"x-team": "team-of-mine"}, {"trace": "trace-of-mine"}
    with telnyx_video.Client(_KEY, http_client=http, headers=headers, params=params) as telnyx:
        content = pickle.dumps(telnyx.rooms.list(extra_query={"mine": "1"}, timeout=4))
    with twilio_video.Client(f"AC{0:032x}", _KEY) as twilio:
        content += pickle.dumps(twilio.rooms.participants.list("room"))
        encoded = twilio.rooms.participants.list("room").request.settings.api_key
    for secret in (_KEY, encoded, f"AC{0:032x}", "team-of-mine", "trace-of-mine"):
        assert secret.encode() not in content


def test_a_client_reads_the_same_list(http: httpx.Client) -> None:
    """A client, whatever its credentials, reads the list of a pickle with its arguments."""
    with telnyx_video.Client(_KEY, http_client=http) as telnyx:
        whole = telnyx.rooms.list(
            filter_date_created_at_gte=date(2021, 1, 2), limit=3, extra_query={"mine": "1"}
        )
        copied = pickle.loads(pickle.dumps(whole))  # noqa: S301 - written here
        read = telnyx.read(copied)
        assert [*read] == [*whole]
        assert read.request.target() == whole.request.target()
        assert telnyx.read(whole).total is None


def test_a_client_reads_the_same_list_async() -> None:
    """The asynchronous client does the same."""

    async def run() -> None:
        transport = httpx.MockTransport(Rooms(5).asynchronously)
        async with (
            httpx.AsyncClient(transport=transport) as http,
            telnyx_video.AsyncClient(_KEY, http_client=http) as telnyx,
        ):
            whole = telnyx.rooms.list(limit=3)
            copied = pickle.loads(pickle.dumps(whole))  # noqa: S301 - written here
            found = [each async for each in telnyx.read(copied)]
            assert found == [each async for each in whole]
            assert len(found) == 3

    asyncio.run(run())


def test_without_credentials_reading_fails() -> None:
    """Loading a pickle succeeds; reading it without a client and without a key does not."""
    with telnyx_video.Client(_KEY) as telnyx:
        content = pickle.dumps(telnyx.rooms.list())
    rooms = pickle.loads(content)  # noqa: S301 - written here
    with pytest.raises(telnyx_video.ArgumentError, match="set TELNYX_API_KEY; or pass the list to"):
        rooms.first()
    with twilio_video.Client(f"AC{0:032x}", _KEY) as twilio:
        content = pickle.dumps(twilio.rooms.participants.list("room"))
    people = pickle.loads(content)  # noqa: S301 - written here
    with pytest.raises(twilio_video.ArgumentError, match="TWILIO_ACCOUNT_SID and"):
        people.first()


def test_the_values_of_a_client_are_not_forgotten(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of a client with headers or parameters is not read without them."""
    monkeypatch.setenv("TELNYX_API_KEY", "another")
    with telnyx_video.Client(_KEY, headers={"x-team": "1"}, params={"trace": "2"}) as telnyx:
        content = pickle.dumps(telnyx.rooms.list())
    rooms = pickle.loads(content)  # noqa: S301 - written here
    with pytest.raises(telnyx_video.ArgumentError, match=r"no pickle holds \(trace, x-team\)"):
        rooms.first()
    with telnyx_video.Client(_KEY, http_client=http, headers={"x-team": "1"}) as telnyx:
        assert len([*telnyx.read(rooms)]) == 5


@pytest.mark.parametrize("argument", ["extra_headers", "extra_query"])
def test_a_secret_argument_is_not_pickled(argument: str) -> None:
    """A list with a secret among its own arguments has no pickle."""
    extra: dict[str, dict[str, str]] = {argument: {"x-token": "0123456"}}
    with telnyx_video.Client(_KEY) as telnyx:
        rooms = telnyx.rooms.list(**extra)  # type: ignore[arg-type]
    with pytest.raises(pickle.PicklingError, match=f"{argument} has the secret x-token"):
        pickle.dumps(rooms)


def test_settings_without_secrets_are_kept() -> None:
    """The address, the time limits, and the retries of the client are those of the pickle."""
    settings = {"base_url": "http://localhost:1/v9", "total_timeout": 7.0, "max_body": 99}
    with telnyx_video.Client(_KEY, retries=5, timeout=3, upgrade_links=True, **settings) as telnyx:  # type: ignore[arg-type]
        rooms = telnyx.rooms.list(timeout=2)
    own = pickle.loads(pickle.dumps(rooms)).request.own  # noqa: S301 - written here
    assert {name: getattr(own, name) for name in settings} == settings
    assert (own.retries.count, own.timeout.read, own.upgrade_links) == (5, 3, True)
    assert rooms.request.settings.timeout.read == 2
