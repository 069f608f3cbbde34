"""JSON into models: the one place that decodes a response body."""

from typing import Any, Generic, TypeVar

import msgspec

from ._errors import DecodingError, SchemaError

__all__ = ["Decoder", "to_dict", "to_json"]

T = TypeVar("T")

_AT = " - at `"


class Decoder(Generic[T]):
    """Decodes a response body into a model, and checks it against the schema."""

    def __init__(self, model: type[T]) -> None:
        self._decoder = msgspec.json.Decoder(model)

    def decode(self, content: bytes, *, method: str, url: str) -> T:
        """Decode a body.

        Raises:
            SchemaError: The body is JSON, but not what the schema says.
            DecodingError: The body is not JSON.
        """
        try:
            return self._decoder.decode(content)
        except msgspec.ValidationError as error:
            problem, path = _read(str(error))
            raise SchemaError(problem, path=path, method=method, url=url, content=content) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            problem = f"the body of {len(content)} bytes is not JSON: {error}"
            raise DecodingError(problem, method=method, url=url, content=content) from None

    def decode_or_none(self, content: bytes) -> T | None:
        """Decode a body, or give None where it is not what the schema says."""
        try:
            return self._decoder.decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None


def _read(message: str) -> tuple[str, str]:
    """Split a message into the problem and its JSON path.

    The server's own value is left out of the problem: it may be anything, the key of the request
    included.
    """
    problem, at, path = message.rpartition(_AT)
    if not at:
        problem, path = message, "$"
    return problem.partition(" '")[0], path.rstrip("`")


def to_dict(model: object) -> dict[str, Any]:
    """Give a model's fields as the JSON types they are sent in, without those that are unset."""
    fields: dict[str, Any] = msgspec.to_builtins(model)
    return fields


def to_json(model: object) -> bytes:
    """Give a model as JSON, without the fields that are unset."""
    return msgspec.json.encode(model)
