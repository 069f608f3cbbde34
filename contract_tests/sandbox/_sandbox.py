"""The sandbox as tests use it: in a thread, or as an application in the same process."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from attrs import field, frozen
from starlette.types import ASGIApp

from contract_tests.sandbox._auth import Tokens, checked_token
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox._server import running
from contract_tests.sandbox.telnyx import Database, Records, Shape, seeded, telnyx_app

DEFAULT_TOKEN = "sandbox-token"  # noqa: S105 - it guards made-up data on loopback


@frozen
class Sandbox:
    """A running sandbox."""

    base_url: str
    token: str = field(repr=False)


@contextmanager
def serve(  # noqa: PLR0913 - each has its own default
    *,
    rooms: int = 300,
    sessions: int = 260,
    participants: int = 260,
    seed: int = 1,
    token: str = DEFAULT_TOKEN,
    forbidden_token: str | None = None,
    rate_limit: RateLimit | None = None,
    records: Records | None = None,
) -> Iterator[Sandbox]:
    """Serve a sandbox on a loopback port chosen by the system, until the context ends."""
    tokens = Tokens(
        checked_token(token), None if forbidden_token is None else checked_token(forbidden_token)
    )
    if records is None:
        records = seeded(Shape(rooms, sessions, participants), seed)
    with (
        closing(Database.in_memory(records)) as database,
        running(telnyx_app(database, tokens, rate_limit)) as origin,
    ):
        yield Sandbox(f"{origin}/v2", token)


def build_app() -> ASGIApp:
    raise NotImplementedError
