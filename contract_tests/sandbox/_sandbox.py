"""The sandbox as tests use it: in a thread, or as an application in their own process."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

from attrs import field, frozen

from contract_tests.sandbox import telnyx, twilio
from contract_tests.sandbox._database import Database
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox._server import Access, Api, Server, fills, server
from rollcall.http import serving

DEFAULT_TOKEN = "sandbox-token"  # noqa: S105 - it guards made-up data on loopback
_SHAPE = telnyx.Shape()
_TWILIO_SHAPE = twilio.Shape()


@frozen
class Sandbox:
    """A running sandbox: `http://127.0.0.1:PORT/v2`, and the token that it admits.

    These are those of the Telnyx API. `apis` has all APIs, by the names of their documents.
    """

    base_url: str
    token: str = field(repr=False)
    apis: Mapping[str, Api] = field(factory=dict)


@contextmanager
def serve(  # noqa: PLR0913 - each has a default, and tests name the one they are about
    *,
    rooms: int = _SHAPE.rooms,
    sessions: int = _SHAPE.sessions,
    participants: int = _SHAPE.participants,
    twilio_participants: int = _TWILIO_SHAPE.participants,
    seed: int = 1,
    token: str = DEFAULT_TOKEN,
    forbidden_token: str | None = None,
    rate_limit: RateLimit | None = None,
    records: telnyx.Records | None = None,
    twilio_records: twilio.Records | None = None,
) -> Iterator[Sandbox]:
    """Serve a sandbox on a loopback port chosen by the system, until the context ends.

    The arguments are those of `build_app`. Raises `ValueError` for a token that no header can
    carry, `TimeoutError` if the server does not start or stop within ten seconds.
    """
    with (
        build_app(
            rooms=rooms,
            sessions=sessions,
            participants=participants,
            twilio_participants=twilio_participants,
            seed=seed,
            token=token,
            forbidden_token=forbidden_token,
            rate_limit=rate_limit,
            records=records,
            twilio_records=twilio_records,
        ) as app,
        serving(app) as origin,
    ):
        yield Sandbox(f"{origin}/v2", token, app.apis(origin))


@contextmanager
def build_app(  # noqa: PLR0913 - see serve
    *,
    rooms: int = _SHAPE.rooms,
    sessions: int = _SHAPE.sessions,
    participants: int = _SHAPE.participants,
    twilio_participants: int = _TWILIO_SHAPE.participants,
    seed: int = 1,
    token: str = DEFAULT_TOKEN,
    forbidden_token: str | None = None,
    rate_limit: RateLimit | None = None,
    records: telnyx.Records | None = None,
    twilio_records: twilio.Records | None = None,
) -> Iterator[Server]:
    """Build the ASGI application alone, over a database in memory that ends with the context.

    Args:
        rooms: How many rooms to make up, from 0.
        sessions: How many sessions the first room has.
        participants: How many participants the first session of this room has.
        twilio_participants: How many participants the first room of Twilio has, from 0.
        seed: The same seed and numbers give the same records.
        token: The bearer token that is admitted, and the auth token of Twilio's account.
        forbidden_token: One that is known in the place of `token`, and answered with 403.
        rate_limit: How many requests each sender may send to each API in how many seconds; None
            for any.
        records: The records of Telnyx themselves, instead of made-up ones.
        twilio_records: The same of Twilio, with one room at least.

    """
    access = Access(token, forbidden_token, rate_limit)
    if records is None:
        records = telnyx.seeded(telnyx.Shape(rooms, sessions, participants), seed)
    if twilio_records is None:
        twilio_records = twilio.seeded(twilio.Shape(twilio_participants), seed)
    filling = fills(records, twilio_records)
    with closing(Database.in_memory(*filling)) as database:
        yield server(database, seed, access)
