"""Bodies of pages as no well-meaning server writes them: valid ones, and ones with a flaw.

A body is written from the types of the models, as bytes, so that each spelling of a value occurs.
"""

import json
import types
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs
from msgspec import Meta, UnsetType

__all__ = ["Written", "write_items"]

_BLANKS = ["", "", "", " ", "\n\t", "\r\n  "]
_FRACTIONS = ["", ".0", ".5", ".238", ".500000", ".123456", ".1234567", ".99999995"]
_OFFSETS = ["Z", "Z", "z", "+00:00", "-00:00", "+05:30", "-14:00", "+0000"]
_DAYS = ["2021-04-16", "1970-01-01", "0001-01-01", "9999-12-31", "2024-02-29"]
_NO_INSTANTS = [
    "2016-12-31T23:59:60Z",
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.9999999Z",
    "2021-04-16T24:00:00Z",
    "2021-04-16T09:46:20",
    "2021-02-29T09:46:20Z",
    "1618566380",
    "",
]
_NUMBERS = [
    *("0", "-0", "-0.0", "10", "10.0", "1e1", "0.1", "1E-7", "1e400", "-1e-400", "1e22", "1e23"),
    *("0.1000000000000000055511151231257827", "18446744073709551616", "9007199254740993"),
    *("9007199254740993.0", "123456789012345678901234567890.5", "1.7976931348623157e308"),
    *("1" * 5000, "2.50", "5e-324", "1e1000000", "1e9999999999999999999999"),
]
_NO_INTEGERS = ["1.5", '"1"', "true", "1e400", "NaN", "Infinity", "+1", "01", "1" * 5000, "{}"]
_NO_TEXTS = [b"\\ud83d", b"\x01", b"\xff", b"\xed\xa0\x80", b"\\x", b"\\u12"]
_SIGNS = [
    *map(chr, range(128)),
    "\x85",
    "é",
    "漢",
    "\u2028",
    "\ufeff",
    "\uffff",
    "🎥",
    "\U0010ffff",
]


@attrs.frozen
class Written:
    """A value as JSON.

    Attributes:
        text: The JSON.
        flaw: Why no client can read it; empty if it can be read.
    """

    text: bytes
    flaw: str = ""


def _of(text: str, flaw: str = "") -> Written:
    return Written(text.encode(), flaw)


def _is_rare(chance: Random, one_in: int) -> bool:
    return chance.randrange(one_in) == 0


def _escaped(text: str) -> str:
    """Return a text as code units, each of which is escaped."""
    units = text.encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _text(chance: Random, *, is_flawed: bool = False) -> Written:
    text = "".join(chance.choices(_SIGNS, k=chance.randrange(9)))
    if _is_rare(chance, 50):
        text *= 1000
    spelling = chance.choice(["plain", "plain", "ASCII", "units"])
    inner = json.dumps(text, ensure_ascii=spelling == "ASCII")[1:-1].replace("/", "\\/")
    written = (_escaped(text) if spelling == "units" else inner).encode()
    if not is_flawed:
        return Written(b'"' + written + b'"')
    return Written(b'"' + written + chance.choice(_NO_TEXTS) + b'"', "is not JSON")


def _anything(chance: Random, depth: int = 2) -> bytes:
    """Write a value that no schema describes."""
    kinds = ["number", "number", "text", "simple", "deep", "array", "object"]
    kind = chance.choice(kinds if depth else kinds[:4])
    if kind == "number":
        return chance.choice(_NUMBERS).encode()
    if kind == "text":
        return _text(chance).text
    if kind == "simple":
        return chance.choice([b"true", b"false", b"null", b"{}", b"[]", b'"2021-04-16"'])
    if kind == "deep":
        return b"[" * (deep := chance.randrange(1, 60)) + b"]" * deep
    parts = [_anything(chance, depth - 1) for _ in range(chance.randrange(4))]
    if kind == "array":
        return b"[" + b",".join(parts) + b"]"
    return b"{" + b",".join(_text(chance).text + b":" + each for each in parts) + b"}"


def _instant(chance: Random, *, is_flawed: bool) -> Written:
    if is_flawed:
        return _of(json.dumps(chance.choice(_NO_INSTANTS)), "no date-time of Python")
    between = chance.choice("TTTt ")
    clock = f"{chance.randrange(24):02}:46:20{chance.choice(_FRACTIONS)}{chance.choice(_OFFSETS)}"
    text = f"{chance.choice(_DAYS)}{between}{clock}"
    return _of(f'"{_escaped(text) if _is_rare(chance, 10) else text}"')


def _integer(chance: Random, meta: Sequence[Meta], *, is_flawed: bool) -> Written:
    if is_flawed:
        return _of(chance.choice(_NO_INTEGERS), "no integer")
    low = max((int(each.ge) for each in meta if each.ge is not None), default=-(2**66))
    high = min((int(each.le) for each in meta if each.le is not None), default=2**66)
    value = chance.choice([low, high, chance.randint(low, high), max(low, min(high, 10))])
    if abs(value) > 2**53:
        return _of(str(value))
    return _of(chance.choice(["{0}", "{0}", "{0}", "{0}.0", "{0}e0", "{0}.00E+0"]).format(value))


def _identifier(chance: Random, *, is_flawed: bool) -> Written:
    if is_flawed:
        return _of(chance.choice(['"x"', "7", '""', '"7b61621f"', "{}"]), "no UUID")
    value = UUID(int=chance.getrandbits(128))
    return _of(f'"{chance.choice([str(value), str(value).upper(), value.hex])}"')


def _matching(chance: Random, pattern: str, *, is_flawed: bool) -> Written:
    """Write a text for a pattern such as ``^PA[0-9a-fA-F]{32}$``."""
    digits = "".join(chance.choices("0123456789abcdefABCDEF", k=32 - is_flawed))
    prefix = pattern.removeprefix("^").partition("[")[0]
    return _of(f'"{prefix}{digits}"', "another pattern" if is_flawed else "")


def _boolean(chance: Random, *, is_flawed: bool) -> Written:
    return _of("1", "no boolean") if is_flawed else _of(chance.choice(["true", "false"]))


def _null(_chance: Random, *, is_flawed: bool) -> Written:
    assert not is_flawed
    return _of("null")


_PLAIN = {
    datetime: _instant,
    UUID: _identifier,
    bool: _boolean,
    str: _text,
    type(None): _null,
}
"""The functions that write values of types without bounds."""


def _plain(kind: Any, chance: Random, meta: Sequence[Meta], *, is_flawed: bool) -> Written:  # noqa: ANN401
    patterns = [each.pattern for each in meta if each.pattern]
    if patterns:
        return _matching(chance, patterns[0], is_flawed=is_flawed)
    if kind is int:
        return _integer(chance, meta, is_flawed=is_flawed)
    return _PLAIN[kind](chance, is_flawed=is_flawed)


def _value(
    hint: Any,  # noqa: ANN401 - a type
    chance: Random,
    meta: Sequence[Meta] = (),
    *,
    is_flawed: bool,
) -> Written:
    """Write a value of a type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        bounds = [each for each in hint.__metadata__ if isinstance(each, Meta)]
        return _value(arguments[0], chance, bounds, is_flawed=is_flawed)
    if origin in {types.UnionType, Union}:
        chosen = [each for each in arguments if each is not UnsetType]
        one = chosen[0] if is_flawed else chance.choice(chosen)
        return _value(one, chance, is_flawed=is_flawed)
    if attrs.has(hint):
        return _model(hint, {}, chance, is_flawed=is_flawed)
    if origin is None:
        return _plain(hint, chance, meta, is_flawed=is_flawed)
    if is_flawed:
        return _of("7", "another type")
    return _compound(origin, arguments, chance)


def _compound(origin: object, arguments: Sequence[Any], chance: Random) -> Written:
    if origin is list:
        count = chance.randrange(3)
        items = [_value(arguments[0], chance, is_flawed=False).text for _ in range(count)]
        return Written(b"[" + b" , ".join(items) + b"]")
    if origin is Literal:
        return _of(json.dumps(chance.choice(arguments)))
    assert origin is dict
    return _of('{"any": [1, {"x": 0.1}]}')


def _model(
    model: Any,  # noqa: ANN401 - a generated class
    fixed: Mapping[str, str],
    chance: Random,
    *,
    is_flawed: bool,
) -> Written:
    """Write an object of a model: absent fields, unknown ones, and names that occur twice."""
    hints = get_type_hints(model, include_extras=True)
    optional = {each.name for each in attrs.fields(model) if each.default is not attrs.NOTHING}
    wrong = chance.choice([name for name in hints if name not in fixed]) if is_flawed else None
    parts: list[tuple[str, bytes]] = []
    flaw = ""
    for name, hint in hints.items():
        if name == wrong and name not in optional and _is_rare(chance, 2):
            flaw = "a field is missing"
        elif name == wrong:
            written = _value(hint, chance, is_flawed=True)
            flaw = written.flaw
            parts.append((name, written.text))
        elif name in fixed:
            parts.append((name, json.dumps(fixed[name]).encode()))
        elif name not in optional or _is_rare(chance, 2):
            count = 2 if _is_rare(chance, 40) else 1
            parts += [(name, _value(hint, chance, is_flawed=False).text) for _ in range(count)]
    for _ in range(chance.choice([0, 0, 0, 1, 2])):
        unknown = f"x {chance.randrange(3)}", _anything(chance)
        parts.insert(chance.randrange(len(parts) + 1), unknown)
    blank = chance.choice(_BLANKS)
    pairs = [f"{json.dumps(name)}{blank}:{blank}".encode() + each for name, each in parts]
    text = f"{blank},{blank}".encode().join(pairs)
    return Written(b"{" + text + blank.encode() + b"}", flaw)


def write_items(
    model: Any,  # noqa: ANN401 - a generated class
    field: str,
    identities: Sequence[str],
    chance: Random,
) -> Sequence[Written]:
    """Write some items of a page.

    Args:
        model: The model of an item.
        field: The field that identifies an item.
        identities: The identity of each item that there may be.
        chance: Draws the values.
    """
    count = chance.randrange(len(identities) + 1)
    return [
        _model(model, {field: each}, chance, is_flawed=_is_rare(chance, 10))
        for each in identities[:count]
    ]
