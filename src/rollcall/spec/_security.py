"""The security schemes that authenticate a request."""

from typing import Literal

import attrs

from rollcall.spec._operation import Operation
from rollcall.spec._spec import Spec

__all__ = [
    "Scheme",
    "client_scheme",
    "credential_names",
    "scheme_named",
    "schemes_of",
]

_PAIR = ("username", "password")
_LOCATIONS = ("header", "query", "cookie")
_AUTHORIZATION = "Authorization"


@attrs.frozen
class Scheme:
    """A security scheme: the place of a credential in a request.

    Attributes:
        name: The name in the document.
        kind: ``bearer`` (OAuth 2 and OpenID Connect too), ``basic``, ``key``, or ``unsupported``.
        location: The part of the request that has the credential.
        field: The name of the header, the query parameter or the cookie.
        prefix: The text before the token, such as ``Bearer`` and a blank.
        type: The type in the document, with the scheme of HTTP.
    """

    name: str
    kind: Literal["bearer", "basic", "key", "unsupported"]
    location: Literal["header", "query", "cookie"] = "header"
    field: str = _AUTHORIZATION
    prefix: str = ""
    type: str = ""

    @property
    def is_in_header(self) -> bool:
        """Whether the credential can be sent, in a header."""
        return self.kind != "unsupported" and self.location == "header"

    @property
    def place(self) -> str:
        """The place in words, such as ``the query parameter api_key``."""
        kind = "query parameter" if self.location == "query" else self.location
        return f"the {kind} {self.field}"


def scheme_named(spec: Spec, name: str) -> Scheme:
    """Return a security scheme by its name; one that the document does not define is unsupported.

    Args:
        spec: The spec.
        name: The name in ``components/securitySchemes``.
    """
    at = "components", "securitySchemes", name
    node = spec.get(spec.resolve(at)) if name in spec.security_schemes else {}
    kind, scheme = str(node.get("type", "undefined")), str(node.get("scheme", "")).lower()
    match kind, scheme:
        case ("http", "bearer") | (("oauth2" | "openIdConnect"), _):
            return Scheme(name, "bearer", prefix="Bearer ", type=kind)
        case "http", "basic":
            return Scheme(name, "basic", prefix="Basic ", type=kind)
        case "apiKey", _ if node.get("in") in _LOCATIONS and node.get("name"):
            return Scheme(name, "key", node["in"], str(node["name"]), type=kind)
    return Scheme(name, "unsupported", type=f"{kind} {scheme}".strip())


def schemes_of(spec: Spec, operation: Operation) -> list[Scheme]:
    """Return the schemes that the requests of an operation must carry; none if they need none.

    They are those of the first alternative that can be sent.
    """
    if not operation.needs_credential:
        return []
    found = [[scheme_named(spec, name) for name in each] for each in operation.requirements]
    sendable = [each for each in found if all(one.kind != "unsupported" for one in each)]
    return (sendable or found)[0]


def client_scheme(spec: Spec) -> Scheme | None:
    """Return the scheme whose credential a generated client sends, or None.

    It is the first one that is sent in a header, or else the first of all.
    """
    names = dict.fromkeys(name for each in spec.operations for name in each.security)
    found = [scheme_named(spec, name) for name in names]
    in_header = (each for each in found if each.is_in_header)
    return next(in_header, next(iter(found), None))


def credential_names(spec: Spec) -> tuple[str, ...]:
    """Return the names of a client's arguments for the credential: a key, or user and password."""
    scheme = client_scheme(spec)
    if scheme is None or scheme.kind != "basic":
        return ("api_key",)
    node = spec.security_schemes[scheme.name]
    pairs = node.get("x-credentials", [dict(zip(("user", "password"), _PAIR, strict=True))])
    return str(pairs[0]["user"]), str(pairs[0]["password"])
