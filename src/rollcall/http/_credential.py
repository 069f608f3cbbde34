"""Credentials: tokens at their places in a request, with placeholders while it is kept or shown."""

from collections.abc import Callable, Iterator, Mapping

import attrs
import httpx

from rollcall.http._places import read_place, rewrite_place, write_place
from rollcall.http._redact import spellings_in_base64
from rollcall.http._variable import TOKEN_VARIABLE
from rollcall.http._variants import Variant, decoded, paired_variants, plain_variants
from rollcall.spec import Scheme, SpecError

__all__ = ["Credential", "Credentials", "credential_for"]

_SHORTEST = 8


@attrs.frozen
class Credential:
    """The token of a security scheme, at its place in a request.

    Requests are built, kept and shown with a placeholder. The token replaces it only while a
    request is sent, because a truncated token in a traceback cannot be redacted.

    Attributes:
        scheme: The security scheme.
        token: The token; for the scheme Basic, ``user:password``.
        variants: The credential variants, by their names.
        secrets: The texts that no response may hold. A password of fewer than eight characters is
            one only in Base64, together with its user.
        reads: Returns the token in a value at the place; None if there is none.
    """

    scheme: Scheme
    token: str = attrs.field(repr=False)
    variants: Mapping[str, Variant] = attrs.field(repr=False)
    secrets: tuple[str, ...] = attrs.field(repr=False)
    reads: Callable[[str], str | None] = attrs.field(repr=False)

    @property
    def placeholder(self) -> str:
        """The value at the place, without the token."""
        return self.variants["right"].shown

    @property
    def value(self) -> str:
        """The value at the place, with the token."""
        return self.variants["right"].sent

    def values(self) -> Mapping[str, str]:
        """Return the values by credential variant, with placeholders for the token."""
        return {name: variant.shown for name, variant in self.variants.items()}

    def tokens(self) -> Mapping[str, str]:
        """Return the tokens that a client can be given, by credential variant."""
        return {name: each.token for name, each in self.variants.items() if each.token is not None}

    def spellings(self) -> Iterator[str]:
        """Yield the texts that no output may hold: the token, and the texts derived from it."""
        yield self.token
        if self.scheme.kind == "basic":
            yield from self.secrets
            for each in (*self.tokens().values(), self.token.replace(":", "", 1)):
                yield from spellings_in_base64(each)

    def read(self, request: httpx.Request) -> str | None:
        """Return the value at the place in a request; None if there is none."""
        return read_place(request, self.scheme)

    def write(self, request: httpx.Request, value: str | None) -> None:
        """Set the value at the place in a request; None: remove it."""
        write_place(request, self.scheme, value)

    def reveal(self, request: httpx.Request) -> None:
        """Replace the placeholder in a request by the token.

        Without a token the value is left out, because a header cannot end in a blank.
        """
        if not self.token and self.read(request) == self.placeholder:
            self.write(request, None)
        sent = {variant.shown: variant.sent.rstrip() for variant in self.variants.values()}
        rewrite_place(request, self.scheme, lambda value: sent.get(value, value))

    def conceal(self, request: httpx.Request) -> None:
        """Replace the token in a request, or a variant of it, by the placeholder."""
        shown = {variant.sent: variant.shown for variant in self.variants.values()}
        rewrite_place(request, self.scheme, lambda value: shown.get(value, value))

    def secret_variant(self, value: str) -> Variant | None:
        """Return the variant that is shown as a value; None if the value is not secret."""
        found = (each for each in self.variants.values() if each.shown == value and each.is_secret)
        return next(found, None)


@attrs.frozen
class Credentials:
    """The credentials that a request of an operation carries.

    Attributes:
        parts: The credentials of its security; several if it requires several at once.
        fixed: Other secret values, which each request carries, whatever its credential variant.
    """

    parts: tuple[Credential, ...] = ()
    fixed: tuple[Credential, ...] = ()

    @property
    def every(self) -> tuple[Credential, ...]:
        """All credentials."""
        return (*self.parts, *self.fixed)

    @property
    def first(self) -> Credential | None:
        """The first credential; None if no credential is sent."""
        return next(iter(self.parts), None)

    @property
    def has_token(self) -> bool:
        """Whether a token was given."""
        return any(each.token for each in self.parts)

    @property
    def variants(self) -> tuple[tuple[str, str], ...]:
        """The credential variants that a request can have, each with the scheme that it varies.

        An empty scheme is the first one, and for ``none`` all of them.
        """
        if self.first is None:
            return (("right", ""),)
        others = self.parts[1:]
        found = [("none", ""), *((name, "") for name in self.first.variants)]
        found += [("none", each.scheme.name) for each in self.parts if others]
        found += [
            (name, each.scheme.name) for each in others for name in each.variants if name != "right"
        ]
        return tuple(found)

    def add(self, request: httpx.Request, variant: str = "right", scheme: str = "") -> None:
        """Add the placeholders to a request, in place of other credentials.

        Args:
            request: The request.
            variant: The credential variant.
            scheme: The scheme that it varies; see ``variants``.
        """
        for each in self.every:
            each.write(request, None)
        varied = self.first if not scheme else None
        for each in self.parts if (variant, scheme) != ("none", "") else ():
            is_varied = each is varied or each.scheme.name == scheme
            if not is_varied or variant != "none":
                each.write(request, each.variants[variant if is_varied else "right"].shown)
        for each in self.fixed:
            each.write(request, each.placeholder)

    def reveal(self, request: httpx.Request) -> None:
        """Replace the placeholders in a request by the tokens."""
        for each in self.every:
            each.reveal(request)

    def conceal(self, request: httpx.Request) -> None:
        """Replace the tokens in a request by the placeholders."""
        for each in self.every:
            each.conceal(request)


def credential_for(scheme: Scheme, token: str, variable: str = TOKEN_VARIABLE) -> Credential:
    """Return the credential of a security scheme with a token.

    Args:
        scheme: The scheme.
        token: The token; ``user:password`` for the scheme Basic.
        variable: The environment variable from which reproductions read the token.

    Raises:
        SpecError: No request can carry this scheme.
    """
    if scheme.kind == "unsupported":
        raise SpecError(f"the security scheme {scheme.name} ({scheme.type}) cannot be sent")
    if scheme.kind == "basic":
        password = token.partition(":")[2]
        # A short password may be a common word; together with its user it is always secret.
        alone = [password] if len(password) >= _SHORTEST else []
        secrets = (*alone, *spellings_in_base64(token)) if token else ()
        return Credential(scheme, token, paired_variants(token, variable), secrets, decoded)

    def reads(value: str) -> str | None:
        prefix = scheme.prefix
        return value[len(prefix) :] if value[: len(prefix)].lower() == prefix.lower() else None

    variants = plain_variants(scheme.prefix, token, variable)
    return Credential(scheme, token, variants, (token,), reads)
