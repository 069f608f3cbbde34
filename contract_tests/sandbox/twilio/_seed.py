"""Made-up records: the same for the same seed, with cases that defective servers treat wrongly."""

import random
from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from attrs import frozen

from contract_tests.sandbox._auth import Credentials, basic
from contract_tests.sandbox._values import DAY, HOUR, SECOND, TEXTS, Draw, at
from contract_tests.sandbox.twilio._tables import Participant, Records, Room

# Participants come within half a year that has a year's end and a leap day.
_BEGIN = at("2023-11-01")
_SPAN = 180 * DAY
_LONGEST_STAY = 4 * HOUR
_JOINING = 3 * SECOND
# Around a year's end, a leap day and the day on which Europe's clocks change: a second and a
# microsecond before midnight, midnight, a microsecond after it, a tie at noon, and instants whose
# order differs when they are compared as texts: with and without decimals.
INSTANTS: tuple[int, ...] = tuple(
    at(day) + offset
    for day in ("2023-12-31", "2024-02-29", "2024-03-31")
    for offset in (
        *(-SECOND, -1, 0, 1, 12 * HOUR, 12 * HOUR),
        *(12 * HOUR + SECOND // 2, 12 * HOUR + SECOND - 1, 12 * HOUR + SECOND),
    )
)
_CASES = len(INSTANTS)
# 0, 1, few, sizes around a page of 50 and of 1000, and some between.
_SIZES = (0, 1, 2, 3, 7, 49, 50, 51, 75, 130, 260, 999, 1000, 1001, 1300)
# The identities of participants who come several times.
_NAMES = ("Alice", "alice", "Alice ", "Bob", "Bobby", "Carol", "Dave", "Eve", "Zo\u00eb", "Zoe")


class _Plan(NamedTuple):
    """A room: the participants who are present, among them reconnecting, and who are gone."""

    name: str | None
    completed: bool
    present: int
    reconnecting: int
    gone: int


# The rooms after the first. Two share a name; only one of them is in progress.
_PLANS = (
    _Plan("daily-standup", completed=False, present=8, reconnecting=2, gone=7),
    _Plan("daily-standup", completed=True, present=0, reconnecting=0, gone=120),
    _Plan("Daily-Standup", completed=False, present=0, reconnecting=0, gone=4),
    _Plan("r\u00e9union \u4f1a\u8b70", completed=False, present=2, reconnecting=2, gone=1),
    _Plan(None, completed=True, present=0, reconnecting=0, gone=1),
    _Plan("50%_off", completed=False, present=1, reconnecting=0, gone=0),
    _Plan("nobody-yet", completed=False, present=0, reconnecting=0, gone=0),
    _Plan("nobody-came", completed=True, present=0, reconnecting=0, gone=0),
)


@frozen
class Shape:
    """The numbers of records to make up.

    Four fifths of the `participants` of the first room are present. The other rooms are in progress
    or completed, with few participants or none; rooms after the ninth have none.
    """

    participants: int = 1400
    rooms: int = 1 + len(_PLANS)


def varied(seed: int) -> Shape:
    """Return a shape that follows from a seed: from an empty list to more than the largest page."""
    chance = random.Random(f"twilio shape {seed}")  # noqa: S311 - made-up data
    return Shape(chance.choice(_SIZES), chance.choice((1, 2, 3, 1 + len(_PLANS))))


def account_sid(seed: int) -> str:
    """Return the SID of the account of all records of a seed."""
    return _draw(seed, "account").sid("AC")


def account_credentials(seed: int, auth_token: str, forbidden_token: str | None) -> Credentials:
    """Return the credentials of this account: its auth token, and an API key with its secret.

    The secret follows from the auth token. The account with `forbidden_token` may not read.
    """
    account, api_key = account_sid(seed), _draw(seed, "key").sid("SK")
    secret = blake2b(api_key.encode(), key=auth_token.encode()[:64], digest_size=16).hexdigest()
    forbidden = None if forbidden_token is None else f"{account}:{forbidden_token}"
    return Credentials(basic, (f"{account}:{auth_token}", f"{api_key}:{secret}"), forbidden)


def seeded(shape: Shape, seed: int) -> Records:
    """Return made-up records, which depend on `shape` and `seed` alone.

    Each record is made when the iterator reaches it, and none is kept. The stays of one identity in
    a room do not overlap.
    """
    numbers = range(shape.rooms)
    everybody = (_participants(seed, number, _plan(shape, number)) for number in numbers)
    return Records(
        (_room(seed, number, _plan(shape, number)) for number in numbers),
        chain.from_iterable(everybody),
    )


def _draw(seed: int, kind: str, room: int = 0, number: int = 0) -> Draw:
    return Draw.of(f"twilio {seed} {kind} {room} {number}")


def _plan(shape: Shape, number: int) -> _Plan:
    if number == 0:
        gone = shape.participants // 5
        there = shape.participants - gone
        return _Plan(
            "all-hands", completed=False, present=there, reconnecting=there // 16, gone=gone
        )
    if number <= len(_PLANS):
        return _PLANS[number - 1]
    return _Plan(f"room-{number}", completed=number % 2 == 0, present=0, reconnecting=0, gone=0)


def _room(seed: int, number: int, plan: _Plan) -> Room:
    sid = _draw(seed, "room", number).sid("RM")
    # A room without a name has its SID as its name.
    return Room(number, sid, sid if plan.name is None else plan.name, plan.completed)


def _participants(seed: int, room: int, plan: _Plan) -> Iterator[Participant]:
    yield from (_present(seed, room, order, plan) for order in range(plan.present))
    yield from (_gone(seed, room, order, plan) for order in range(plan.gone))


def _present(seed: int, room: int, order: int, plan: _Plan) -> Participant:
    """Return a participant who is present: the cases first, then the rest over half a year."""
    own = _draw(seed, "there", room, order)
    bits = own.bits
    created = INSTANTS[order] if order < _CASES else _BEGIN + _coarse(bits % _SPAN, bits >> 120)
    started = created + _joining(bits >> 40)
    # Reconnecting participants are spread evenly.
    before, after = (plan.reconnecting * each // plan.present for each in (order, order + 1))
    status = "connected" if before == after else "reconnecting"
    identity = TEXTS[order] if order < len(TEXTS) else f"guest-{order}"
    updated = started + (0 if bits >> 60 & 1 else (bits >> 64) % HOUR)
    return Participant(room, own.sid("PA"), status, identity, created, updated, started, None)


def _gone(seed: int, room: int, order: int, plan: _Plan) -> Participant:
    """Return a participant who has left, alternately with two kinds of stays.

    The first kind precedes the stay of a participant who is present, as long as there are any. The
    second kind begins at an instant of the cases, or belongs to an identity that comes often.
    """
    own = _draw(seed, "gone", room, order)
    bits = own.bits
    turn, odd = divmod(order, 2)
    joining = _joining(bits >> 40)
    length = 0 if bits >> 60 & 15 == 0 else (bits >> 64) % _LONGEST_STAY
    identity = f"visitor-{order}"
    created = _BEGIN + _LONGEST_STAY + _coarse(bits % (_SPAN - DAY), bits >> 120)
    if not odd and turn < plan.present:
        now = _present(seed, room, turn, plan)
        identity = now.identity
        ended = now.date_created - (0 if bits >> 100 & 1 else (bits >> 101) % HOUR)
        created = ended - length - joining
    elif not odd:
        identity = TEXTS[turn] if turn < len(TEXTS) else identity
    elif turn < _CASES:
        created = INSTANTS[turn]
    else:
        time, name = divmod(turn - _CASES, len(_NAMES))
        identity = _NAMES[name]
        times = (plan.gone // 2 - _CASES) // len(_NAMES) + 1
        slot = _SPAN // times
        created = _BEGIN + time * slot + _coarse(bits % (slot // 2), bits >> 120)
        length %= slot // 2 - 2 * _JOINING
    ended = created + joining + length
    updated = ended + (0 if bits >> 61 & 1 else (bits >> 80) % (2 * SECOND))
    instants = (created, updated, created + joining, ended)
    return Participant(room, own.sid("PA"), "disconnected", identity, *instants)


def _joining(bits: int) -> int:
    """Return the microseconds from the creation of a participant to the start of the stay."""
    return 0 if bits & 1 else _coarse(bits % _JOINING, bits >> 2)


def _coarse(microseconds: int, bits: int) -> int:
    """Return an instant, cut to a second in half of the cases, to a millisecond in a quarter."""
    return microseconds - microseconds % (SECOND, SECOND, 1000, 1)[bits & 3]
