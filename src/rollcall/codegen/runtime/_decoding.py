"""Decode the JSON of responses into models."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import cached_property, partial
from typing import Any, Generic, TypeVar, cast

import attrs
import msgspec

from ._custom_types import decode_hook, decoded_as
from ._errors import DecodingError, Exchange, SchemaError
from ._sent import keep
from ._stand_ins import StandIns
from ._types import Holders

__all__ = ["Decoder", "Fault"]

T = TypeVar("T")

_AT = " - at `"
_STEP = r"\.(?P<key>[^.\[\]]+)|\[(?P<index>[^\]]+)\]"
_MISSING = r"Object missing required field `(?P<field>.*)`"
_LONGEST_VALUE = 60
_FLOAT_FOR_INTEGER = r"Expected `(?:.* )?int(?: .*)?`, got `float`"
_TOKEN = rb'(?s)"(?:[^"\\]|\\.)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?'
_EXACT_DIGITS = 14
"""Up to this power of ten, each integer is a float too."""
_MOST_DIGITS = 308
"""A float has no larger power of ten."""
_SURROGATE = "[\ud800-\udfff]"


@attrs.frozen
class Fault:
    """Why JSON does not become a model.

    Attributes:
        path: The place of the fault, as a JSON path such as ``$.data[0].id``.
        reason: What is wrong there.
    """

    path: str
    reason: str


class Decoder(Generic[T]):
    """Decodes a response body into a model, and checks it against the schema.

    Args:
        model: The type of what is decoded.
        holders: The models that may be in it.

    Attributes:
        model: The type of what is decoded.
    """

    def __init__(self, model: type[T], holders: Holders) -> None:
        self.model = model
        self._holders = holders

    @cached_property
    def _strict(self) -> msgspec.json.Decoder[T]:
        return _decoder_of(self.model)

    @cached_property
    def _quick(self) -> tuple[msgspec.json.Decoder[T], StandIns]:
        stand_ins = StandIns(self.model)
        return _decoder_of(stand_ins.root), stand_ins

    def decode(self, content: bytes, exchange: Callable[[], Exchange]) -> T:
        """Decode a body.

        Args:
            content: The body.
            exchange: Returns the data of the response for an error.

        Raises:
            SchemaError: The body is JSON, but violates the schema.
            DecodingError: The body is not JSON.
        """
        try:
            return self._decode(content)
        except msgspec.ValidationError as error:
            path, expected, got = _explain(str(error), content)
            raise SchemaError(exchange(), path=path, expected=expected, got=got) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            about = exchange()
            kind = about.headers.get("content-type", "no content type")
            why = next(_surrogates(content), None) or f"is not JSON: {error}"
            problem = f"the body of {len(content)} bytes ({kind}) {why}"
            raise DecodingError(problem, about) from None

    def fault(self, content: bytes) -> Fault | None:
        """Return why a body cannot be decoded; None if it can."""
        try:
            _read(self._strict, content)
        except msgspec.ValidationError as error:
            path, expected, got = _explain(str(error), content)
            return Fault(path, f"expected {expected}, got {got}")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return Fault("$", next(_surrogates(content), None) or f"is not JSON: {error}")
        return None

    def decode_or_none(self, content: bytes) -> T | None:
        """Return the decoded body, or None if it violates the schema."""
        try:
            return self._decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None

    def _decode(self, content: bytes) -> T:
        # A parser may ignore a byte order mark (RFC 8259, section 8.1).
        content = content.removeprefix(BOM_UTF8)
        decoder, stand_ins = self._quick
        # If it cannot be decoded, msgspec looks for the first error of all, and says where it is.
        with suppress(msgspec.DecodeError, RecursionError):
            body = _read(decoder, content)
            if stand_ins.settle(body):
                keep(body, content, self._holders)
                return body
        body = _read(self._strict, content)
        keep(body, content, self._holders)
        return body


def _decoder_of(model: type[T]) -> msgspec.json.Decoder[T]:
    return msgspec.json.Decoder(decoded_as(model), dec_hook=decode_hook)


def _read(decoder: msgspec.json.Decoder[T], content: bytes) -> T:
    if not content.isascii():
        # The decoder does not look at the texts of fields that no model has.
        content.decode()
    # JSON Schema reads 10.0 and 1e1 as integers. In a field of any number, a float stays one
    # unless an integer field needs integers that no float equals, such as 1e30.
    for rewrite in (_with_integer, partial(_with_integer, largest=_MOST_DIGITS)):
        try:
            return decoder.decode(content)
        except msgspec.ValidationError as error:
            if re.match(_FLOAT_FOR_INTEGER, str(error)) is None:
                raise
        content = re.sub(_TOKEN, rewrite, content)
    return decoder.decode(content)


def _with_integer(token: re.Match[bytes], largest: int = _EXACT_DIGITS) -> bytes:
    """Return a number without a fraction as an integer, up to a power of ten."""
    text = token[0]
    if text.startswith(b'"') or text.lstrip(b"-").isdigit():
        return text
    try:
        number = Decimal(text.decode("ascii"))
    except InvalidOperation:
        return text
    if number.adjusted() > largest or number != number.to_integral_value():
        return text
    return b"%d" % int(number)


def _surrogates(content: bytes) -> Iterator[str]:
    """Yield the places of texts that are JSON, but not Unicode."""
    try:
        waiting: list[tuple[str, Any]] = [("$", json.loads(content))]
    except (ValueError, RecursionError):
        return
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and re.search(_SURROGATE, value):
            yield f"has half of a surrogate pair, which is not Unicode, at {path}"
        elif isinstance(value, dict):
            fields = cast("dict[str, Any]", value)
            waiting += [(path, each) for each in fields]
            waiting += [(f"{path}.{name}", each) for name, each in fields.items()]
        elif isinstance(value, list):
            items = cast("list[object]", value)
            waiting += [(f"{path}[{index}]", each) for index, each in enumerate(items)]


def _explain(message: str, content: bytes) -> tuple[str, str, str]:
    """Return the JSON path, the expected and the present value of a decoder's message."""
    # The place within a value of a custom type comes before the place of this value.
    problem, *places = message.split(_AT)
    inner = (each.rstrip("`")[1:] for each in reversed(places) if each[:1] == "$")
    path = "".join(["$", *inner])
    # The value is left out, because it may be anything, even the key of the request.
    problem = problem.partition(" '")[0]
    missing = re.fullmatch(_MISSING, problem)
    if missing:
        return path, f"an object with `{missing['field']}`", "one without it"
    problem = problem.replace("Number out of range", "Expected a smaller number")
    expected, _, got = problem.partition(", got ")
    expected = expected.removeprefix("Expected ").removeprefix("Invalid ").replace("`", "")
    return path, expected, got.replace("`", "") or _kind_at(path, content)


def _kind_at(path: str, content: bytes) -> str:
    """Return the kind of the value at a JSON path."""
    try:
        value: Any = json.loads(content)
        for step in re.finditer(_STEP, path):
            value = value[step["key"] or int(step["index"])]
    except (ValueError, LookupError, TypeError, RecursionError):
        return "another value"
    if isinstance(value, int | float):
        # A number is not secret.
        return str(value)[:_LONGEST_VALUE]
    return f"a {type(value).__name__} of length {len(value)}" if value is not None else "null"
