"""The command line of the sandbox."""

import argparse
import math
import secrets
import signal
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from shlex import quote
from types import FrameType
from typing import NoReturn

from contract_tests._serving import bound_socket, http_server, origin
from contract_tests.sandbox._auth import Tokens, checked_token
from contract_tests.sandbox._database import Database, DatabaseFileError
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox.telnyx import (
    LoadError,
    Shape,
    fill,
    load,
    seeded,
    telnyx_app,
    varied,
)

MEMORY = ":memory:"
MOST = 1_000_000
_SHAPE = Shape()

_EPILOG = """\
The file of --load is a JSON object with three lists; instants carry a time zone, ids are UUIDs:

  {"rooms": [{"id", "max_participants", "unique_name", "created_at", "updated_at",
              "active_session_id"?, "enable_recording"?, "webhook_event_url",
              "webhook_event_failover_url"?, "webhook_timeout_secs"?}],
   "sessions": [{"id", "room_id", "active", "created_at", "updated_at", "ended_at"?}],
   "participants": [{"id", "session_id", "context", "joined_at", "updated_at", "left_at"?}]}

A ? marks what may be left out or null (enable_recording: left out, which means false);
"record_type" may be given with its constant value. The file is checked as a whole before
anything is served.

Exit codes: 0 after SIGINT or SIGTERM, 1 if it cannot start, 2 for a wrong command line.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal comes, and return the exit code."""
    options = _parser().parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        # While it serves, uvicorn takes these signals, and raises them once more when it is done.
        signal.signal(number, _leave)
    try:
        _serve(options)
    except (LoadError, DatabaseFileError) as error:
        return _failed(f"{options.load}: {error}" if isinstance(error, LoadError) else str(error))
    except sqlite3.Error as error:
        hint = "; --database FILE has room for more" if options.database == MEMORY else ""
        return _failed(f"the database {options.database}: {error}{hint}")
    except OSError as error:
        return _failed(str(error))
    return 0


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _failed(message: str) -> int:
    sys.stderr.write(f"sandbox: {message}\n")
    return 1


def _serve(options: argparse.Namespace) -> None:
    # First, so that a port in use is told before a million records are made.
    with (
        bound_socket(options.host, options.port) as listener,
        closing(_database(options)) as database,
    ):
        tokens = Tokens(options.token, options.forbidden_token)
        app = telnyx_app(database, tokens, _rate_limit(options))
        address = f"{origin(listener)}/v2"
        sys.stdout.write(
            f"address  {address}\n"
            f"token    {options.token}\n"
            f"try      curl -g -H 'Authorization: Bearer {options.token}'"
            f" '{address}/rooms?page[size]=2'\n"
            f"client   export TELNYX_BASE_URL={address} TELNYX_API_KEY={quote(options.token)}\n"
        )
        sys.stdout.flush()
        http_server(app).run(sockets=[listener])


def _database(options: argparse.Namespace) -> Database:
    if options.load is not None:
        filling = partial(fill, records=load(options.load))
        if options.database == MEMORY:
            return Database.in_memory(filling)
        if Path(options.database).exists():
            message = f"{options.database} exists; --load needs a file that does not"
            raise DatabaseFileError(message)
        return Database.in_file(
            Path(options.database), f"records loaded from {options.load}", filling
        )
    shape = (
        varied(options.seed)
        if options.varied
        else Shape(options.rooms, options.sessions, options.participants)
    )
    filling = partial(fill, records=seeded(shape, options.seed))
    if options.database == MEMORY:
        return Database.in_memory(filling)
    return Database.in_file(
        Path(options.database),
        f"--rooms {shape.rooms} --sessions {shape.sessions}"
        f" --participants {shape.participants} --seed {options.seed}",
        filling,
    )


def _rate_limit(options: argparse.Namespace) -> RateLimit | None:
    if options.rate_limit is None:
        return None
    return RateLimit(options.rate_limit, options.rate_window)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests.sandbox",
        description="Serve the Telnyx video lists (rooms, sessions, participants) for tests.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    add("--port", type=_whole(0, 65535), default=0, help="default: the system chooses")
    add("--token", type=_token, default=secrets.token_hex(16), help="default: a random one")
    add("--forbidden-token", type=_token, metavar="TOKEN", help="a token answered with 403")
    size = f"(0 to {MOST:,}; default: %(default)s)"
    add(
        "--rooms",
        type=_whole(0, MOST),
        default=_SHAPE.rooms,
        metavar="N",
        help=f"rooms {size}",
    )
    add(
        "--sessions",
        type=_whole(0, MOST),
        default=_SHAPE.sessions,
        metavar="N",
        help=f"sessions of the first room {size}",
    )
    add(
        "--participants",
        type=_whole(0, MOST),
        default=_SHAPE.participants,
        metavar="N",
        help=f"participants of the first room's first session {size}",
    )
    add(
        "--varied",
        action="store_true",
        help="let these three sizes follow from the seed, from 0 to more than a page",
    )
    add("--seed", type=_whole(0, 2**63), default=1, metavar="S", help="default: %(default)s")
    add(
        "--database",
        default=MEMORY,
        metavar="FILE",
        help="keep the records in a file, which a later run with the same options uses again "
        "(default: in memory)",
    )
    add("--load", type=Path, metavar="FILE.json", help="serve these records, not made-up ones")
    add(
        "--rate-limit",
        type=_whole(1, MOST),
        metavar="REQUESTS",
        help="requests that a token may send in a window (default: any number)",
    )
    add(
        "--rate-window",
        type=_seconds,
        default=60.0,
        metavar="SECONDS",
        help="length of the window (default: 60)",
    )
    return parser


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:20]) <= most):
            message = f"{text!r} is not a whole number from {least} to {most}"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return read


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        message = f"{text!r} is not a number of seconds above 0"
        raise argparse.ArgumentTypeError(message)
    return seconds


def _token(text: str) -> str:
    try:
        return checked_token(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
