"""An example API with what `full_api` lacks, described by `token_api.yaml`: orders of kiosks.

Its links carry page tokens, a filter has a default, and it needs a user and a password. The server
does not read the document, and responds by its `Rules`. A mutant has one rule that is wrong.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
from attrs import evolve, frozen

from rollcall.spec import Spec, read_spec

__all__ = ["KIOSKS", "OPERATION", "Ask", "Refusal", "Row", "Rules", "TokenApi"]

OPERATION = "listOrders"

SPEC = Path(__file__).with_suffix(".yaml")
TOKEN = "desk-north:Kiosk/s3cret"  # noqa: S105 - it guards made-up rows on loopback
KIOSKS = ("v1", "south", "west")
"""The first is open, the second is closed, the third has no orders.

The name of the first also occurs in the path of the server.
"""

Row = Mapping[str, str]
_STATES = ("open", "done", "void")
_DEFAULTS = {KIOSKS[0]: "open", "south": "done", "west": "open"}
_BUYERS = ("Ada", "ada", "Ada ", "Zo\u00eb", "Zoe\u0308", "50%", "a_b", "a+b", "", "Ada & Bo")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_FILTERS = ("state", "buyer", "placed_after", "placed_before")


class Refusal(Exception):  # noqa: N818 - the server is correct
    """A request that is refused."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@frozen
class Ask:
    """A request for a list.

    Attributes:
        kiosk: The name of the kiosk.
        filters: The filters, as they were sent.
        per: How many orders a page holds at most.
        start: How many orders stand before the page.
    """

    kiosk: str
    filters: tuple[tuple[str, str], ...]
    per: int
    start: int = 0


def placed(number: int) -> str:
    """Return the date-time at which an order was placed."""
    part = ("", ".5", ".000001")[number % 3]
    return f"2024-02-{number % 28 + 1:02}T23:59:59{part}Z"


def rows(kiosk: str, placed: Callable[[int], str] = placed) -> list[Row]:
    """Return the orders of a kiosk: in each state, some at one instant, some a fraction later."""
    count = {KIOSKS[0]: 36, "south": 18}.get(kiosk, 0)
    first = KIOSKS.index(kiosk) * 100
    return [
        {
            "ref": f"OR-{first + number:03}",
            "kiosk": kiosk,
            "state": _STATES[number % 3] if kiosk == KIOSKS[0] or number % 9 else "void",
            "buyer": _BUYERS[number // 3 % len(_BUYERS)],
            "placed_at": placed(number // 2),
        }
        for number in range(count)
    ]


def admits(given: str | None) -> bool:
    """Return whether the value of the header is the right one."""
    scheme, _, encoded = (given or "").partition(" ")
    try:
        token = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    return scheme.lower() == "basic" and token == TOKEN


def digest(ask: Ask) -> str:
    """Return the digest that binds a token to a request."""
    bound = json.dumps([ask.kiosk, sorted(ask.filters), ask.per, ask.start])
    return hashlib.sha256(f"kiosk/{bound}".encode()).hexdigest()[:16]


def opened(token: str, ask: Ask, bind: Callable[[Ask], str]) -> int:
    """Return the start of the page that a token names."""
    start, _, bound = token.partition("-")
    if not re.fullmatch("[0-9]{1,6}", start, re.ASCII):
        raise Refusal(400, "after is not a token")
    if bound != bind(evolve(ask, start=int(start))):
        raise Refusal(400, "after is not a token of this list")
    return int(start)


def number(text: str) -> int:
    """Parse an integer."""
    if not re.fullmatch("[0-9]{1,6}", text, re.ASCII):
        raise Refusal(400, f"{text[:20]} is not an integer")
    return int(text)


def default(ask: Ask) -> str | None:
    """Return the state that is listed when the filter is left out."""
    return _DEFAULTS[ask.kiosk]


def sheet(ask: Ask) -> int:
    """Return the number of a page."""
    return ask.start // ask.per


def later(placed: str, instant: str) -> bool:
    """Return whether an order was placed after a date-time."""
    return _instant(placed) > _instant(instant)


def _instant(text: str) -> datetime:
    if not _DATE_TIME.fullmatch(text):
        raise Refusal(400, f"{text[:40]} is not a date-time")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(400, f"{text[:40]} is not a date-time") from None


def called(asked: str) -> str | None:
    """Return the name of the requested kiosk, if it is known."""
    return asked if asked in KIOSKS else None


@frozen
class Rules:
    """The rules of the responses; a mutant has one that is wrong."""

    admits: Callable[[str | None], bool] = admits
    bind: Callable[[Ask], str] = digest
    opened: Callable[[str, Ask, Callable[[Ask], str]], int] = opened
    number: Callable[[str], int] = number
    default: Callable[[Ask], str | None] = default
    sheet: Callable[[Ask], int] = sheet
    later: Callable[[str, str], bool] = later
    called: Callable[[str], str | None] = called
    state: Callable[[str], str] = str
    placed: Callable[[int], str] = placed


def _matches(row: Row, ask: Ask, rules: Rules) -> bool:
    given = dict(ask.filters)
    state = given.get("state", rules.default(ask))
    return (
        state in {None, row["state"]}
        and given.get("buyer") in {None, row["buyer"]}
        and ("placed_after" not in given or rules.later(row["placed_at"], given["placed_after"]))
        and ("placed_before" not in given or rules.later(given["placed_before"], row["placed_at"]))
    )


def _read(kiosk: str, query: str, rules: Rules) -> Ask:
    given = dict(parse_qsl(query, keep_blank_values=True))
    if "state" in given:
        given["state"] = rules.state(given["state"])
    if given.get("state", "open") not in _STATES:
        raise Refusal(400, "state is not one of the documented values")
    for name in ("placed_after", "placed_before"):
        if name in given:
            _instant(given[name])
    per = rules.number(given.get("per", "4"))
    if not 1 <= per <= 20:
        raise Refusal(400, "per is from 1 to 20")
    ask = Ask(kiosk, tuple((name, given[name]) for name in _FILTERS if name in given), per)
    page = rules.number(given.get("sheet", "0"))
    if "after" in given:
        return evolve(ask, start=rules.opened(given["after"], ask, rules.bind))
    if page:
        raise Refusal(400, "sheet needs after")
    return ask


def _page(path: str, query: str, base: str, rules: Rules) -> dict[str, Any]:
    found = re.fullmatch("/v1/kiosks/([^/]+)/orders", path)
    kiosk = rules.called(found[1]) if found is not None else None
    if kiosk is None:
        raise Refusal(404, "there is no such kiosk")
    ask = _read(kiosk, query, rules)
    matching = [row for row in rows(ask.kiosk, rules.placed) if _matches(row, ask, rules)]

    def link(start: int) -> str:
        own = [*ask.filters, ("per", str(ask.per)), ("sheet", str(start // ask.per))]
        if start:
            own.append(("after", f"{start}-{rules.bind(evolve(ask, start=start))}"))
        return f"{base}{path}?{urlencode(own)}"

    following = ask.start + ask.per
    return {
        "orders": matching[ask.start : following],
        "at": {
            "per": ask.per,
            "sheet": rules.sheet(ask),
            "next": link(following) if following < len(matching) else None,
            "prev": link(ask.start - ask.per) if ask.start else None,
            "first": link(0),
            "self": link(ask.start),
        },
    }


@cache
def _spec() -> Spec:
    return read_spec(SPEC)


@frozen
class TokenApi:
    """The API, by its rules."""

    rules: Rules = Rules()
    token: str = TOKEN
    base_url: str = "http://api.test/v1"

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return _spec()

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        try:
            return httpx.Response(200, json=self._page(request))
        except Refusal as refusal:
            headers = {"www-authenticate": 'Basic realm="kiosk"', "allow": "GET"}
            return httpx.Response(refusal.status, json={"why": str(refusal)}, headers=headers)

    def _page(self, request: httpx.Request) -> Mapping[str, Any]:
        url = request.url
        if not self.rules.admits(request.headers.get("authorization")):
            raise Refusal(401, "send a user and a password")
        if request.method != "GET":
            raise Refusal(405, "send GET")
        origin = f"{url.scheme}://{url.netloc.decode()}"
        return _page(url.path, url.query.decode(), origin, self.rules)
