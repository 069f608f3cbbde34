"""The header that authenticates requests, and the token that only the wire gets to see."""

import attrs
import requests

from ._redact import REPLACEMENT
from .contract import Document, SpecError

__all__ = ["Credential", "credential_of"]


@attrs.frozen
class Credential:
    """The header that authenticates a request.

    Requests are built, kept and shown with a placeholder. The token takes its place on the way
    out and gives it back: what a traceback shows cannot be redacted once it is cut short.

    Attributes:
        header: The name of the header.
        prefix: What stands before the token, such as ``Bearer`` and a blank.
        token: The token.
    """

    header: str
    prefix: str
    token: str = attrs.field(repr=False)

    @property
    def placeholder(self) -> str:
        """The value of the header, without the token."""
        return self.prefix + REPLACEMENT

    def reveal(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put the token into a request that carries the placeholder."""
        if request.headers.get(self.header) == self.placeholder:
            request.headers[self.header] = self.prefix + self.token
        return request

    def conceal(self, request: requests.PreparedRequest | None) -> None:
        """Put the placeholder into a request that carries the token."""
        if request is not None and request.headers.get(self.header) == self.prefix + self.token:
            request.headers[self.header] = self.placeholder


def credential_of(document: Document, token: str) -> Credential | None:
    """Give the header that authenticates requests, by the first security scheme of the spec.

    Returns:
        The credential, or None where no operation asks for one.

    Raises:
        SpecError: The scheme is not one whose credential is a header with one token.
    """
    name = next((name for each in document.operations for name in each.security), None)
    if name is None:
        return None
    scheme = document.security_schemes.get(name, {})
    match scheme.get("type"), str(scheme.get("scheme", "")).lower(), scheme.get("in"):
        case "http", "bearer", _:
            return Credential("Authorization", "Bearer ", token)
        case "apiKey", _, "header":
            return Credential(str(scheme["name"]), "", token)
    msg = f"{document.path}: the security scheme {name} is neither bearer nor a key in a header"
    raise SpecError(msg)
