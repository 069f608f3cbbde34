"""Weather stations: a server without a framework. It prints its address."""

import json
import re
import sys
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

STATIONS = ("harbour", "hill", "airport")
FIRST = date(2026, 1, 1)
READINGS = sorted(
    (
        {
            "id": n,
            "station": STATIONS[n % 3],
            "taken_on": str(FIRST + timedelta(days=n // 4)),
            "celsius": n * 7 % 40 - 10.5,
        }
        for n in range(1, 91)
    ),
    key=lambda each: (-date.fromisoformat(each["taken_on"]).toordinal(), each["id"]),
)


def number(text: str, least: int, most: int) -> int:
    """Parse an integer."""
    if not re.fullmatch("0|[1-9][0-9]{0,8}", text) or not least <= int(text) <= most:
        raise ValueError(f"expected an integer from {least} to {most}")
    return int(text)


def day(text: str) -> str:
    """Check a date, and return it: dates are compared as texts."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("expected a date")
    return str(date.fromisoformat(text))


def listed(query: str) -> dict[str, object]:
    """Return the page that a query selects."""
    pairs = parse_qsl(query, keep_blank_values=True)
    given = dict(pairs)
    if len(given) < len(pairs):
        raise ValueError("a parameter is sent twice")
    offset = number(given.get("offset", "0"), 0, 100_000)
    limit = number(given.get("limit", "20"), 1, 50)
    found = READINGS
    if "station" in given:
        if given["station"] not in STATIONS:
            raise ValueError("no such station")
        found = [each for each in found if each["station"] == given["station"]]
    if "from" in given:
        first = day(given["from"])
        found = [each for each in found if each["taken_on"] >= first]
    if "until" in given:
        end = day(given["until"])
        found = [each for each in found if each["taken_on"] < end]
    return {"readings": found[offset : offset + limit], "total": len(found)}


class Handler(BaseHTTPRequestHandler):
    """Handles a request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a page of readings."""
        parts = urlsplit(self.path)
        if parts.path != "/readings":
            return self.reply(404, {"problem": "no such path"})
        try:
            return self.reply(200, listed(parts.query))
        except ValueError as problem:
            return self.reply(400, {"problem": str(problem)})

    def refuse(self) -> None:
        """Refuse another method."""
        self.reply(405, {"problem": "only GET is allowed"}, allow="GET")

    def reply(self, status: int, content: object, **headers: str) -> None:
        """Send JSON."""
        body = json.dumps(content).encode()
        self.send_response(status)
        headers |= {"content-type": "application/json", "content-length": str(len(body))}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


for _method in ("OPTIONS", "TRACE", "POST", "PUT", "PATCH", "DELETE"):
    setattr(Handler, f"do_{_method}", Handler.refuse)

if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
