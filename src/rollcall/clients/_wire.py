"""Reads a request by the spec, and knows nothing of the client that wrote it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from rollcall.clients._call import Call
from rollcall.clients._exchange import Sent
from rollcall.spec import ListOperation, Spec

__all__ = ["Reader", "decoded_pairs", "expected_pairs", "text_of"]


class Reader:
    """Reads requests with openapi-core.

    Args:
        spec: The contract.
    """

    def __init__(self, spec: Spec) -> None:
        self._openapi = OpenAPI.from_dict(spec.raw)

    def values(self, sent: Sent) -> dict[str, Any]:
        """Return the values of the parameters by their names on the wire.

        openapi-core takes an empty string for a missing value, so those are left to the plain
        decoding of ``decoded_pairs``.

        Raises:
            AssertionError: The request is not valid by the spec.
        """
        result = self._openapi.unmarshal_request(_Request(sent))
        assert not result.errors, f"openapi-core does not admit it: {result.errors!r}"
        parameters = result.parameters
        return {
            **{name: _decoded(each) for name, each in parameters.path.items()},
            **parameters.query,
        }


def _decoded(value: object) -> object:
    # openapi-core reads a path as it is given. Decoded as a whole, it could have other parts.
    return unquote(value, errors="strict") if isinstance(value, str) else value


class _Request:
    """A request as openapi-core wants it."""

    body = None
    content_type = ""

    def __init__(self, sent: Sent) -> None:
        target = urlsplit(sent.url)
        self.host_url = sent.origin
        self.path = target.path
        self.method = sent.method.lower()
        self.parameters = RequestParameters(
            query=ImmutableMultiDict([pair for pair in _pairs(sent) if pair[1]]),
            header=Headers(list(sent.headers)),
        )


def _pairs(sent: Sent) -> list[tuple[str, str]]:
    query = urlsplit(sent.url).query
    return parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict")


def decoded_pairs(operation: ListOperation, base_url: str, sent: Sent) -> list[tuple[str, str]]:
    """Return what the path and the query carry, percent-decoded, in the order of the names."""
    path = urlsplit(sent.url).path.removeprefix(urlsplit(base_url).path)
    names, texts = operation.path.split("/"), path.split("/")
    assert len(names) == len(texts), f"{path} is not of the shape {operation.path}"
    pairs = []
    for name, text in zip(names, texts, strict=True):
        if name.startswith("{"):
            pairs.append((name[1:-1], unquote(text, errors="strict")))
        else:
            assert name == text, f"{path} is not of the shape {operation.path}"
    return sorted(pairs + _pairs(sent))


def expected_pairs(call: Call, changed: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return what a call is to send, as text, in the order of the names.

    Args:
        call: The call.
        changed: Parameters that have another value than in the call.
    """
    pairs = {each.name: text_of(value) for each, value in call.given()}
    pairs |= {name: text_of(value) for name, value in changed.items()}
    return sorted(pairs.items())


def text_of(value: object) -> str:
    """Write the value of an argument as a request carries it, before it is percent-encoded."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}".rjust(27, "0")
        case date():
            return f"{value.year:04}-{value.month:02}-{value.day:02}"
        case int() | str() | UUID():
            return str(value)
    msg = f"no parameter has the value {value!r}"
    raise TypeError(msg)
