"""Decode the JSON of responses into models, and encode models."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Generic, TypeVar, cast

import attrs
import msgspec

from ._errors import DecodingError, Exchange, SchemaError

__all__ = ["Decoder", "Fault", "to_dict", "to_json"]

T = TypeVar("T")

_AT = " - at `"
_STEP = re.compile(r"\.(?P<key>[^.\[\]]+)|\[(?P<index>[^\]]+)\]")
_MISSING = re.compile(r"Object missing required field `(?P<field>.*)`")
_LONGEST_VALUE = 60
_FLOAT_FOR_INTEGER = re.compile(r"^Expected `(?:.* )?int(?: .*)?`, got `float`")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?', re.DOTALL)
_FRACTION = re.compile(rb"[.eE]")
_EXACT_DIGITS = 14
"""Up to this power of ten, each integer is a float too."""
_MOST_DIGITS = 308
"""A float has no larger power of ten."""
_SURROGATE = re.compile("[\ud800-\udfff]")


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
    """Decodes a response body into a model, and checks it against the schema."""

    def __init__(self, model: type[T]) -> None:
        self._decoder = msgspec.json.Decoder(model)

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
            self._decode(content)
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
        # JSON Schema reads 10.0 and 1e1 as integers. In a field of any number, a float stays one
        # unless an integer field needs integers that no float equals, such as 1e30.
        for rewrite in (_with_integer, partial(_with_integer, largest=_MOST_DIGITS)):
            try:
                return self._decoder.decode(content)
            except msgspec.ValidationError as error:
                if _FLOAT_FOR_INTEGER.search(str(error)) is None:
                    raise
            content = _TOKEN.sub(rewrite, content)
        return self._decoder.decode(content)


def _with_integer(token: re.Match[bytes], largest: int = _EXACT_DIGITS) -> bytes:
    """Return a number without a fraction as an integer, up to a power of ten."""
    text = token[0]
    if text.startswith(b'"') or not _FRACTION.search(text):
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
        if isinstance(value, str) and _SURROGATE.search(value):
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
    problem, at, path = message.rpartition(_AT)
    if not at:
        problem, path = message, "$"
    path = path.rstrip("`")
    # The value is left out, because it may be anything, even the key of the request.
    problem = problem.partition(" '")[0]
    missing = _MISSING.fullmatch(problem)
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
        for step in _STEP.finditer(path):
            value = value[step["key"] or int(step["index"])]
    except (ValueError, LookupError, TypeError, RecursionError):
        return "another value"
    if isinstance(value, int | float):
        # A number is not secret.
        return str(value)[:_LONGEST_VALUE]
    return f"a {type(value).__name__} of length {len(value)}" if value is not None else "null"


def to_dict(model: object) -> dict[str, Any]:
    """Return the fields of a model as JSON types, without the unset ones."""
    fields: dict[str, Any] = msgspec.to_builtins(model)
    return fields


def to_json(model: object) -> bytes:
    """Return a model as JSON, without the unset fields."""
    return msgspec.json.encode(model)
