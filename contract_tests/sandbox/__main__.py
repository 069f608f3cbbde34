"""The command line of the sandbox."""

import argparse
import json
import math
import secrets
import signal
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from shlex import quote
from types import FrameType
from typing import NoReturn, TypeVar

from attrs import asdict

from contract_tests.sandbox import telnyx, twilio
from contract_tests.sandbox._application import Access, Api, RateLimit
from contract_tests.sandbox._auth import checked_token
from contract_tests.sandbox._database import Database, DatabaseFileError
from contract_tests.sandbox._loading import LoadError
from contract_tests.sandbox._server import TELNYX_SHAPE, TWILIO_SHAPE, fills, server
from rollcall.http import bound_socket, http_server, origin

MEMORY = ":memory:"
MOST = 1_000_000
_Records = TypeVar("_Records")

_EPILOG = """\
The file of --load is a JSON object with three lists; instants carry a time zone, ids are UUIDs:

  {"rooms": [{"id", "max_participants", "unique_name", "created_at", "updated_at",
              "active_session_id"?, "enable_recording"?, "webhook_event_url",
              "webhook_event_failover_url"?, "webhook_timeout_secs"?}],
   "sessions": [{"id", "room_id", "active", "created_at", "updated_at", "ended_at"?}],
   "participants": [{"id", "session_id", "context", "joined_at", "updated_at", "left_at"?}]}

The file of --twilio-load is a JSON object with two lists:

  {"rooms": [{"sid": "RM…", "unique_name"?, "status": "in-progress" or "completed"}],
   "participants": [{"sid": "PA…", "room_sid", "status", "identity", "date_created",
                     "date_updated", "start_time", "end_time"?}]}

A ? marks a field that may be left out or null (enable_recording may be left out: false);
"record_type" may be given with its constant value. The sandbox checks a file completely before it
starts to serve.

Exit codes: 0 after SIGINT or SIGTERM, 1 if it cannot start, 2 for a wrong command line.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal comes, and return the exit code."""
    options = parser().parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn handles these signals while it serves, and raises them again at its end.
        signal.signal(number, _leave)
    try:
        _serve(options)
    except sqlite3.Error as error:
        hint = "; use --database FILE for more records" if options.database == MEMORY else ""
        message = f"the database {options.database}: {error}{hint}"
    except (LoadError, DatabaseFileError, OSError) as error:
        message = str(error)
    else:
        return 0
    sys.stderr.write(f"sandbox: {message}\n")
    return 1


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _serve(options: argparse.Namespace) -> None:
    # The socket comes first: a port in use is an error before a million records are made.
    with (
        bound_socket(options.host, options.port) as listener,
        closing(database_of(options)) as database,
    ):
        limited = options.rate_limit is not None
        rate_limit = RateLimit(options.rate_limit, options.rate_window) if limited else None
        access = Access(options.seed, options.token, options.forbidden_token, rate_limit)
        app = server(database, access)
        apis = app.apis(origin(listener))
        as_json = json.dumps({name: asdict(api) for name, api in apis.items()})
        sys.stdout.write(f"{as_json}\n" if options.json else _lines(*apis.items()))
        sys.stdout.flush()
        http_server(app).run(sockets=[listener])


def _lines(one: tuple[str, Api], two: tuple[str, Api]) -> str:
    (name, api), (other_name, other) = one, two
    account, auth_token = other.token.split(":")
    key, secret = other.other_tokens[0].split(":")
    rooms = other.parents["RoomSid"]
    export = f"export TWILIO_BASE_URL={other.base_url}"
    return f"""\
address  {api.base_url}
token    {api.token}
try      curl -g -H 'Authorization: Bearer {api.token}' '{api.base_url}/rooms?page[size]=2'
client   export TELNYX_BASE_URL={api.base_url} TELNYX_API_KEY={quote(api.token)}
check    {_check(name, api)}

address  {other.base_url}
token    {other.token}
try      curl -u '{other.token}' '{other.base_url}/Rooms/{rooms[0]}/Participants?PageSize=2'
client   {export} TWILIO_ACCOUNT_SID={account} TWILIO_AUTH_TOKEN={quote(auth_token)}
or       {export} TWILIO_API_KEY={key} TWILIO_API_SECRET={secret}
check    {_check(other_name, other, f" PARENT='{' '.join(f'RoomSid={each}' for each in rooms)}'")}
"""


def _check(name: str, api: Api, parents: str = "") -> str:
    return f"make contract SPEC={name} BASE_URL={api.base_url} TOKEN={quote(api.token)}{parents}"


def database_of(options: argparse.Namespace) -> Database:
    """Build or open the database that the options describe."""
    shape = telnyx.Shape(options.rooms, options.sessions, options.participants)
    twilio_shape = twilio.Shape(options.twilio_participants)
    if options.varied:
        shape, twilio_shape = telnyx.varied(options.seed), twilio.varied(options.seed)
    for option, file in (("--load", options.load), ("--twilio-load", options.twilio_load)):
        if file is not None and options.database != MEMORY and Path(options.database).exists():
            message = f"{options.database} exists; {option} needs a file that does not"
            raise DatabaseFileError(message)
    if options.load is not None:
        records = _loaded(telnyx.load, options.load)
        contents = f"records loaded from {options.load}"
    else:
        records = telnyx.seeded(shape, options.seed)
        contents = " ".join(f"--{name} {number}" for name, number in asdict(shape).items())
    if options.twilio_load is not None:
        others = _loaded(twilio.load, options.twilio_load)
        contents += f", records loaded from {options.twilio_load}"
    else:
        others = twilio.seeded(twilio_shape, options.seed)
        size = f"{twilio_shape.participants} in {twilio_shape.rooms} rooms"
        contents += f" --twilio-participants {size}"
    filling = fills(records, others)
    if options.database == MEMORY:
        return Database.in_memory(*filling)
    return Database.in_file(Path(options.database), f"{contents} --seed {options.seed}", *filling)


def _loaded(load: Callable[[Path], _Records], file: Path) -> _Records:
    try:
        return load(file)
    except LoadError as error:
        raise LoadError(f"{file}: {error}") from error


def parser() -> argparse.ArgumentParser:
    """Build the parser of the command line."""
    built = argparse.ArgumentParser(
        prog="python -m contract_tests.sandbox",
        description="Serve the Telnyx video lists (rooms, sessions, participants) and the Twilio "
        "Video list of a room's participants for tests.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = built.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    add("--port", type=_integer(0, 65535), default=0, help="default: the system chooses")
    add(
        "--token",
        type=_token,
        default=secrets.token_hex(16),
        help="bearer token, and Twilio's auth token (default: a random one)",
    )
    add(
        "--json",
        action="store_true",
        help="print a line of JSON: the base_url and the token of each API, and the parents that no"
        " list of the API contains",
    )
    add(
        "--forbidden-token",
        type=_token,
        metavar="TOKEN",
        help="a token for which the sandbox responds with 403",
    )
    size = f"(0 to {MOST:,}; default: %(default)s)"
    sizes, others = TELNYX_SHAPE, TWILIO_SHAPE.participants
    for option, default, what in (
        ("--rooms", sizes.rooms, "rooms"),
        ("--sessions", sizes.sessions, "sessions of the first room"),
        ("--participants", sizes.participants, "participants of the first room's first session"),
        ("--twilio-participants", others, "participants of Twilio's first room"),
    ):
        add(option, type=_integer(0, MOST), default=default, metavar="N", help=f"{what} {size}")
    add(
        "--varied",
        action="store_true",
        help="derive these sizes from the seed, from 0 to more than a page",
    )
    add("--seed", type=_integer(0, 2**63), default=1, metavar="S", help="default: %(default)s")
    add(
        "--database",
        default=MEMORY,
        metavar="FILE",
        help="keep the records in a file; a later run with the same options opens it again "
        "(default: in memory)",
    )
    for option, name in (("--load", "Telnyx"), ("--twilio-load", "Twilio")):
        what = f"serve the records of this file as those of {name}"
        add(option, type=Path, metavar="FILE.json", help=what)
    add(
        "--rate-limit",
        type=_integer(1, MOST),
        metavar="REQUESTS",
        help="requests that a token may send to an API in a window (default: any number)",
    )
    add(
        "--rate-window",
        type=_seconds,
        default=60.0,
        metavar="SECONDS",
        help="length of the window (default: 60)",
    )
    return built


def _integer(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:20]) <= most):
            message = f"{text!r} is not an integer from {least} to {most}"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return read


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds


def _token(text: str) -> str:
    try:
        return checked_token(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
