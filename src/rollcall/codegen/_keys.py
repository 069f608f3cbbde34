"""The credential of requests, from the security of a spec."""

import re

import attrs

from rollcall.spec import Location, Spec, is_attribute, scheme_named

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
    scheme = scheme_named(spec, name)
    if scheme.kind == "unsupported" or scheme.location != "header":
        problem = "only a bearer token, HTTP basic security and a key in a header are supported"
        spec.fail(operation, f"{name}: {problem}")
    if not _HEADER_NAME.fullmatch(scheme.field):
        spec.fail(operation, f"{name}: {scheme.field} cannot be the name of a header")
    pairs = _pairs(spec, name) if scheme.kind == "basic" else ()
    return Key(scheme.field.lower(), scheme.prefix, pairs)


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
