"""The credential of requests, from the security of a spec."""

import re
from collections.abc import Mapping

import attrs

from rollcall.codegen._names import is_attribute
from rollcall.spec import Location, Spec

__all__ = ["Key", "key_of"]

_CLIENT_ARGUMENTS = {
    "base_url",
    "headers",
    "http_client",
    "max_body",
    "params",
    "retries",
    "self",
    "timeout",
    "total_timeout",
}
"""The arguments of a client beside its credential."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)


@attrs.frozen
class Key:
    """The place of the credential in a request.

    Attributes:
        header: The name of the header, in lower case; empty if requests need no credential.
        prefix: The text before the key in the header.
        pairs: The names of user and password, for each credential variant; empty for a key.
    """

    header: str
    prefix: str
    pairs: tuple[tuple[str, str], ...] = ()


def key_of(spec: Spec) -> Key:
    """Return the place of the credential that a client sends."""
    for operation in spec.operations:
        for name in operation.security:
            return _scheme_of(spec, operation.at, name)
    return Key("", "")


def _scheme_of(spec: Spec, operation: Location, name: str) -> Key:
    scheme: Mapping[str, object]
    scheme = spec.get(("components", "securitySchemes", name)) or {}
    if (scheme.get("type"), str(scheme.get("scheme")).lower()) == ("http", "bearer"):
        return Key("authorization", "Bearer ")
    if (scheme.get("type"), str(scheme.get("scheme")).lower()) == ("http", "basic"):
        return Key("authorization", "Basic ", _pairs(spec, name))
    header = str(scheme.get("name"))
    if (scheme.get("type"), scheme.get("in")) != ("apiKey", "header"):
        problem = "only HTTP bearer and basic security and a key in a header are supported"
        spec.fail(operation, f"{name}: {problem}")
    if not _HEADER_NAME.fullmatch(header):
        spec.fail(operation, f"{name}: {header} cannot be the name of a header")
    return Key(header.lower(), "")


def _pairs(spec: Spec, scheme: str) -> tuple[tuple[str, str], ...]:
    """Return the names of the users and passwords of a scheme, which are unique arguments."""
    location: Location = ("components", "securitySchemes", scheme, "x-credentials")
    named = spec.get(location) or [{"user": "username", "password": "password"}]
    pairs = tuple((str(pair["user"]), str(pair["password"])) for pair in named)
    seen = set(_CLIENT_ARGUMENTS)
    for name in (name for pair in pairs for name in pair):
        if not is_attribute(name) or name in seen:
            spec.fail(
                location,
                f"{name} is not a name for an argument of the client, or is already in use",
            )
        seen.add(name)
    return pairs
