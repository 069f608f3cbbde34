"""What made-up records are made of."""

from hashlib import blake2b
from typing import NamedTuple


class Draw(NamedTuple):
    """A supply of chance: 16 bytes for an id, and 128 bits."""

    bytes: bytes
    bits: int


def draw(key: str) -> Draw:
    """Return what follows from a key."""
    digest = blake2b(key.encode(), digest_size=32).digest()
    return Draw(digest[:16], int.from_bytes(digest[16:]))


# Texts that servers get wrong. Each differs from a neighbour in one respect that a lax comparison
# overlooks.
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
