# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Encode models as JSON, or as JSON types."""

import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

import msgspec

from ._custom_types import REST, OpenModel, names_of
from ._errors import InexactError
from ._sent import json_of

__all__ = ["to_dict", "to_json"]

_MOST_DIGITS: Final = 4_000
"""Python reads integers of no more than 4,300 digits, by default."""

_TEXT = rb'(?s)"(?:[^"\\]|\\.)*"'

_encode: Callable[[object], bytes] = msgspec.json.Encoder(decimal_format="number").encode


def to_dict(model: object) -> dict[str, Any]:
    """Return a model as JSON types: as it was sent, or from its values if it was made otherwise.

    A model as it was sent also has its undocumented fields. A number with a fraction or an exponent
    is a Decimal if the shortest spelling of the nearest float is another number.

    Raises:
        InexactError: Python's types cannot hold what was sent.
    """
    sent = json_of(model)
    fields: dict[str, Any]
    if sent is None:
        fields = _plain(model, msgspec.to_builtins(model))
    else:
        fields = _read(type(model).__name__, sent)
    return fields


def to_json(model: object) -> bytes:
    """Return a model as JSON in one line: as it was sent, or from its values.

    Texts are written in UTF-8, without the escapes that they need not have.
    """
    sent = json_of(model)
    if sent is None:
        return _encode(_plain(model, msgspec.to_builtins(model, builtin_types=[Decimal])))
    line = msgspec.json.format(sent, indent=-1)
    return re.sub(_TEXT, _unescaped, line) if b"\\u" in line else line


def _plain(value: object, built: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a value as JSON types, with the models in it as they were sent.

    Args:
        value: The value.
        built: The same as msgspec builds it, from the values of the models.
    """
    if isinstance(value, list):
        return [*map(_plain, cast("list[object]", value), built)]
    if isinstance(value, dict):
        values = cast("dict[str, object]", value)
        return {key: _plain(values[key], each) for key, each in built.items()}
    if not isinstance(built, dict):
        return built
    sent = json_of(value)
    if sent is not None:
        return _read(type(value).__name__, sent)
    names = names_of(type(value))
    found = {
        key: _plain(getattr(value, name), built[key]) for name, key in names.items() if key in built
    }
    if isinstance(value, OpenModel):
        for key, each in found.pop(names[REST]).items():
            found.setdefault(key, each)
    return found


def _read(model: str, sent: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(
            sent, parse_int=_integer, parse_float=_number, object_pairs_hook=_distinct
        )
    except InexactError as error:
        raise InexactError(f"{model}: {error}") from None
    except RecursionError:
        problem = "it is nested more deeply than Python's stack admits here; use to_json"
        raise InexactError(f"{model}: {problem}") from None


def _unescaped(text: re.Match[bytes]) -> bytes:
    return json.dumps(json.loads(text[0]), ensure_ascii=False).encode()


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InexactError(f"{twice!r} occurs twice in an object; to_json returns both")
    return fields


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _MOST_DIGITS else Decimal(text)


def _number(text: str) -> float | Decimal:
    value = float(text)
    try:
        exact = Decimal(text)
    except InvalidOperation:
        raise InexactError(f"no number of Python has the exponent of {text:.40}") from None
    return value if Decimal(repr(value)) == exact else exact
