"""The security schemes that authenticate a request."""

from collections.abc import Mapping
from typing import Any

from rollcall.spec._operation import Operation
from rollcall.spec._spec import Spec

__all__ = ["asked_scheme", "credential_names", "has_pair", "is_basic", "scheme_of"]

_PAIR = ("username", "password")


def scheme_of(spec: Spec) -> Mapping[str, Any] | None:
    """Return the first security scheme of the operations, or None."""
    name = _name_of(spec)
    return spec.security_schemes.get(name, {}) if name is not None else None


def asked_scheme(spec: Spec, operation: Operation) -> Mapping[str, Any]:
    """Return the scheme in use if an operation requires it; otherwise an empty mapping."""
    is_asked = _name_of(spec) in operation.security
    return (scheme_of(spec) or {}) if is_asked else {}


def _name_of(spec: Spec) -> str | None:
    return next((name for each in spec.operations for name in each.security), None)


def is_basic(scheme: Mapping[str, Any]) -> bool:
    """Return whether a security scheme is HTTP Basic, whose credential is a user and a password."""
    return scheme.get("type") == "http" and str(scheme.get("scheme", "")).lower() == "basic"


def has_pair(spec: Spec, operation: Operation) -> bool:
    """Return whether an operation requires a user and a password."""
    return is_basic(asked_scheme(spec, operation))


def credential_names(spec: Spec) -> tuple[str, ...]:
    """Return the names of the arguments for the credential: a key, or user and password."""
    scheme = scheme_of(spec) or {}
    if not is_basic(scheme):
        return ("api_key",)
    pairs = scheme.get("x-credentials", [dict(zip(("user", "password"), _PAIR, strict=True))])
    return str(pairs[0]["user"]), str(pairs[0]["password"])
