"""Both APIs as one application, over one database."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from typing import ParamSpec

from attrs import evolve, field, frozen
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.sandbox import telnyx, twilio
from contract_tests.sandbox._application import Access, Api, RateLimit
from contract_tests.sandbox._database import Database, Fill
from rollcall.http import serving

DEFAULT_TOKEN = "sandbox-token"  # noqa: S105 - it guards made-up data on loopback
TELNYX_SHAPE = telnyx.Shape()
TWILIO_SHAPE = twilio.Shape()
_P = ParamSpec("_P")


@frozen
class Sandbox:
    """A running sandbox: the Telnyx API, and both APIs by the names of their documents."""

    base_url: str
    token: str = field(repr=False)
    apis: Mapping[str, Api] = field(factory=dict)


@frozen
class Server:
    """An ASGI application: paths below `/v1` belong to Twilio, all others to Telnyx."""

    _telnyx: ASGIApp
    _twilio: ASGIApp
    _apis: Mapping[str, Api]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        is_twilio = scope["type"] == "http" and f"{scope['path']}/".startswith("/v1/")
        await (self._twilio if is_twilio else self._telnyx)(scope, receive, send)

    def apis(self, origin: str) -> dict[str, Api]:
        """Return the APIs by name, for a server with this origin, such as `http://127.0.0.1:8000`."""
        return {
            name: evolve(api, base_url=origin + api.base_url) for name, api in self._apis.items()
        }


def fills(records: telnyx.Records, others: twilio.Records) -> tuple[Fill, Fill]:
    """Return two functions that fill a database with the records of both APIs."""
    return partial(telnyx.fill, records=records), partial(twilio.fill, records=others)


def server(database: Database, access: Access) -> Server:
    """Build the application over a database that `fills` filled."""
    first, first_api = telnyx.build(database, access)
    second, second_api = twilio.build(database, access)
    return Server(first, second, {"telnyx-video": first_api, "twilio-video": second_api})


@contextmanager
def build_app(  # noqa: PLR0913 - each has a default
    *,
    rooms: int = TELNYX_SHAPE.rooms,
    sessions: int = TELNYX_SHAPE.sessions,
    participants: int = TELNYX_SHAPE.participants,
    twilio_participants: int = TWILIO_SHAPE.participants,
    seed: int = 1,
    token: str = DEFAULT_TOKEN,
    forbidden_token: str | None = None,
    rate_limit: RateLimit | None = None,
    records: telnyx.Records | None = None,
    twilio_records: twilio.Records | None = None,
) -> Iterator[Server]:
    """Build the ASGI application without a socket, over a database in memory.

    Args:
        rooms: The number of made-up rooms, from 0.
        sessions: The number of sessions of the first room.
        participants: The number of participants of the first session of this room.
        twilio_participants: The number of participants of Twilio's first room, from 0.
        seed: Determines the records, with these numbers, and the account of Twilio.
        token: The bearer token that is admitted, and the auth token of Twilio's account.
        forbidden_token: A second token; the response to requests with it is 403.
        rate_limit: A limit on the requests of each sender to each API.
        records: The records of Telnyx, instead of made-up ones.
        twilio_records: The records of Twilio, with one room or more.
    """
    access = Access(seed, token, forbidden_token, rate_limit)
    if records is None:
        records = telnyx.seeded(telnyx.Shape(rooms, sessions, participants), seed)
    if twilio_records is None:
        twilio_records = twilio.seeded(twilio.Shape(twilio_participants), seed)
    with closing(Database.in_memory(*fills(records, twilio_records))) as database:
        yield server(database, access)


def _served(
    build: Callable[_P, AbstractContextManager[Server]],
) -> Callable[_P, AbstractContextManager[Sandbox]]:
    @contextmanager
    def serve(*args: _P.args, **kwargs: _P.kwargs) -> Iterator[Sandbox]:
        """Serve the application of `build_app` on a loopback port until the context ends."""
        with build(*args, **kwargs) as app, serving(app) as origin:
            apis = app.apis(origin)
            first = next(iter(apis.values()))
            yield Sandbox(first.base_url, first.token, apis)

    return serve


serve = _served(build_app)
