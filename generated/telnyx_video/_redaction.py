# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Secrets, and their replacement in texts."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

import attrs

__all__ = ["REDACTED", "Secrets", "is_telling"]

REDACTED: Final = "[redacted]"

_TELLING = (
    r"(?i)(?<![a-z])"
    r"(api-?_?key|auth|authorization|cookie|credentials?|key|pass|passw(or)?d|secret|sig|signature|token)"
    r"(?![a-z])"
)
_SHORTEST = 6
"""The length of the shortest value; a shorter one would occur in other texts."""


@attrs.frozen(eq=False, repr=False)
class Secrets:
    """The texts that no log and no exception shows.

    Attributes:
        values: The secrets.
    """

    values: frozenset[str]

    @classmethod
    def of(cls, keys: Iterable[str], *named: Mapping[str, str]) -> "Secrets":
        """Return the keys, and the values whose names mark them as secret."""
        found = set(keys)
        for texts in named:
            found |= {
                value
                for name, value in texts.items()
                if is_telling(name) and len(value) >= _SHORTEST
            }
        return cls(frozenset(found))

    def redact(self, text: str) -> str:
        """Replace the secrets in a text, plain or encoded as in JSON and URLs."""
        spellings = {
            spelling
            for secret in self.values
            for spelling in (
                secret,
                json.dumps(secret)[1:-1],
                quote(secret, safe=""),
                quote(secret),
                quote_plus(secret),
            )
        }
        # The longest first, because one secret may begin with another.
        ordered = sorted(filter(None, spellings), key=len, reverse=True)
        return re.sub("|".join(map(re.escape, ordered)), REDACTED, text) if ordered else text


def is_telling(name: str) -> bool:
    """Return whether the name of a header or parameter marks its value as secret."""
    return re.search(_TELLING, name) is not None
