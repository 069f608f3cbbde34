"""Writes what cannot be seen so that it can: what a server sends may steer a terminal."""

import re

__all__ = ["visible"]

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""Write control characters, and those that turn the direction of a text, as ``\x1b``."""
    return _UNSEEN.sub(lambda found: ascii(found.group())[1:-1], text)
