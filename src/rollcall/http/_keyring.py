"""The tokens of a run, and which of them each operation requires."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs
import httpx

from rollcall.http._budget import TokenRefused
from rollcall.http._credential import Credential, Credentials, credential_for
from rollcall.http._given import fixed_credentials
from rollcall.http._token_source import TokenSource
from rollcall.http._variable import TOKEN_VARIABLE, variable_of
from rollcall.spec import (
    Operation,
    Scheme,
    Spec,
    UsageError,
    client_scheme,
    credential_names,
    scheme_named,
)

__all__ = ["Keyring", "Token", "keyring_of"]

_One = str | TokenSource
Token = _One | Mapping[str, _One]
"""A token for all security schemes, or the tokens by the names of their schemes."""


@attrs.define
class Keyring:
    """Returns the credentials of each operation, as its own security says.

    Attributes:
        spec: The spec.
        default: The token for the schemes without a token of their own; empty: none.
        named: The tokens by the names of their schemes.
        fixed: The headers and query parameters that each request carries.
    """

    spec: Spec
    default: _One = attrs.field(default="", repr=False)
    named: Mapping[str, _One] = attrs.field(factory=dict, repr=False)
    fixed: tuple[Credential, ...] = ()
    _known: dict[str, tuple[tuple[str, ...], Credentials]] = attrs.field(factory=dict, repr=False)

    def credentials(self, operation: Operation) -> Credentials:
        """Return the credentials that a request of an operation carries.

        They are those of the first alternative of its security for which there are tokens. Without
        any token, they are those of the first alternative, and no request carries them.
        """
        tokens = tuple(map(_text, (self.default, *self.named.values())))
        known = self._known.get(operation.id)
        if known is None or known[0] != tokens:
            found = (each for each in self._alternatives(operation) if self._fit(each))
            parts = tuple(map(self._credential, next(found, ())))
            known = self._known[operation.id] = tokens, Credentials(parts, self.fixed)
        return known[1]

    def conceal(self, request: httpx.Request, operation: Operation | None = None) -> None:
        """Replace all tokens in a request by placeholders, earlier ones too.

        Args:
            request: The request.
            operation: Its operation; None: it may be any.
        """
        parts = self.every if operation is None else self.credentials(operation).parts
        for each in (*parts, *self.fixed):
            each.conceal(request)
            for former in self.former(each):
                former.conceal(request)

    def renew(self, credential: Credential) -> None:
        """Get a new token for a scheme whose token the server refuses.

        Raises:
            TokenRefused: There is no other token.
        """
        source = self._held(credential.scheme)
        if not isinstance(source, TokenSource):
            raise TokenRefused("--token-command prints a new token whenever that is needed")
        source.renew(credential.token)

    def former(self, credential: Credential) -> list[Credential]:
        """Return a credential with each of the earlier tokens of its scheme."""
        source = self._held(credential.scheme)
        tokens = source.tokens[:-1] if isinstance(source, TokenSource) else []
        return [credential_for(credential.scheme, each) for each in tokens]

    @property
    def tokens(self) -> Token:
        """The tokens, as ``keyring_of`` takes them."""
        return {**self.named, "": self.default} if self.named else self.default

    @property
    def client(self) -> Credential | None:
        """The credential that a generated client sends; None if it needs none."""
        scheme = client_scheme(self.spec)
        return None if scheme is None else self._credential(scheme)

    @property
    def every(self) -> tuple[Credential, ...]:
        """The credentials of all operations, without duplicates."""
        found = {
            each.scheme: each
            for operation in self.spec.operations
            for each in self.credentials(operation).parts
        }
        return tuple(found.values())

    def secrets(self) -> tuple[str, ...]:
        """Return the texts that no output may hold."""
        fixed = [text for each in self.fixed for text in each.secrets]
        held = [self.default, *self.named.values()]
        earlier = [text for each in held if isinstance(each, TokenSource) for text in each.tokens]
        given = [*map(_text, held), *earlier, *fixed]
        every = [one for each in self.every for one in (each, *self.former(each))]
        derived = [text for each in every for text in each.spellings()]
        return tuple(dict.fromkeys(filter(None, (*given, *derived))))

    def require(self, operations: Iterable[Operation]) -> None:
        """Check that each operation gets the credentials that it requires.

        Raises:
            SpecError: An operation requires a credential that cannot be sent.
            UsageError: A token is missing, or is not ``user:password``.
        """
        problems = [each for operation in operations for each in self._problems(operation)]
        if problems:
            raise UsageError("\n".join(dict.fromkeys(problems)))

    def require_client(self) -> None:
        """Check that a generated client gets the token that it sends.

        Raises:
            UsageError: Tokens are given, but not for its scheme.
        """
        scheme = client_scheme(self.spec)
        if scheme is not None and not self._fit([scheme]):
            raise UsageError(
                f"--token: the generated client sends the credential {scheme.name}; pass --token "
                f"{scheme.name}=…, or check without the client, with --channel http"
            )

    def remarks(self) -> Iterator[str]:
        """Yield what is not checked: other alternatives, and requests without the fixed values."""
        if self.fixed:
            places = ", ".join(each.scheme.place for each in self.fixed)
            yield f"every request carried {places} (--header, --param): none was sent without"
        shared = [each.scheme.name for each in self.every if each.scheme.name not in self.named]
        if self.default and len(shared) > 1:
            schemes = " and ".join(shared)
            yield f"one token was sent for {schemes} (--token NAME=VALUE gives each its own)"
        for operation in self.spec.operations:
            used = [each.scheme.name for each in self.credentials(operation).parts]
            others = [" and ".join(each) for each in operation.requirements if [*each] != used]
            if used and any(others):
                yield (
                    f"{operation.id} was sent the credential {' and '.join(used)}, and not "
                    f"{' or '.join(filter(None, others))} (--token NAME=VALUE chooses)"
                )

    def _alternatives(self, operation: Operation) -> list[list[Scheme]]:
        every = (
            [scheme_named(self.spec, name) for name in each] for each in operation.requirements
        )
        return [each for each in every if each and all(one.kind != "unsupported" for one in each)]

    def _fit(self, schemes: Iterable[Scheme]) -> bool:
        """Return whether there are tokens for schemes, or no tokens at all."""
        if not self.default and not self.named:
            return True
        tokens = [(each, self._token(each)) for each in schemes]
        return all(token and (each.kind != "basic" or ":" in token) for each, token in tokens)

    def _held(self, scheme: Scheme) -> _One:
        return self.named.get(scheme.name, self.default)

    def _token(self, scheme: Scheme) -> str:
        return _text(self._held(scheme))

    def _credential(self, scheme: Scheme) -> Credential:
        first = client_scheme(self.spec)
        is_named = scheme.name in self.named and scheme != first
        variable = variable_of(scheme.name) if is_named else TOKEN_VARIABLE
        return credential_for(scheme, self._token(scheme), variable)

    def _problems(self, operation: Operation) -> Iterator[str]:
        if not operation.needs_credential or self.credentials(operation).parts:
            return
        alternatives = self._alternatives(operation)
        if not alternatives:
            names = [each for some in operation.requirements for each in some]
            kinds = ", ".join(f"{each} ({scheme_named(self.spec, each).type})" for each in names)
            self.spec.fail(
                operation.at,
                f"{operation.id} requires a credential that cannot be sent: {kinds}; select "
                "the other operations with --operation",
            )
        if all(each.kind == "basic" for some in alternatives for each in some) and self.default:
            pair = credential_names(self.spec)
            form = ":".join(pair if len(pair) > 1 else ("user", "password"))
            yield (
                f"--token: {self.spec.path} requires two parts; pass {form}, with the colon between"
            )
            return
        wanted = [" ".join(f"--token {each.name}=…" for each in some) for some in alternatives]
        yield f"--token: {operation.id} requires another token; pass {' or '.join(wanted)}"


def keyring_of(
    spec: Spec,
    token: Token = "",
    headers: Mapping[str, str] = MappingProxyType({}),
    params: Mapping[str, str] = MappingProxyType({}),
) -> Keyring:
    """Return the keyring for the tokens of a target.

    Args:
        spec: The spec.
        token: The token, or the tokens.
        headers: The headers of each request. One at the place of a security scheme is its token.
        params: The query parameters of each request, likewise.

    Raises:
        UsageError: The document has no security scheme of a name, or a header cannot be sent.
    """
    named = _named(spec, token)
    fixed = []
    for each in fixed_credentials(headers, params):
        scheme = _scheme_at(spec, each.scheme)
        held = credential_for(scheme, "").reads(each.value) if scheme is not None else None
        if scheme is None or held is None:
            fixed.append(each)
        else:
            named[scheme.name] = held
    default = token.get("", "") if isinstance(token, Mapping) else token
    return Keyring(spec, default, MappingProxyType(named), tuple(fixed))


def _scheme_at(spec: Spec, place: Scheme) -> Scheme | None:
    """Return the security scheme at the place of a given header or query parameter."""
    for name in spec.security_schemes:
        scheme = scheme_named(spec, name)
        is_field = scheme.field.lower() == place.field.lower()
        if scheme.location == place.location and is_field and scheme.kind != "unsupported":
            return scheme
    return None


def _text(token: _One) -> str:
    return token if isinstance(token, str) else token.token()


def _named(spec: Spec, token: Token) -> dict[str, _One]:
    if not isinstance(token, Mapping):
        return {}
    unknown = [name for name in token if name and name not in spec.security_schemes]
    if unknown:
        known = ", ".join(spec.security_schemes) or "none"
        raise UsageError(
            f"--token: {spec.path} has no security scheme {', '.join(unknown)}; it has {known}"
        )
    return {name: each for name, each in token.items() if name}
