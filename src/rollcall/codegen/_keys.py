"""The credential of requests, from the security of a spec."""

import re

import attrs

from rollcall.spec import Location, Scheme, Spec, client_scheme, is_attribute

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

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)


@attrs.frozen
class Key:
    """The place of the credential in a request.

    Attributes:
        location: The part of the request; empty if no request carries a credential.
        name: The name of the header, in lower case, of the query parameter, or of the cookie.
        prefix: The text before the key.
        pairs: The names of user and password, for each credential variant; empty for a key.
        is_required: Whether an operation needs the credential.
        others: The names of the schemes that the document admits in its place.
    """

    location: str
    name: str
    prefix: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    is_required: bool = True
    others: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """Where the credential is sent, in sentences; empty if no request carries one."""
        if not self.location:
            return ""
        kind = {"query": "query parameter"}.get(self.location, self.location)
        form = {"Bearer ": " as a bearer token", "Basic ": " as HTTP Basic"}.get(self.prefix, "")
        words = [
            f"It is sent in the {kind} ``{self.name}``{form}, to the origin of the base URL only.",
            "" if self.is_required else "It may be left out.",
            self.unsent,
        ]
        return " ".join(filter(None, words))

    @property
    def unsent(self) -> str:
        """A sentence about the schemes that a client does not send; empty if there are none."""
        others = " and ".join(f"``{each}``" for each in self.others)
        return f"The API also admits {others}, which the client does not send." if others else ""


def key_of(spec: Spec) -> Key:
    """Return the place of the credential that a client sends."""
    scheme = client_scheme(spec)
    if scheme is None:
        return Key("", "", is_required=False)
    users = [each for each in spec.operations if scheme.name in each.security]
    _check(spec, users[0].at, scheme)
    name = scheme.field.lower() if scheme.location == "header" else scheme.field
    pairs = _pairs(spec, scheme.name) if scheme.kind == "basic" else ()
    is_required = any(each.needs_credential for each in users)
    others = tuple(each for each in spec.security_schemes if each != scheme.name)
    return Key(scheme.location, name, scheme.prefix, pairs, is_required, others)


def _check(spec: Spec, operation: Location, scheme: Scheme) -> None:
    """Check that a client can send the credential of a scheme."""
    if scheme.kind == "unsupported":
        spec.fail(
            operation,
            f"{scheme.name}: only a bearer token, HTTP basic security and a key in a header, in "
            "the query or in a cookie are supported",
        )
    if scheme.location != "query" and not _TOKEN.fullmatch(scheme.field):
        spec.fail(
            operation,
            f"{scheme.name}: {scheme.field} cannot be the name of a {scheme.location}",
        )


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
