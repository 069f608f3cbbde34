"""Two APIs on one server do not disturb each other."""

import asyncio

import httpx

from contract_tests.sandbox import DEFAULT_TOKEN, RateLimit, Sandbox, build_app, serve
from tests.support.sandbox.twilio._http import basic, client_of, error, get, path_of, walk


def test_apis(sandbox: Sandbox) -> None:
    """Each API is known by the name of its document; the first is what the sandbox itself names."""
    assert list(sandbox.apis) == ["telnyx-video", "twilio-video"]
    telnyx, twilio = sandbox.apis.values()
    assert (telnyx.base_url, telnyx.token) == (sandbox.base_url, sandbox.token)
    assert not telnyx.parents
    assert not telnyx.other_tokens
    assert twilio.base_url == sandbox.base_url.removesuffix("/v2") + "/v1"
    assert list(twilio.parents) == ["RoomSid"]


def test_paths_belong_to_one(sandbox: Sandbox) -> None:
    """What is below /v1 is answered as Twilio does, all else as Telnyx does."""
    origin = sandbox.base_url.removesuffix("/v2")
    for path in ("/v1", "/v1/", "/v1/rooms"):
        error(httpx.get(origin + path, trust_env=False), 401, 20003)
    for path in ("", "/", "/v10", "/v1x/Rooms", "/V1/Rooms", "/v2", "/v2/rooms", "/%76%32"):
        response = httpx.get(origin + path, trust_env=False)
        assert response.status_code == httpx.codes.UNAUTHORIZED
        assert set(response.json()) == {"errors"}, path


def test_application_in_process() -> None:
    """The same lists are there without a server, and links name the host that was asked."""

    async def ask() -> httpx.Response:
        with build_app(rooms=0, twilio_participants=10) as app:
            api = app.apis("http://sandbox")["twilio-video"]
            assert api.token.endswith(f":{DEFAULT_TOKEN}")
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url=api.base_url) as client:
                headers = {"authorization": basic(api.token)}
                return await client.get(path_of(api.parents["RoomSid"][0]), headers=headers)

    body = asyncio.run(ask()).json()
    assert body["participants"]
    assert body["meta"]["url"].startswith("http://sandbox/v1/Rooms/")


def test_rate_limits_are_apart() -> None:
    """A sender spends the requests of one API, not of the other; each tells it in its own way."""
    with serve(rooms=1, twilio_participants=1, rate_limit=RateLimit(2, 60)) as limited:
        api = limited.apis["twilio-video"]
        with client_of(api) as client:
            path = path_of(api.parents["RoomSid"][0])
            admitted = [client.get(path) for _ in range(2)]
            assert [each.status_code for each in admitted] == [httpx.codes.OK] * 2
            refused = client.get(path)
            error(refused, 429, 20429)
            assert int(refused.headers["retry-after"]) > 0
            told = [name for each in (*admitted, refused) for name in each.headers]
            assert not [name for name in told if name.startswith("x-ratelimit")]
            assert told.count("retry-after") == 1
        headers = {"authorization": f"Bearer {limited.token}"}
        telnyx = httpx.get(f"{limited.base_url}/rooms", headers=headers, trust_env=False)
        assert telnyx.headers["x-ratelimit-remaining"] == "1"


def test_many_participants() -> None:
    """Pages of a large room, early and deep, are the right ones."""
    with serve(rooms=0, twilio_participants=20_000) as sandbox:
        api = sandbox.apis["twilio-video"]
        with client_of(api) as client:
            path = path_of(api.parents["RoomSid"][0])
            everybody = walk(client, path)
            assert len({item["sid"] for item in everybody}) == len(everybody) > 10_000
            bound = everybody[9_000]["date_created"]
            body = get(client, path, {"DateCreatedBefore": bound, "PageSize": "10"})
            start = 1 + max(
                number for number, item in enumerate(everybody) if item["date_created"] == bound
            )
            assert body["participants"] == everybody[start : start + 10]
            named = {"Status": "disconnected", "Identity": "Alice"}
            assert len(walk(client, path, named, 7)) == len(walk(client, path, named)) > 100
