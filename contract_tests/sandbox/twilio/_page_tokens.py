"""The opaque part of a link: where in a list a page begins or ends."""

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
# As many bytes as make the whole a multiple of three, so that Base64 has one spelling of it.
_SEAL_BYTES = 17


@frozen
class Position:
    """The rows after or before one, which `date_created` and `sid` name, in the list's order."""

    direction: Literal["after", "before"]
    date_created: int
    sid: str


@frozen
class Walk:
    """What a page token holds for alone: a list, its filters and the size of its pages."""

    account_sid: str
    room_sid: str
    conditions: tuple[Condition, ...]
    page_size: int


@frozen
class PageTokens:
    """Gives tokens, and knows them again. No two servers know each other's."""

    _key: bytes = field(factory=lambda: token_bytes(32), repr=False)

    def give(self, walk: Walk, direction: Literal["after", "before"], row: Participant) -> str:
        """Return the token of the position after or before a row."""
        letter, sid = direction[0].upper().encode(), bytes.fromhex(row.sid.removeprefix("PA"))
        packed = _POSITION.pack(letter, row.date_created, sid)
        return urlsafe_b64encode(packed + self._seal(walk, packed)).decode()

    def read(self, walk: Walk, token: str) -> Position | None:
        """Return the position of a token, or None if this server did not give it for `walk`."""
        try:
            content = urlsafe_b64decode(token.encode("ascii"))
        except ValueError:
            return None
        packed, seal = content[:-_SEAL_BYTES], content[-_SEAL_BYTES:]
        # Decoding overlooks characters that are none of Base64's.
        whole = urlsafe_b64encode(content).decode() == token
        if not whole or not compare_digest(seal, self._seal(walk, packed)):
            return None
        letter, date_created, sid = _POSITION.unpack(packed)
        return Position("after" if letter == b"A" else "before", date_created, f"PA{sid.hex()}")

    def _seal(self, walk: Walk, packed: bytes) -> bytes:
        held = msgspec.json.encode([*astuple(walk), packed])
        return digest(self._key, held, sha256)[:_SEAL_BYTES]
