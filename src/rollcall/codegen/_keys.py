"""Keys: from the security of a spec to how requests carry the API key."""

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
"""What a client has as arguments beside the parts of its key."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)


@attrs.frozen
class Key:
    """How requests carry the API key.

    Attributes:
        header: The name of the header, in lower case.
        prefix: What stands before the key in it.
        pairs: What the parts of the key are called, for each kind of key: a user and a password;
            empty where a key has no parts.
    """

    header: str
    prefix: str
    pairs: tuple[tuple[str, str], ...] = ()


def key_of(spec: Spec) -> Key:
    """Find how requests carry the API key: every operation in the same way."""
    found: dict[Key, None] = {}
    for operation in (each.at for each in spec.operations):
        requirements = spec.get((*operation, "security"))
        if not requirements:
            spec.fail(operation, "the operation has no security of its own")
        for requirement in requirements:
            if not requirement:
                spec.fail(operation, "optional security is not supported")
            for name in requirement:
                found[_scheme_of(spec, operation, str(name))] = None
        if len(found) > 1:
            headers = " and ".join(key.header for key in found)
            spec.fail(operation, f"two ways to send a key are not supported: {headers}")
    # A document without operations is refused where they are described.
    return next(iter(found), Key("authorization", "Bearer "))


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
    """Return names for the users and passwords of a scheme; no other argument has them."""
    location: Location = ("components", "securitySchemes", scheme, "x-credentials")
    named = spec.get(location) or [{"user": "username", "password": "password"}]
    pairs = tuple((str(pair["user"]), str(pair["password"])) for pair in named)
    seen = set(_CLIENT_ARGUMENTS)
    for name in (name for pair in pairs for name in pair):
        if not is_attribute(name) or name in seen:
            spec.fail(location, f"{name} cannot be the name of another argument of a client")
        seen.add(name)
    return pairs
