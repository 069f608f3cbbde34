"""The security schemes that authenticate a request."""

from collections import Counter
from typing import Literal

import attrs

from rollcall.spec._operation import ListOperation, Operation
from rollcall.spec._parameter import Parameter
from rollcall.spec._spec import Spec

__all__ = [
    "Scheme",
    "client_scheme",
    "credential_names",
    "header_arguments",
    "is_own",
    "scheme_named",
    "schemes_of",
]

_PAIR = ("username", "password")
_LOCATIONS = ("header", "query", "cookie")
_AUTHORIZATION = "Authorization"
_OWN_HEADERS = {"accept-encoding", "connection", "content-length", "host"}
"""The headers that a client sets itself, beside those that OpenAPI ignores as parameters."""


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

    It is the scheme that alone suffices for most lists, and among these for most operations; then
    one in a header, and then the first one in the document. A scheme that cannot be sent is the
    last choice.
    """
    lists: Counter[str] = Counter()
    operations: Counter[str] = Counter()
    names: dict[str, None] = {}
    # A run leaves operations out, and must use the same scheme.
    for place in spec.operation_locations():
        node = spec.get(place)
        alternatives = node.get("security", spec.raw.get("security")) or ()
        names |= dict.fromkeys(name for each in alternatives for name in each)
        alone = {name for each in alternatives if len(each) == 1 for name in each}
        operations.update(alone)
        lists.update(alone if "x-list" in node else ())

    def rank(scheme: Scheme) -> tuple[bool, int, int, bool]:
        is_supported = scheme.kind != "unsupported"
        counts = lists[scheme.name], operations[scheme.name]
        return is_supported, *counts, scheme.location == "header"

    return max((scheme_named(spec, name) for name in names), key=rank, default=None)


def is_own(spec: Spec, parameter: Parameter) -> bool:
    """Return whether a client sets a parameter itself: it is the key, or a header of its own."""
    scheme, name = client_scheme(spec), parameter.name
    if parameter.location == "header" and name.lower() in _OWN_HEADERS:
        return True
    if scheme is None or scheme.location != parameter.location:
        return False
    is_header = scheme.location == "header"
    return name.lower() == scheme.field.lower() if is_header else name == scheme.field


def header_arguments(spec: Spec, operation: ListOperation) -> list[Parameter]:
    """Return the parameters of a list in headers that are arguments of a client."""
    return [
        each
        for each in operation.parameters
        if each.location == "header" and each.is_plain and not is_own(spec, each)
    ]


def credential_names(spec: Spec) -> tuple[str, ...]:
    """Return the names of a client's arguments for the credential: a key, or user and password."""
    scheme = client_scheme(spec)
    if scheme is None or scheme.kind != "basic":
        return ("api_key",)
    node = spec.security_schemes[scheme.name]
    pairs = node.get("x-credentials", [dict(zip(("user", "password"), _PAIR, strict=True))])
    return str(pairs[0]["user"]), str(pairs[0]["password"])
