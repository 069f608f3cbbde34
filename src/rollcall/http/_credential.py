"""The header that authenticates requests, with a placeholder for the token."""

from collections.abc import Callable, Iterator, Mapping

import attrs
import httpx

from rollcall.http._forms import Form, decoded, paired_forms, plain_forms
from rollcall.http._redact import spellings_in_base64
from rollcall.http._variable import TOKEN_IN_PYTHON
from rollcall.spec import Spec, SpecError, UsageError, credential_names, is_basic, scheme_of

__all__ = [
    "Credential",
    "client_arguments",
    "client_arguments_in_python",
    "credential_of",
    "require_pair",
    "secrets_of",
    "tokens_for_client",
]

_SHORTEST = 8


@attrs.frozen
class Credential:
    """The header that authenticates a request.

    Requests are built, kept and shown with a placeholder, which the token replaces only while a
    request is sent: a traceback that is cut short cannot be redacted.

    Attributes:
        header: The name of the header.
        prefix: What stands before the token, such as ``Bearer`` and a blank.
        token: The token; user and password with a colon between them, for the scheme Basic.
        forms: The values that the header can have, by what they are.
        secrets: What no answer may hold; a password of fewer than eight characters only in
            Base64, together with its user.
        reads: Returns the token in a value of the header; None if there is none.
    """

    header: str
    prefix: str
    token: str = attrs.field(repr=False)
    forms: Mapping[str, Form] = attrs.field(repr=False)
    secrets: tuple[str, ...] = attrs.field(repr=False)
    reads: Callable[[str], str | None] = attrs.field(repr=False)

    @property
    def placeholder(self) -> str:
        """The value of the header, without the token."""
        return self.forms["right"].shown

    @property
    def value(self) -> str:
        """The value of the header, with the token."""
        return self.forms["right"].sent

    def values(self) -> Mapping[str, str]:
        """Return the values that the header can have, by what they are; none holds the token."""
        return {name: form.shown for name, form in self.forms.items()}

    def tokens(self) -> Mapping[str, str]:
        """Return what a client can be given for the token, by what it is."""
        return {name: each.token for name, each in self.forms.items() if each.token is not None}

    def reveal(self, request: httpx.Request) -> None:
        """Put the token into a request that carries a placeholder.

        Without a token the header is left out; one that ends in a blank cannot be sent.
        """
        if not self.token and request.headers.get(self.header) == self.placeholder:
            del request.headers[self.header]
        self._replace(request, {form.shown: form.sent.rstrip() for form in self.forms.values()})

    def conceal(self, request: httpx.Request) -> None:
        """Put the placeholder into a request that carries the token, or something like it."""
        self._replace(request, {form.sent: form.shown for form in self.forms.values()})

    def _replace(self, request: httpx.Request, values: Mapping[str, str]) -> None:
        value = request.headers.get(self.header)
        if value in values:
            request.headers[self.header] = values[value]

    def in_shell(self, name: str, value: str) -> tuple[str, str] | None:
        """Return a header for curl, as an option and its argument; None where it is no secret.

        The shell has the token in a variable.
        """
        return next((form.shell for form in self._shown(name, value)), None)

    def in_python(self, name: str, value: str) -> str | None:
        """Return a header's value as a Python expression; None where it is no secret."""
        return next((form.python for form in self._shown(name, value)), None)

    def _shown(self, name: str, value: str) -> list[Form]:
        if name.lower() != self.header.lower():
            return []
        return [
            form for form in self.forms.values() if form.shown == value and form.shown != form.sent
        ]


def credential_of(spec: Spec, token: str) -> Credential | None:
    """Return the header that authenticates requests, by the first security scheme of the spec.

    Returns:
        The credential, or None where no operation asks for one.

    Raises:
        SpecError: The scheme is not one whose credential is a header with one token, or with a
            user and a password.
    """
    scheme = scheme_of(spec)
    if scheme is None:
        return None
    if is_basic(scheme):
        password = token.partition(":")[2]
        # A short one may be a word that stands anywhere; beside its user it is always a secret.
        alone = [password] if len(password) >= _SHORTEST else []
        secrets = (*alone, *spellings_in_base64(token)) if token else ()
        forms = paired_forms(token)
        return Credential("Authorization", "Basic ", token, forms, secrets, decoded)
    match scheme.get("type"), str(scheme.get("scheme", "")).lower(), scheme.get("in"):
        case "http", "bearer", _:
            return _plain("Authorization", "Bearer ", token)
        case "apiKey", _, "header":
            return _plain(str(scheme["name"]), "", token)
    name = next(name for each in spec.operations for name in each.security)
    kinds = "neither bearer, nor basic, nor a key in a header"
    msg = f"{spec.path}: the security scheme {name} is {kinds}"
    raise SpecError(msg)


def require_pair(spec: Spec, token: str) -> None:
    """Check that a token is a user and a password where the spec asks for both.

    Raises:
        UsageError: It has no colon between two parts; none at all is for an open server.
    """
    names = credential_names(spec)
    if token and len(names) > 1 and ":" not in token:
        form = ":".join(names)
        msg = f"--token: {spec.path} asks for two parts; pass {form}, with the colon between"
        raise UsageError(msg)


def _plain(header: str, prefix: str, token: str) -> Credential:
    def reads(value: str) -> str | None:
        return value[len(prefix) :] if value[: len(prefix)].lower() == prefix.lower() else None

    return Credential(header, prefix, token, plain_forms(header, prefix, token), (token,), reads)


def secrets_of(spec: Spec, token: str) -> Iterator[str]:
    """Yield every text that no output may hold: the token, and the texts made of it.

    Raises:
        SpecError: The spec has no credential that can be sent.
    """
    yield token
    credential = credential_of(spec, token)
    if credential is None or credential.secrets == (token,):
        return
    yield from credential.secrets
    for each in (*credential.tokens().values(), token.replace(":", "", 1)):
        yield from spellings_in_base64(each)


def client_arguments(spec: Spec, token: str) -> Mapping[str, str]:
    """Return the arguments by which a generated client takes a token, in their order."""
    names = credential_names(spec)
    if len(names) == 1:
        return {names[0]: token}
    user, _, password = token.partition(":")
    return dict(zip(names, (user, password), strict=True))


def client_arguments_in_python(spec: Spec) -> tuple[list[str], str]:
    """Return the arguments of ``client_arguments`` as Python that reads the environment.

    Returns:
        Lines that come before the call, and the arguments.
    """
    names = credential_names(spec)
    if len(names) == 1:
        return [], f"{names[0]}={TOKEN_IN_PYTHON}"
    lines = [f'user, _, password = {TOKEN_IN_PYTHON}.partition(":")']
    return lines, f"{names[0]}=user, {names[1]}=password"


def tokens_for_client(spec: Spec, credential: Credential | None) -> Mapping[str, str]:
    """Return the tokens that a client can be given; it needs one even for an open server."""
    if credential is None or not credential.token:
        return {"right": ":".join("unused" for _ in credential_names(spec))}
    return credential.tokens()
