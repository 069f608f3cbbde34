# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

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
            problem, _, path = str(error).partition(_AT)
            raise SchemaError(
                problem, path=path.rstrip("`") or "$", method=method, url=url, content=content
            ) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            problem = f"the body of {len(content)} bytes is not JSON: {error}"
            raise DecodingError(problem, method=method, url=url, content=content) from None

    def decode_or_none(self, content: bytes) -> T | None:
        """Decode a body, or give None where it is not what the schema says."""
        try:
            return self._decoder.decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None


def to_dict(model: object) -> dict[str, Any]:
    """Give a model's fields as the JSON types they are sent in, without those that are unset."""
    fields: dict[str, Any] = msgspec.to_builtins(model)
    return fields


def to_json(model: object) -> bytes:
    """Give a model as JSON, without the fields that are unset."""
    return msgspec.json.encode(model)
