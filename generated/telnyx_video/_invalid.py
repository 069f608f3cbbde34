# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Pages with items that cannot be read: the readable ones, and what the others are."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from ._decoding import Decoder

__all__ = ["Skipped", "split"]

_BLANKS = r"[ \t\n\r]*"
_SIGN = r'"(?:[^"\\]|\\.)*"|[\[\]{},]'
"""What tells where a value ends. What is wrong within a text is the fault of its item."""


@attrs.frozen
class Skipped:
    """An item that cannot be read, and was left out of its page (``on_invalid="skip"``).

    Attributes:
        position: Its position among the items of the page, from 0.
        content: The item, as the JSON that was received.
        path: The place of the fault in the body, as a JSON path such as ``$.data[0].id``.
        reason: The fault.
    """

    position: int
    content: bytes
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def split(
    content: bytes, at: Sequence[str], item: Decoder[Any]
) -> tuple[bytes, tuple[Skipped, ...]] | None:
    """Return a body without the items that cannot be read, and these items.

    Args:
        content: The body.
        at: The names that lead to the array of the items.
        item: Decodes an item.

    Returns:
        None if the items cannot be told apart: there is no array of them.
    """
    # Each byte is kept, also where it is not UTF-8.
    text = content.removeprefix(BOM_UTF8).decode(errors="surrogateescape")
    try:
        start = _after_blanks(text, 0)
        for name in at:
            start = dict(_parts(text, start, ("{", "}")))[name].start
        array = [each for _, each in _parts(text, start, ("[", "]"))]
        end = _end_of(text, start)
    except (ValueError, LookupError):
        return None
    path = "".join(("$", *(f".{name}" for name in at)))
    valid: list[str] = []
    skipped: list[Skipped] = []
    for position, part in enumerate(array):
        raw = _as_bytes(text[part])
        fault = item.fault(raw)
        if fault is None:
            valid.append(text[part])
            continue
        place = f"{path}[{position}]{fault.path.removeprefix('$')}"
        skipped.append(Skipped(position, raw, place, fault.reason))
    return _as_bytes(f"{text[:start]}[{','.join(valid)}]{text[end:]}"), tuple(skipped)


def _parts(text: str, start: int, brackets: tuple[str, str]) -> Iterator[tuple[Any, slice]]:
    """Yield the key and the place of each value of an object, or of an array without keys.

    Raises:
        ValueError: The value is no object or array, or is not JSON.
    """
    opening, closing = brackets
    key, position = None, _after_blanks(text, start)
    _expect(text, position, opening)
    position = _after_blanks(text, position + 1)
    while text[position] != closing:
        if opening == "{":
            end = _end_of(text, position)
            key = json.loads(text[position:end], strict=False)
            position = _after_blanks(text, end)
            _expect(text, position, ":")
            position = _after_blanks(text, position + 1)
        end = _end_of(text, position)
        yield key, slice(position, end)
        position = _after_blanks(text, end)
        if text[position] != closing:
            _expect(text, position, ",")
            position = _after_blanks(text, position + 1)


def _end_of(text: str, start: int) -> int:
    """Return the position after a value.

    Raises:
        ValueError: It has no end.
    """
    depth = 0
    for sign in re.compile(_SIGN, re.DOTALL).finditer(text, start):
        if sign[0] in {"[", "{"}:
            depth += 1
        elif depth == 0 and sign[0][0] != '"':
            # A number or a word ends before the sign.
            return start + len(text[start : sign.start()].rstrip())
        elif sign[0] in {"]", "}"}:
            depth -= 1
        if depth == 0:
            return sign.end()
    raise ValueError(start)


def _expect(text: str, position: int, sign: str) -> None:
    if text[position] != sign:
        raise ValueError(position)


def _after_blanks(text: str, position: int) -> int:
    match = re.compile(_BLANKS).match(text, position)
    return match.end() if match is not None else position


def _as_bytes(text: str) -> bytes:
    return text.encode(errors="surrogateescape")
