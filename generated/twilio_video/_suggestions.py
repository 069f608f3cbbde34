# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Suggestions for misspelled words."""

import os
from collections.abc import Iterable

__all__ = ["did_you_mean", "misspelled_variable"]

_ALMOST_THE_SAME = 0.85


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return a question that ends a message, if one of the known words is close; or nothing."""
    if not isinstance(word, str):
        return ""
    from difflib import get_close_matches  # noqa: PLC0415 - no message needs it in most processes

    return "".join(f"; did you mean {each!r}?" for each in get_close_matches(word, known, n=1))


def misspelled_variable(name: str) -> str:
    """Return a question that ends a message, if the environment has a variable of a close name."""
    from difflib import get_close_matches  # noqa: PLC0415 - as above

    known = [each for each, value in os.environ.items() if value and each != name]
    found = get_close_matches(name, known, n=1, cutoff=_ALMOST_THE_SAME)
    return "".join(f"; {each} is set, did you mean {name}?" for each in found)
