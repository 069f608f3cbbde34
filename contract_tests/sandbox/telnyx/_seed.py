"""Made-up records: the same for the same seed, with cases that defective servers treat wrongly."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from attrs import frozen

from contract_tests.sandbox._values import DAY, HOUR, MINUTE, SECOND, TEXTS, Draw, at, stamp
from contract_tests.sandbox.telnyx._tables import Participant, Records, Room, Session

# Creation dates lie in the 26 months from November 2019 on: a leap day and two year ends.
_BEGIN = at("2019-11-01")
_SPAN = 790 * DAY
# Around a leap day, a year's end and an ordinary day: the last microsecond before, the first and
# the last of the day, the first after, and noon twice, for a tie.
INSTANTS: tuple[int, ...] = tuple(
    at(day) + offset
    for day in ("2020-02-29", "2020-12-31", "2021-04-25")
    for offset in (-1, 0, 12 * HOUR, 12 * HOUR, DAY - 1, DAY)
)
_CASES = len(INSTANTS)
_FAMILY_SIZES = (0, 0, 0, 1, 1, 1, 2, 3)
_TIMEOUTS = (None, 0, 30, 25, 1, 29, 10, None)
_CAPACITIES = (1, 2, 10, 50, 200)
# 0, 1, few, sizes around a page of 20 and of 250, and some between.
_SIZES = (0, 1, 2, 3, 7, 19, 20, 21, 50, 110, 249, 250, 251, 270)
_NAMES = ("Alice", "alice", "Alice ", "Bob", "Bobby", "Carol", "Dave", "Eve", "", "Zo\u00eb")


@frozen
class Shape:
    """The numbers of records to make up.

    The first room has `sessions`, of which the first has `participants`. The second room has no
    session; every other one has up to three, with up to three participants each.
    """

    rooms: int = 300
    sessions: int = 260
    participants: int = 260


def varied(seed: int) -> Shape:
    """Return a shape that follows from a seed: from empty lists to more than the largest page."""
    chance = random.Random(f"shape {seed}")  # noqa: S311 - made-up data
    if seed % 16 == 0:
        return Shape(0, 0, 0)
    rooms, sessions, participants = (chance.choice(_SIZES) for _ in range(3))
    return Shape(max(1, rooms), sessions, participants)


def seeded(shape: Shape, seed: int) -> Records:
    """Return made-up records, which depend on `shape` and `seed` alone.

    Each record is made when the iterator reaches it, and none is kept: the values that a record
    shares with its parent are derived again from the parent's number.
    """
    maker = _Maker(shape, seed)
    return Records(maker.rooms(), maker.sessions(), maker.participants())


class _Stretch(NamedTuple):
    """The duration of a session, in microseconds; `ended` is `None` while it is active."""

    created: int
    updated: int
    ended: int | None


@frozen
class _Maker:
    shape: Shape
    seed: int

    def rooms(self) -> Iterator[Room]:
        for number in range(self.shape.rooms):
            draw = self._draw("room", number)
            bits = draw.bits
            created, updated = _room_instants(number, bits)
            active = self._has_active_session(number, bits)
            failover = f"https://failover.example.com/{number}"
            yield Room(
                id=draw.uuid,
                max_participants=_CAPACITIES[bits % len(_CAPACITIES)],
                unique_name=TEXTS[number - 1] if 0 < number <= len(TEXTS) else f"room-{number}",
                created_at=stamp(created),
                updated_at=stamp(updated),
                active_session_id=self._draw("session", number, 0).uuid if active else None,
                enable_recording=bits >> 8 & 1 == 1,
                webhook_event_url=f"https://hooks.example.com/{number}?kind=room&v=1",
                webhook_event_failover_url=None if bits >> 9 & 1 else failover,
                webhook_timeout_secs=_TIMEOUTS[bits >> 10 & 7],
            )

    def sessions(self) -> Iterator[Session]:
        for room in range(self.shape.rooms):
            draw = self._draw("room", room)
            for number in range(self._session_count(room, draw.bits)):
                own = self._draw("session", room, number)
                stretch = self._stretch(room, draw.bits, number, own.bits)
                created, updated = stamp(stretch.created), stamp(stretch.updated)
                ended = None if stretch.ended is None else stamp(stretch.ended)
                yield Session(own.uuid, draw.uuid, ended is None, created, updated, ended)

    def participants(self) -> Iterator[Participant]:
        for room in range(self.shape.rooms):
            room_bits = self._draw("room", room).bits
            for session in range(self._session_count(room, room_bits)):
                draw = self._draw("session", room, session)
                stretch = self._stretch(room, room_bits, session, draw.bits)
                if (room, session) == (0, 0):
                    yield from self._crowd(draw.uuid, stretch)
                else:
                    yield from self._visitors(room, session, draw, stretch)

    def _crowd(self, session_id: str, stretch: _Stretch) -> Iterator[Participant]:
        """Yield the participants of the first session: the cases, then the rest over two years."""
        for number in range(self.shape.participants):
            draw = self._draw("participant", 0, 0, number)
            bits = draw.bits
            joined = stretch.created + bits % (_SPAN - DAY)
            left: int | None = joined + (bits >> 40) % (4 * HOUR)
            group, case = divmod(number, _CASES)
            if group == 0:
                joined = INSTANTS[case]
                left = joined + (bits >> 40) % HOUR
            updated = joined if left is None or bits >> 8 & 3 == 0 else left
            if group == 1:
                updated = INSTANTS[case]
                joined, left = updated - bits % MINUTE, updated + (bits >> 40) % MINUTE
            elif group == 2:  # noqa: PLR2004 - the third group
                left = updated = INSTANTS[case]
                joined = left - bits % HOUR
            elif bits >> 16 & 7 == 0:
                left = None
            name = TEXTS[number] if number < len(TEXTS) else _NAMES[bits % len(_NAMES)]
            yield _participant(draw.uuid, session_id, name, (joined, updated, left))

    def _visitors(
        self, room: int, session: int, draw: Draw, stretch: _Stretch
    ) -> Iterator[Participant]:
        """Yield up to three participants of a session; the third has the context of the first."""
        for number in range(_FAMILY_SIZES[draw.bits >> 20 & 7]):
            own = self._draw("participant", room, session, number)
            bits = own.bits
            longest = HOUR if stretch.ended is None else stretch.ended - stretch.created
            joined = stretch.created + bits % (longest + 1)
            left: int | None = joined + (bits >> 40) % (stretch.created + longest - joined + 1)
            updated = joined if bits >> 8 & 1 else left or joined
            if stretch.ended is None and bits >> 9 & 1:
                left = None
            name = _NAMES[(draw.bits + number % 2) % len(_NAMES)]
            yield _participant(own.uuid, draw.uuid, name, (joined, updated, left))

    def _session_count(self, room: int, room_bits: int) -> int:
        if room == 0:
            return self.shape.sessions
        return 0 if room == 1 else _FAMILY_SIZES[room_bits >> 20 & 7]

    def _has_active_session(self, room: int, room_bits: int) -> bool:
        chosen = room == 0 or room_bits >> 24 & 3 == 0
        return chosen and self._session_count(room, room_bits) > 0

    def _stretch(self, room: int, room_bits: int, number: int, bits: int) -> _Stretch:
        created = _room_instants(room, room_bits)[0] + bits % (30 * DAY)
        if number == 0 and self._has_active_session(room, room_bits):
            if room == 0:
                created = _BEGIN + HOUR
            return _Stretch(created, created + (bits >> 40) % (2 * DAY), None)
        lasting = (bits >> 40) % (6 * HOUR)
        if room == 0:
            created = _BEGIN + HOUR + bits % (_SPAN - DAY)
            group, case = divmod(number - 1, _CASES)
            if group == 0:
                created = INSTANTS[case]
            elif group == 1:
                ended = INSTANTS[case]
                return _Stretch(ended - lasting, ended, ended)
            elif group == 2:  # noqa: PLR2004 - the third group
                updated = INSTANTS[case]
                ended = updated - (bits >> 48) % HOUR
                return _Stretch(ended - lasting, updated, ended)
        ended = created + lasting
        return _Stretch(created, ended + (bits >> 52) % (3 * SECOND), ended)

    def _draw(self, kind: str, room: int, session: int = 0, participant: int = 0) -> Draw:
        return Draw.of(f"{self.seed} {kind} {room} {session} {participant}")


def _participant(
    own_id: str, session_id: str, context: str, instants: tuple[int, int, int | None]
) -> Participant:
    joined, updated, left = instants
    ended = None if left is None else stamp(left)
    return Participant(own_id, session_id, context, stamp(joined), stamp(updated), ended)


def _room_instants(number: int, bits: int) -> tuple[int, int]:
    """Return the instants at which a room was created and updated."""
    if number == 0:
        return _BEGIN, _BEGIN + bits % _SPAN
    group, case = divmod(number - 1, _CASES)
    if group == 0:
        created = INSTANTS[case]
        return created, created if bits >> 30 & 1 else created + (bits >> 40) % DAY
    if group == 1:
        updated = INSTANTS[case]
        return updated - (bits >> 40) % (30 * DAY), updated
    created = _BEGIN + bits % _SPAN
    return created, created if bits >> 30 & 3 == 0 else created + (bits >> 40) % (60 * DAY)
