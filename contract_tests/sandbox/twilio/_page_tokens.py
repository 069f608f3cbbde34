"""Page tokens: sealed positions in a list."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest, digest
from secrets import token_bytes
from struct import Struct
from typing import Literal

import msgspec
from attrs import astuple, field, frozen

from contract_tests.sandbox._database import Condition
from contract_tests.sandbox.twilio._tables import Participant

_POSITION = Struct(">cq16s")
# The length of a token is a multiple of three, so that its Base64 is unique.
_SEAL_BYTES = 17


@frozen
class Position:
    """A position after or before the row that `date_created` and `sid` name."""

    direction: Literal["after", "before"]
    date_created: int
    sid: str


@frozen
class Walk:
    """The list, filters and page size for which a page token is valid."""

    account_sid: str
    room_sid: str
    conditions: tuple[Condition, ...]
    page_size: int


@frozen
class PageTokens:
    """Issues and reads page tokens. Each server has its own key."""

    _key: bytes = field(factory=lambda: token_bytes(32), repr=False)

    def issue(self, walk: Walk, direction: Literal["after", "before"], row: Participant) -> str:
        """Return the token of the position after or before a row."""
        letter, sid = direction[0].upper().encode(), bytes.fromhex(row.sid.removeprefix("PA"))
        packed = _POSITION.pack(letter, row.date_created, sid)
        return urlsafe_b64encode(packed + self._seal(walk, packed)).decode()

    def read(self, walk: Walk, token: str) -> Position | None:
        """Return the position of a token, or None if this server did not issue it for `walk`."""
        try:
            content = urlsafe_b64decode(token.encode("ascii"))
        except ValueError:
            return None
        packed, seal = content[:-_SEAL_BYTES], content[-_SEAL_BYTES:]
        # Decoding skips characters outside the alphabet of Base64.
        is_canonical = urlsafe_b64encode(content).decode() == token
        if not is_canonical or not compare_digest(seal, self._seal(walk, packed)):
            return None
        letter, date_created, sid = _POSITION.unpack(packed)
        return Position("after" if letter == b"A" else "before", date_created, f"PA{sid.hex()}")

    def _seal(self, walk: Walk, packed: bytes) -> bytes:
        held = msgspec.json.encode([*astuple(walk), packed])
        return digest(self._key, held, sha256)[:_SEAL_BYTES]
