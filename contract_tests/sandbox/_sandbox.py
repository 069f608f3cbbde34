"""The sandbox as tests use it: in a thread, or as an application in their own process."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial

from attrs import field, frozen
from starlette.types import ASGIApp

from contract_tests._serving import running
from contract_tests.sandbox._auth import Tokens, checked_token
from contract_tests.sandbox._database import Database
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox.telnyx import Records, Shape, fill, seeded, telnyx_app

DEFAULT_TOKEN = "sandbox-token"  # noqa: S105 - it guards made-up data on loopback
_SHAPE = Shape()


@frozen
class Sandbox:
    """A running sandbox: `http://127.0.0.1:PORT/v2`, and the token that it admits."""

    base_url: str
    token: str = field(repr=False)


@contextmanager
def serve(  # noqa: PLR0913 - each has a default, and tests name the one they are about
    *,
    rooms: int = _SHAPE.rooms,
    sessions: int = _SHAPE.sessions,
    participants: int = _SHAPE.participants,
    seed: int = 1,
    token: str = DEFAULT_TOKEN,
    forbidden_token: str | None = None,
    rate_limit: RateLimit | None = None,
    records: Records | None = None,
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
            seed=seed,
            token=token,
            forbidden_token=forbidden_token,
            rate_limit=rate_limit,
            records=records,
        ) as app,
        running(app) as origin,
    ):
        yield Sandbox(f"{origin}/v2", token)


@contextmanager
def build_app(  # noqa: PLR0913 - see serve
    *,
    rooms: int = _SHAPE.rooms,
    sessions: int = _SHAPE.sessions,
    participants: int = _SHAPE.participants,
    seed: int = 1,
    token: str = DEFAULT_TOKEN,
    forbidden_token: str | None = None,
    rate_limit: RateLimit | None = None,
    records: Records | None = None,
) -> Iterator[ASGIApp]:
    """Build the ASGI application alone, over a database in memory that ends with the context.

    Args:
        rooms: How many rooms to make up, from 0.
        sessions: How many sessions the first room has.
        participants: How many participants the first session of this room has.
        seed: The same seed and numbers give the same records.
        token: The bearer token that is admitted.
        forbidden_token: A bearer token that is known and answered with 403.
        rate_limit: How many requests each token may send in how many seconds; None for any.
        records: The records themselves, instead of made-up ones.

    """
    tokens = Tokens(
        checked_token(token), None if forbidden_token is None else checked_token(forbidden_token)
    )
    if records is None:
        records = seeded(Shape(rooms, sessions, participants), seed)
    with closing(Database.in_memory(partial(fill, records=records))) as database:
        yield telnyx_app(database, tokens, rate_limit)
