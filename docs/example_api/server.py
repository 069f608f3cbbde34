"""The server of the example API: it serves made-up data as example_api.yaml describes.

It does not read that document: a server derived from it would agree with it by construction. It
needs only Python.

    python docs/example_api/server.py --port 0

prints its base URL on one line and its key on the next, and serves until SIGTERM or Ctrl-C.
"""
# ruff: noqa: INP001 - a script, part of no package

import argparse
import json
import operator
import re
import signal
import socket
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

BASE = "/v1"
KEY_HEADER = "X-Example-Key"
DEFAULT_SIZE = 10
LARGEST_SIZE = 50
LONGEST_TARGET = 8192

Row = dict[str, Any]
"""A berth or a visit, as in a response."""

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_INTEGER = re.compile(r"0|[1-9][0-9]{0,999}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]"
    r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9])"
    r"(?:\.(?P<fraction>[0-9]{1,999}))?"
    r"(?:[Zz]|(?P<sign>[+-])(?P<hours>[01][0-9]|2[0-3]):(?P<minutes>[0-5][0-9]))"
)
_SECONDS_OF_DAY = 86_400


class Refusal(Exception):  # noqa: N818 - a response, not a defect of the program
    """A request that the server refuses: status, reason, and the parameter in error."""

    def __init__(self, status: HTTPStatus, reason: str, parameter: str | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.parameter = parameter


# Readers of parameter values. Each raises ValueError for a text that it does not accept.


def text_of(text: str) -> str:
    """Return the text unchanged."""
    return text


def boolean_of(text: str) -> bool:
    """Parse `true` or `false`."""
    if text not in {"true", "false"}:
        raise ValueError("expected true or false")
    return text == "true"


def integer_of(text: str) -> int:
    """Parse an integer that is not negative."""
    if not _INTEGER.fullmatch(text):
        raise ValueError("expected an integer of 0 or more, in decimal digits")
    return int(text)


def size_of(text: str) -> int:
    """Parse a page size; a size above the maximum counts as the maximum."""
    size = integer_of(text)
    if size == 0:
        raise ValueError("expected an integer of 1 or more, in decimal digits")
    return min(size, LARGEST_SIZE)


def date_of(text: str) -> int:
    """Parse a date such as 2026-03-14 into the number of days since year 1."""
    if not _DATE.fullmatch(text):
        raise ValueError("expected a date such as 2026-03-14")
    return date.fromisoformat(text).toordinal()


def instant_of(text: str) -> Fraction:
    """Parse a date-time of RFC 3339 into the exact number of seconds since year 1.

    Leap seconds are not accepted.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise ValueError("expected a date-time such as 2026-03-01T06:30:00Z")
    clock = int(match["hour"]) * 3600 + int(match["minute"]) * 60 + int(match["second"])
    digits = match["fraction"] or "0"
    offset = int(match["hours"] or 0) * 3600 + int(match["minutes"] or 0) * 60
    return (
        date_of(match["day"]) * _SECONDS_OF_DAY
        + clock
        + Fraction(int(digits), 10 ** len(digits))
        - (-offset if match["sign"] == "-" else offset)
    )


def date_of_instant(text: str) -> int:
    """Return the date in UTC of a date-time, as the number of days since year 1."""
    return int(instant_of(text) // _SECONDS_OF_DAY)


@dataclass(frozen=True)
class Filter:
    """A filter of a list: it keeps the rows for which `compare(of(row[field]), read(text))` holds.

    A null field never matches.
    """

    field: str
    compare: Callable[[Any, Any], bool]
    read: Callable[[str], object]
    of: Callable[[Any], object] = lambda value: value


BERTH_FILTERS = {
    "quay": Filter("quay", operator.eq, text_of),
    "opened_before": Filter("opened_at", operator.lt, date_of, date_of_instant),
}
VISIT_FILTERS = {
    "arrived_after": Filter("arrived_at", operator.gt, instant_of, instant_of),
    "departed_by": Filter("departed_at", operator.le, date_of, date_of_instant),
    "flag": Filter("flag", operator.eq, text_of),
    "draught_min": Filter("draught", operator.ge, integer_of),
    "fishing": Filter("fishing", operator.eq, boolean_of),
}


class Query:
    """The query of a request. Each name occurs at most once."""

    def __init__(self, raw: bytes, known: set[str]) -> None:
        """Parse a query.

        Raises:
            Refusal: The query is malformed, or has a repeated or unknown name. If the server
                ignored an unknown name, a misspelt filter would return the complete list.
        """
        self.values: dict[str, str] = {}
        for piece in filter(None, raw.split(b"&")):
            name, _, value = piece.replace(b"+", b" ").partition(b"=")
            parameter = decoded(name)
            if parameter not in known:
                raise _bad("this list has no such parameter", parameter)
            if parameter in self.values:
                raise _bad("the parameter is given twice", parameter)
            self.values[parameter] = decoded(value)

    def get(self, name: str, read: Callable[[str], Any], default: object = None) -> Any:  # noqa: ANN401 - the type that `read` returns
        """Parse the value of a parameter; return the default if the parameter is absent."""
        if name not in self.values:
            return default
        try:
            return read(self.values[name])
        except ValueError as error:
            raise _bad(str(error), name) from None

    def matching(self, rows: Sequence[Row], filters: Mapping[str, Filter]) -> list[Row]:
        """Return the rows that match every filter of the query, in the same order."""
        for name, each in filters.items():
            if name not in self.values:
                continue
            expected = self.get(name, each.read)
            rows = [
                row
                for row in rows
                if row[each.field] is not None and each.compare(each.of(row[each.field]), expected)
            ]
        return list(rows)


def _byte(match: re.Match[bytes]) -> bytes:
    """Return the byte of a percent-encoding."""
    return bytes([int(match[1], 16)])


def _bad(reason: str, parameter: str | None = None) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, reason, parameter)


def decoded(raw: bytes) -> str:
    """Decode percent-encoded UTF-8."""
    if _BROKEN_ESCAPE.search(raw):
        raise _bad("a % is not followed by two hexadecimal digits; write %25 for a %")
    try:
        return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), raw).decode()
    except UnicodeDecodeError:
        raise _bad("the percent-encoded bytes are not UTF-8") from None


class ExampleApi:
    """The data, and the responses to requests for them. Independent of HTTP connections."""

    def __init__(
        self, berths: Sequence[Row], visits: Mapping[str, Sequence[Row]], key: str
    ) -> None:
        self._berths = berths
        self._visits = visits
        self._key = key

    def respond(self, method: str, target: bytes, keys: Sequence[str]) -> Row:
        """Return the body of the response to a request.

        Args:
            method: The method of the request.
            target: The path and the query, as sent.
            keys: The values of all headers `KEY_HEADER`.

        Raises:
            Refusal: The request is not authorized, malformed or not found.
        """
        given = keys[0].strip(" \t") if len(keys) == 1 else ""
        if not compare_digest(given.encode("utf-8", "replace"), self._key.encode()):
            reason = f"send the key of this server in the header {KEY_HEADER}"
            raise Refusal(HTTPStatus.UNAUTHORIZED, reason)
        if len(target) > LONGEST_TARGET:
            raise _bad(f"the path and the query are longer than {LONGEST_TARGET} bytes")
        path, _, query = target.partition(b"?")
        names = [each.partition(b"=")[0] for each in query.split(b"&")]
        if any(b"\0" in _ESCAPE.sub(_byte, each) for each in (path, *names)):
            raise _bad("the path or a parameter name contains the character NUL")
        if method != "GET":
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "this server accepts only GET")
        return self._page(target)

    def _page(self, target: bytes) -> Row:
        path, _, query = target.partition(b"?")
        match [decoded(part) for part in path.split(b"/")]:
            case ["", "v1", "berths"]:
                return self._list_berths(query)
            case ["", "v1", "berths", code, "visits"]:
                return self._list_visits(code, query)
        raise Refusal(HTTPStatus.NOT_FOUND, "no list has this path")

    def _list_berths(self, raw: bytes) -> Row:
        query = Query(raw, {*BERTH_FILTERS, "with_visits", "per", "p"})
        per = query.get("per", size_of, DEFAULT_SIZE)
        p = query.get("p", integer_of, 0)
        with_visits = query.get("with_visits", boolean_of, default=False)
        rows = query.matching(self._berths, BERTH_FILTERS)
        pages = -(-len(rows) // per)
        if p >= max(1, pages):
            raise Refusal(HTTPStatus.NOT_FOUND, "the page is past the end of the list", "p")
        shown = rows[p * per : (p + 1) * per]
        if with_visits:
            shown = [{**row, "visits": self._visits[row["code"]]} for row in shown]
        return {
            "berths": shown,
            "showing": {"p": p, "per": per},
            "count": {"berths": len(rows), "pages": pages},
        }

    def _list_visits(self, code: str, raw: bytes) -> Row:
        query = Query(raw, {*VISIT_FILTERS, "limit", "from"})
        limit = query.get("limit", size_of, DEFAULT_SIZE)
        if code not in self._visits:
            raise Refusal(HTTPStatus.NOT_FOUND, "no berth has this code", "berth")
        rows = query.matching(self._visits[code], VISIT_FILTERS)
        first = query.get("from", lambda cursor: _position(rows, cursor), 0)
        path = f"{BASE}/berths/{quote(code, safe='')}/visits"
        kept = {name: value for name, value in query.values.items() if name != "from"}

        def link(position: int) -> str:
            cursor = {"from": _cursor(rows[position])} if position > 0 else {}
            pairs = urlencode({**kept, **cursor}, quote_via=quote, safe="")
            return f"{path}?{pairs}" if pairs else path

        return {
            "visits": rows[first : first + limit],
            "limit": limit,
            "more": {
                "here": link(first),
                "start": link(0),
                "back": link(max(0, first - limit)) if first > 0 else None,
                "onward": link(first + limit) if first + limit < len(rows) else None,
            },
        }


def _cursor(row: Row) -> str:
    """Return an opaque name of the first row of a page."""
    return urlsafe_b64encode(row["ref"].encode()).decode().rstrip("=")


def _position(rows: Sequence[Row], cursor: str) -> int:
    try:
        ref = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()
    except ValueError:
        ref = ""
    for position, row in enumerate(rows):
        if row["ref"] == ref:
            return position
    raise ValueError("expected a value from a link of this list")


class Handler(BaseHTTPRequestHandler):
    """Reads requests and sends responses, all of them in JSON."""

    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.1"  # a malformed request gets a response with headers, too
    wbufsize = -1  # one segment per response, not one per header
    disable_nagle_algorithm = True
    api: ExampleApi

    def respond(self) -> None:
        """Send the response to the request that was read."""
        # The body of a request is not read, so it would be parsed as the next request.
        self.close_connection |= "content-length" in self.headers
        self.close_connection |= "transfer-encoding" in self.headers
        try:
            keys = self.headers.get_all(KEY_HEADER, [])
            body = self.api.respond(self.command, self.path.encode("latin-1"), keys)
            self._send(HTTPStatus.OK, body)
        except Refusal as refusal:
            self._refuse(refusal)

    do_GET = respond  # noqa: N815 - the base class defines the name

    def _refuse(self, refusal: Refusal) -> None:
        headers = {
            HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": f'ApiKey header="{KEY_HEADER}"'},
            HTTPStatus.METHOD_NOT_ALLOWED: {"Allow": "GET"},
        }
        problem = {"reason": refusal.reason, "parameter": refusal.parameter}
        self._send(refusal.status, {"problem": problem}, headers.get(refusal.status, {}))

    def _send(
        self, status: HTTPStatus, body: Row, headers: Mapping[str, str] | None = None
    ) -> None:
        content = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.wfile.flush()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the response to a request that the base class rejects: its method or its syntax."""
        if code == HTTPStatus.NOT_IMPLEMENTED:
            self.respond()
            return
        self.close_connection = True
        self._refuse(_bad(message or explain or "the request is not valid HTTP/1.1"))

    def version_string(self) -> str:
        """Return the name of the server, without the version of Python."""
        return "example-api"

    def log_message(self, *_arguments: object) -> None:
        """Write no access log."""


class Server(ThreadingHTTPServer):
    """Serves on loopback, a thread for each connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, api: ExampleApi) -> None:
        handler = type("ExampleHandler", (Handler,), {"api": api})
        super().__init__(("127.0.0.1", port), handler)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Close a connection after the client had time to read the response.

        Closing a socket with unread data resets the connection, and the response is lost.
        """
        try:
            request.settimeout(1)
            request.shutdown(socket.SHUT_WR)
            for _ in range(64):
                if not request.recv(65_536):
                    break
        except OSError:
            pass
        self.close_request(request)


# The data, with the boundary cases that defective servers get wrong.

_BUSY = "B-3"
_EMPTY = "B-4"
# Two codes that differ only in case are different.
_CODES = (*(f"B-{number}" for number in range(1, 66)), "b-3")
_BUSY_VISITS = 132
_QUAYS = ("North Quay", "north quay", "North", "South Quay", "Söderkaj", "So\u0308derkaj", "Pier 1")
_FLAGS = (
    "Norway",
    "norway",
    "Norway ",
    "Nor",
    "Nor_ay",
    "Nor%",
    "Åland",
    "A\u030aland",
    "Côte d'Ivoire",
    "Antigua & Barbuda + #1",
    "日本",
    "",
    None,
)
_ZONES = (UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=3, minutes=30)))
_MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Around midnight: the last instant of a day, the first of the next, the one after, and a tie.
_EDGES = (_MIDNIGHT - _MICROSECOND, _MIDNIGHT, _MIDNIGHT + _MICROSECOND, _MIDNIGHT)
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def seeded(seed: int, key: str) -> ExampleApi:
    """Return an API with random data, which depend only on the seed."""
    random = Random(seed)  # noqa: S311 - made-up data, not secrets
    berths, visits = [], {}
    for number, code in enumerate(_CODES, 1):
        count = {_BUSY: _BUSY_VISITS, _EMPTY: 0}.get(code, number % 4)
        rows = sorted(
            (_visit(random, code, index) for index in range(count)),
            key=lambda row: (instant_of(row["arrived_at"]), row["ref"]),
            reverse=True,
        )
        visits[code] = rows
        berths.append(
            {
                "code": code,
                "quay": _QUAYS[number % len(_QUAYS)],
                "depth": 400 + 50 * (number % 13),
                "unit": "cm",
                "opened_at": _written(_opened(number), number),
                "latest_visit": rows[0]["ref"] if rows else None,
            }
        )
    return ExampleApi(berths, visits, key)


def _opened(number: int) -> datetime:
    edge = _EDGES[number % len(_EDGES)].replace(year=1990 + number % 25)
    return edge + timedelta(days=number // 8)


def _visit(random: Random, code: str, index: int) -> Row:
    arrived = _arrived(random, index)
    # Some are cleared at the instant of their arrival, some leave at that of their clearance.
    cleared = arrived + timedelta(minutes=30 * (index % 3)) if index % 5 else None
    departed = _departed(cleared or arrived, index) if index % 6 else None
    return {
        "ref": _ref(random, arrived),
        "berth": code,
        "shifted_from": _CODES[index % len(_CODES)] if index % 9 == 0 else None,
        "flag": _FLAGS[index % len(_FLAGS)],
        "fishing": index % 3 == 0,
        "draught": None if index % 7 == 0 else 10 * (index * 5 % 90),
        "unit": "cm",
        "state": "departed" if departed else "moored",
        "arrived_at": _written(arrived, index),
        "cleared_at": _written(cleared, index + 1) if cleared else None,
        "departed_at": _written(departed, index + 2) if departed else None,
    }


def _arrived(random: Random, index: int) -> datetime:
    if index % 11 == 0:
        return _EDGES[index // 11 % len(_EDGES)]
    return _MIDNIGHT + timedelta(hours=13 * (index - 60), microseconds=int(random.random() * 1e6))


def _departed(cleared: datetime, index: int) -> datetime:
    if index % 4 == 0:
        return cleared
    midnight = cleared.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if index % 4 == 1:
        return midnight + timedelta(days=2) - _MICROSECOND
    return midnight + timedelta(days=2 + index % 3)


def _written(instant: datetime, index: int) -> str:
    """Format an instant with microseconds; the index selects the time zone."""
    local = instant.astimezone(_ZONES[index % len(_ZONES)])
    return local.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _ref(random: Random, arrived: datetime) -> str:
    """Return a ULID: ten letters of the time in milliseconds, and sixteen random letters."""
    number = int(arrived.timestamp() * 1000)
    letters: list[str] = []
    for _ in range(10):
        number, digit = divmod(number, len(_LETTERS))
        letters.insert(0, _LETTERS[digit])
    return "".join([*letters, *_chosen(random, 16)])


def _chosen(random: Random, count: int) -> Iterator[str]:
    for _ in range(count):
        yield _LETTERS[int(random.random() * len(_LETTERS))]


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(description="Serve the example API on loopback.")
    parser.add_argument(
        "--port", type=int, default=8017, help="0 for any free port (default: %(default)s)"
    )
    parser.add_argument(
        "--key", default="demo-4711", help="the key of the clients (default: %(default)s)"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="determines the data (default: %(default)s)"
    )
    options = parser.parse_args()
    if not options.key:
        parser.error("argument --key: an empty key would accept requests without a key")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Server(options.port, seeded(options.seed, options.key)) as server:
        sys.stdout.write(f"http://127.0.0.1:{server.server_port}{BASE}\n{options.key}\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
