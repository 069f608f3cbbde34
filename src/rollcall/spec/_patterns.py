"""The patterns of a spec: its tests and its clients read them as Python does."""

import re
from collections.abc import Mapping

from rollcall.spec._errors import SpecError

__all__ = ["check_patterns"]

_VALUES = {"const", "default", "enum", "example", "examples"}
"""What holds no schema, whatever its keys are."""


def check_patterns(node: object, where: str = "") -> None:
    """See that Python reads the patterns of a part of a spec: ECMAScript has some that it cannot.

    Args:
        node: The part.
        where: The JSON Pointer to it.

    Raises:
        SpecError: It cannot read one.
    """
    if isinstance(node, Mapping):
        for key, value in node.items():
            place = f"{where}/{str(key).replace('~', '~0').replace('/', '~1')}"
            if key == "pattern" and isinstance(value, str):
                _check(value, place)
            elif key not in _VALUES:
                check_patterns(value, place)
    elif isinstance(node, list):
        for number, each in enumerate(node):
            check_patterns(each, f"{where}/{number}")


def _check(pattern: str, place: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        msg = f"{place}: {pattern!r} is no pattern that Python reads: {error}"
        raise SpecError(msg) from None
