"""Two APIs in one application do not disturb each other."""

from collections.abc import Mapping

import httpx

from contract_tests.sandbox import Api, RateLimit, build_app
from tests.support.sandbox._http import client_of, walk
from tests.support.sandbox.twilio._http import error, path_of


def test_apis(apis: Mapping[str, Api]) -> None:
    """Each API has the name of its document, and its own base URL and parents."""
    assert list(apis) == ["telnyx-video", "twilio-video"]
    telnyx, twilio = apis.values()
    assert (telnyx.base_url, twilio.base_url) == ("http://sandbox/v2", "http://sandbox/v1")
    assert not telnyx.parents
    assert not telnyx.other_tokens
    assert list(twilio.parents) == ["RoomSid"]


def test_paths_belong_to_one(stranger: httpx.Client) -> None:
    """Unknown paths below /v1 get Twilio's errors, all others Telnyx's."""
    for path in ("/v1", "/v1/", "/v1/rooms"):
        error(stranger.get(path), 401, 20003)
    for path in ("", "/", "/v10", "/v1x/Rooms", "/V1/Rooms", "/v2", "/v2/rooms", "/%76%32"):
        response = stranger.get(path)
        assert response.status_code == httpx.codes.UNAUTHORIZED
        assert set(response.json()) == {"errors"}, path


def test_rate_limits_are_apart() -> None:
    """A request to one API does not count for the other, and only Telnyx counts down."""
    with build_app(rooms=1, twilio_participants=1, rate_limit=RateLimit(2, 60)) as app:
        telnyx, twilio = app.apis("http://sandbox").values()
        path = path_of(twilio.parents["RoomSid"][0])
        with client_of(twilio, app) as client:
            responses = [client.get(path) for _ in range(3)]
        assert [each.status_code for each in responses] == [200, 200, 429]
        error(responses[2], 429, 20429)
        assert int(responses[2].headers["retry-after"]) > 0
        names = [name for each in responses for name in each.headers]
        assert not [name for name in names if name.startswith("x-ratelimit")]
        assert names.count("retry-after") == 1
        with client_of(telnyx, app) as client:
            assert client.get("/rooms").headers["x-ratelimit-remaining"] == "1"


def test_two_sandboxes_in_one_process(client: httpx.Client) -> None:
    """Sandboxes in one process do not share their records."""
    before = walk(client, "/rooms")
    with build_app(rooms=3, seed=9) as app:
        with client_of(app.apis("http://other")["telnyx-video"], app) as other:
            assert len(walk(other, "/rooms")) == 3
        assert walk(client, "/rooms") == before
