"""Reads requests by the spec, independently of the client."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

import attrs
import httpx

from rollcall.channels import Call
from rollcall.clients._script import Sent, unused_token
from rollcall.http import Credential, credential_of, target_of
from rollcall.spec import Operation, Spec

__all__ = ["Reader", "decoded_pairs", "expected_pairs", "key_at", "text_of", "without_key"]

_READ = {"date", "date-time", "uuid"}
"""The formats whose values are compared as what they mean."""


class Reader:
    """Reads requests with openapi-core.

    Args:
        spec: The spec.
    """

    def __init__(self, spec: Spec) -> None:
        # They need the extra "clients".
        from openapi_core import Config, OpenAPI  # noqa: PLC0415
        from openapi_core.unmarshalling.request.unmarshallers import (  # noqa: PLC0415
            V31RequestParametersUnmarshaller,
        )

        # A fault of the document elsewhere, such as a wrong default, is no fault of the client.
        # The key is compared apart: openapi-core knows few kinds of security.
        config = Config(
            spec_validator_cls=None,  # type: ignore[arg-type]  # documented: no check
            extra_format_unmarshallers=dict.fromkeys(_plain_formats(spec), _same),
            request_unmarshaller_cls=V31RequestParametersUnmarshaller,
        )
        self._openapi = OpenAPI.from_dict(spec.raw, config)

    def values(self, sent: Sent) -> dict[str, Any]:
        """Return the values of the parameters by their names on the wire.

        openapi-core takes an empty string for a missing value, so those are left to the plain
        decoding of ``decoded_pairs``.

        Raises:
            ValueError: The request is not valid.
        """
        result = self._openapi.unmarshal_request(_Request(sent))
        if result.errors:
            raise ValueError(f"openapi-core refuses the request: {result.errors!r}")
        parameters = result.parameters
        return {
            **{name: _decoded(each) for name, each in parameters.path.items()},
            **parameters.query,
        }


def _plain_formats(spec: Spec) -> set[str]:
    """Return the formats of parameters whose values stay as they are, also unknown ones."""
    parameters = (each for operation in spec.operations for each in operation.parameters)
    return {str(each.schema["format"]) for each in parameters if "format" in each.schema} - _READ


def _same(value: object) -> object:
    return value


def _decoded(value: object) -> object:
    # openapi-core does not decode a path. Decoding all of it at once could change its parts.
    return unquote(value, errors="strict") if isinstance(value, str) else value


class _Request:
    """A request in the interface of openapi-core."""

    body = None
    content_type = ""

    def __init__(self, sent: Sent) -> None:
        from openapi_core.datatypes import RequestParameters  # noqa: PLC0415
        from werkzeug.datastructures import Headers, ImmutableMultiDict  # noqa: PLC0415

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


def key_at(spec: Spec, sent: Sent) -> str | None:
    """Return the value at the place of the key; None if there is none."""
    credential, request = _unused(spec), httpx.Request(sent.method, sent.url, headers=sent.headers)
    return credential.read(request) if credential is not None else None


def without_key(spec: Spec, sent: Sent) -> Sent:
    """Return a request without a key in its query."""
    credential = _unused(spec)
    if credential is None or credential.scheme.location != "query":
        return sent
    request = httpx.Request(sent.method, sent.url)
    credential.write(request, None)
    return attrs.evolve(sent, target=target_of(request))


def _unused(spec: Spec) -> Credential | None:
    return credential_of(spec, unused_token(spec))


def decoded_pairs(operation: Operation, base_url: str, sent: Sent) -> list[tuple[str, str]]:
    """Return the parameters of path and query, percent-decoded, sorted by name.

    Raises:
        ValueError: The path does not match that of the operation, or is not valid.
    """
    path = urlsplit(sent.url).path.removeprefix(urlsplit(base_url).path)
    names, texts = operation.path.split("/"), path.split("/")
    parts = [*zip(names, texts, strict=False)]
    fits = [name == text or name.startswith("{") for name, text in parts]
    if len(names) != len(texts) or not all(fits):
        raise ValueError(f"{path} does not match {operation.path}")
    pairs = [
        (name[1:-1], unquote(text, errors="strict")) for name, text in parts if name[:1] == "{"
    ]
    return sorted(pairs + _pairs(sent))


def expected_pairs(call: Call, changed: Mapping[str, str | int]) -> list[tuple[str, str]]:
    """Return the expected parameters of a call in path and query as text, sorted by name.

    Args:
        call: The call.
        changed: Parameters that have another value than in the call.
    """
    given = [pair for pair in call.given() if pair[0].location != "header"]
    pairs = {each.name: text_of(value) for each, value in given}
    pairs |= {name: text_of(value) for name, value in changed.items()}
    return sorted(pairs.items())


def text_of(value: object) -> str:
    """Format the value of an argument as text, before percent-encoding."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}".rjust(27, "0")
        case date():
            return f"{value.year:04}-{value.month:02}-{value.day:02}"
        case float():
            return format(Decimal(str(value)), "f")
        case int() | str() | UUID():
            return str(value)
    msg = f"no parameter has the value {value!r}"
    raise TypeError(msg)
