"""Reads any body that should be JSON; what cannot be read is data too, and never an exception."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any, NoReturn

import attrs

from rollcall.spec import Pointer

__all__ = ["BodyProblem", "JsonBody", "parse_json", "read_json"]

# Python neither reads nor writes integers of more digits, which are valid JSON.
_DIGITS = 4300
_LARGEST: int = 10**_DIGITS - 1
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89abAB]|\\u[dD][c-fC-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _UnreadableError(Exception):
    """A body has no value; the message says why."""


@attrs.frozen
class BodyProblem:
    """The reason why a body, or a text in it, cannot be read.

    Attributes:
        sentence: The reason, such as ``the body is not UTF-8 at byte 17``.
        pointer: The place in the body (RFC 6901); empty: the whole body.
    """

    sentence: str
    pointer: str = ""


@attrs.frozen
class JsonBody:
    """The value of a body.

    Attributes:
        value: The value; None if the body cannot be read. A lone surrogate in a text is replaced by
            U+FFFD, and an integer of more than 4,300 digits by the largest one that has as many.
        problem: The first problem; None if there is none.
    """

    value: Any
    problem: BodyProblem | None = None


def read_json(content: bytes) -> Any:  # noqa: ANN401 - JSON
    """Return the value of a JSON text; None if it cannot be read."""
    return parse_json(content).value


def parse_json(content: bytes) -> JsonBody:
    """Parse a JSON text (RFC 8259): UTF-8, in which a byte order mark is ignored."""
    try:
        value = _value(_text(content))
    except _UnreadableError as error:
        return JsonBody(None, BodyProblem(str(error)))
    if _ESCAPED_SURROGATE.search(content) is None:
        return JsonBody(value)
    whole = [value]
    places = [*_replace_surrogates(whole)]
    return JsonBody(whole[0], places[0] if places else None)


def _text(content: bytes) -> str:
    try:
        text = content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        at = error.start + len(BOM_UTF8) * content.startswith(BOM_UTF8)
        raise _UnreadableError(f"the body is not UTF-8 at byte {at}") from None
    if not text.strip():
        raise _UnreadableError("the body is empty")
    return text


def _refuse(name: str) -> NoReturn:
    raise _UnreadableError(f"the body is not JSON: {name} is not a number")


def _integer(digits: str) -> int:
    if len(digits) <= _DIGITS:
        return int(digits)
    return -_LARGEST if digits.startswith("-") else _LARGEST


_FAST = json.JSONDecoder(parse_constant=_refuse)
_SLOW = json.JSONDecoder(parse_constant=_refuse, parse_int=_integer)


def _value(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        try:
            return _FAST.decode(text)
        except json.JSONDecodeError:
            raise
        except ValueError:
            return _SLOW.decode(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _UnreadableError(f"the body is not JSON at {place}: {error.msg}") from None
    except RecursionError:
        raise _UnreadableError("the body is nested too deeply to be read") from None


def _replace_surrogates(whole: list[Any]) -> Iterator[BodyProblem]:
    """Replace lone surrogates in the value that a list holds, and yield a problem for each text."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(whole, ())]
    while waiting:
        holder, at = waiting.pop()
        pairs = list(holder.items() if isinstance(holder, dict) else enumerate(holder))
        for key, value in pairs:
            place = (*at, key)
            if isinstance(value, str) and (found := _SURROGATE.search(value)):
                holder[key] = _SURROGATE.sub("\ufffd", value)
                yield _lone(found[0], place)
            elif isinstance(value, dict | list):
                waiting.append((value, place))
            if isinstance(key, str) and (found := _SURROGATE.search(key)):
                holder[_SURROGATE.sub("\ufffd", key)] = holder.pop(key)
                yield _lone(found[0], place)


def _lone(surrogate: str, place: tuple[str | int, ...]) -> BodyProblem:
    pointer = str(Pointer.at(place[1:]))
    shown = _SURROGATE.sub("\ufffd", pointer)
    where = f"the text at {shown}" if shown else "the body"
    code = f"\\u{ord(surrogate):04x}"
    return BodyProblem(f"{where} has the lone surrogate {code}, which is not Unicode", shown)
