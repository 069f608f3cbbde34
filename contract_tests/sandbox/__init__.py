"""A server of both APIs for tests, written by hand from their documentation.

    from contract_tests.sandbox import serve

    with serve(rooms=60, seed=1) as sandbox:
        httpx.get(f"{sandbox.base_url}/rooms", headers={"authorization": f"Bearer {sandbox.token}"})

        twilio = sandbox.apis["twilio-video"]
        path = f"/Rooms/{twilio.parents['RoomSid'][0]}/Participants"
        httpx.get(twilio.base_url + path, auth=tuple(twilio.token.split(":")))

On the command line: `python -m contract_tests.sandbox --help`.
"""

from contract_tests.sandbox._application import Api, RateLimit
from contract_tests.sandbox._server import DEFAULT_TOKEN, Sandbox, build_app, serve

__all__ = ["DEFAULT_TOKEN", "Api", "RateLimit", "Sandbox", "build_app", "serve"]
