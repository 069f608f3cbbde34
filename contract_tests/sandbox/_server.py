"""All APIs as one application, over one database."""

from collections.abc import Mapping

from attrs import converters, field, frozen
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.sandbox import telnyx, twilio
from contract_tests.sandbox._auth import Tokens, checked_token
from contract_tests.sandbox._database import Database, Fill
from contract_tests.sandbox._rate_limit import RateLimit


@frozen
class Api:
    """One of the APIs of a running sandbox.

    Attributes:
        base_url: Where it is, such as `http://127.0.0.1:8000/v2`.
        token: What it admits: a bearer token, or `user:password` for Basic authentication.
        parents: The values of path parameters that no list of this API gives. Of rooms, the one
            with most participants comes first, and those that nobody was in come last.
        other_tokens: What it admits as well, each written as `token` is.
    """

    base_url: str
    token: str = field(repr=False)
    parents: Mapping[str, tuple[str, ...]] = field(factory=dict)
    other_tokens: tuple[str, ...] = field(default=(), repr=False)


@frozen
class Access:
    """Who may read, and how often.

    Attributes:
        token: The bearer token of the one API, and the auth token of the other one's account.
        forbidden_token: What is known in the place of `token`, and answered with 403.
        rate_limit: How many requests each sender may send to each API in how many seconds.

    Raises:
        ValueError: A token that no header can carry.
    """

    token: str = field(repr=False, converter=checked_token)
    forbidden_token: str | None = field(
        default=None, repr=False, converter=converters.optional(checked_token)
    )
    rate_limit: RateLimit | None = None


@frozen
class Server:
    """An ASGI application: paths below `/v1` belong to Twilio, all others to Telnyx."""

    _telnyx: ASGIApp
    _twilio: ASGIApp
    _apis: Mapping[str, Api]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_twilio = scope["type"] == "http" and f"{scope['path']}/".startswith("/v1/")
        await (self._twilio if is_twilio else self._telnyx)(scope, receive, send)

    def apis(self, origin: str) -> dict[str, Api]:
        """Return the APIs by name, for a server that has this origin: `http://127.0.0.1:8000`."""
        return {
            name: Api(origin + api.base_url, api.token, api.parents, api.other_tokens)
            for name, api in self._apis.items()
        }


def fills(records: telnyx.Records, others: twilio.Records) -> tuple[Fill, Fill]:
    """Return what fills a database with the records of both APIs."""
    return (
        lambda connection: telnyx.fill(connection, records),
        lambda connection: twilio.fill(connection, others),
    )


def server(database: Database, seed: int, access: Access) -> Server:
    """Serve a database that `fills` filled; Twilio's account and key follow from the seed."""
    account = twilio.account_sid(seed)
    credentials = twilio.account_credentials(
        account, twilio.api_key_sid(seed), access.token, access.forbidden_token
    )
    with database.connection() as connection:
        rooms = twilio.room_sids(connection)
    token, *others = credentials.admitted
    return Server(
        telnyx.telnyx_app(
            database, Tokens(access.token, access.forbidden_token), access.rate_limit
        ),
        twilio.twilio_app(database, account, credentials, access.rate_limit),
        {
            "telnyx-video": Api("/v2", access.token),
            "twilio-video": Api("/v1", token, {"RoomSid": rooms}, tuple(others)),
        },
    )
