"""Identities of items, as many as there are."""

import re
from collections.abc import Mapping
from functools import lru_cache
from string import ascii_lowercase, digits
from typing import Any
from uuid import UUID

from rollcall.clients._places import lengths_of
from rollcall.spec import SpecError

__all__ = ["nth_identity"]


def nth_identity(schema: Mapping[str, Any], identity: object, number: int) -> object:
    """Return an identity of the same kind for each number.

    Args:
        schema: The schema of the identity.
        identity: One that it admits.
        number: Which one, from 0.

    Raises:
        SpecError: The schema admits too few that are like the one that is given.
    """
    if not isinstance(identity, str):
        return number
    if schema.get("format") == "uuid" and "pattern" not in schema:
        return str(UUID(int=(UUID(identity).int + number) % 2**128))
    longer = f"{identity}{number}"
    if "pattern" not in schema and len(longer) <= lengths_of(schema)[1]:
        return longer
    pattern = schema.get("pattern", "")
    found, rest = list(identity), number
    # As a number is written: the last character counts on first.
    for place in reversed(range(len(identity))):
        choices = _choices(pattern, identity, place)
        if choices:
            rest, index = divmod(rest, len(choices))
            found[place] = choices[index]
    text = "".join(found)
    if rest or not re.search(pattern, text):
        msg = f"there are too few identities like {identity!r} for {number} items: {dict(schema)}"
        raise SpecError(msg)
    return text


@lru_cache(maxsize=1000)
def _choices(pattern: str, text: str, place: int) -> str:
    """Return the characters that may stand at a place of a text, each in one case."""

    def fits(sign: str) -> bool:
        return re.search(pattern, f"{text[:place]}{sign}{text[place + 1 :]}") is not None

    cased = ((each, each.upper()) for each in ascii_lowercase)
    letters = (next(filter(fits, pair), "") for pair in cased)
    return "".join([*filter(fits, digits), *letters])
