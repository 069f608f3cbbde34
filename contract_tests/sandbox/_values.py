"""Values of made-up records: instants (microseconds from 1970, in UTC), ids and texts."""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple, Self

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - all of this module is in UTC


def at(text: str) -> int:
    """Return the instant of an ISO 8601 date, or date and time in UTC without an offset."""
    return microseconds(datetime.fromisoformat(text))


def microseconds(instant: datetime) -> int:
    """Return the instant of a time in UTC that has no time zone."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def stamp(instant: int, precision: str = "microseconds") -> str:
    """Return an instant as text, such as `2021-04-16T09:46:20.954863Z`."""
    return (_EPOCH + timedelta(microseconds=instant)).isoformat(timespec=precision) + "Z"


class Draw(NamedTuple):
    """Pseudo-random data: 16 bytes for an id, and 128 bits."""

    bytes: bytes
    bits: int

    @classmethod
    def of(cls, key: str) -> Self:
        """Return the data that a key determines."""
        digest = blake2b(key.encode(), digest_size=32).digest()
        return cls(digest[:16], int.from_bytes(digest[16:]))

    def sid(self, prefix: str) -> str:
        """Return an id of Twilio's form."""
        return prefix + self.bytes.hex()

    @property
    def uuid(self) -> str:
        """An id that has the version and variant of a random UUID (RFC 9562, 5.4)."""
        text = self.bytes.hex()
        variant = "89ab"[self.bytes[8] & 3]
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"


# Texts that defective servers confuse: each differs from a neighbour in one respect.
TEXTS: tuple[str, ...] = (
    *("My Room", "my room", "MY ROOM", "My Room ", " My Room", "My  Room", "My Roo", "My Room 2"),
    *("My+Room", "My%20Room", "My%Room", "My_Room", "100%", "100", "O'Brien", "OBrien"),
    *('"quoted"', "back\\slash", "a&b=c", "a", "a#b", "a;b", "a,b", "a/b?c", "a\nb", "a\tb"),
    *("caf\u00e9", "cafe\u0301", "cafe", "CAF\u00c9"),  # composed, decomposed, and neither
    *("stra\u00dfe", "strasse", "\u0130stanbul"),  # the lower case of the last has two code points
    "\U0001f469\u200d\U0001f4bb",  # an emoji of three code points
    *("\u05e9\u05dc\u05d5\u05dd", "\u4f1a\u8b70\u5ba4"),  # the first is read right to left
    *("null", "true", "0", "' OR 1=1 --", "*", "%", "_", "My Room, and everybody who is in it"),
)
