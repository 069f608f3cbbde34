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

    Requests are built, kept and shown with a placeholder. The token replaces it only while a
    request is sent, because a truncated token in a traceback cannot be redacted.

    Attributes:
        header: The name of the header.
        prefix: The text before the token, such as ``Bearer`` and a blank.
        token: The token; for the scheme Basic, ``user:password``.
        forms: The credential variants, by their names.
        secrets: The texts that no response may hold. A password of fewer than eight characters is
            one only in Base64, together with its user.
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
        """Return the header's values by credential variant, with placeholders for the token."""
        return {name: form.shown for name, form in self.forms.items()}

    def tokens(self) -> Mapping[str, str]:
        """Return the tokens that a client can be given, by credential variant."""
        return {name: each.token for name, each in self.forms.items() if each.token is not None}

    def reveal(self, request: httpx.Request) -> None:
        """Replace the placeholder in a request by the token.

        Without a token the header is left out, because a header cannot end in a blank.
        """
        if not self.token and request.headers.get(self.header) == self.placeholder:
            del request.headers[self.header]
        self._replace(request, {form.shown: form.sent.rstrip() for form in self.forms.values()})

    def conceal(self, request: httpx.Request) -> None:
        """Replace the token in a request, or a variant of it, by the placeholder."""
        self._replace(request, {form.sent: form.shown for form in self.forms.values()})

    def _replace(self, request: httpx.Request, values: Mapping[str, str]) -> None:
        value = request.headers.get(self.header)
        if value in values:
            request.headers[self.header] = values[value]

    def in_shell(self, name: str, value: str) -> tuple[str, str] | None:
        """Return a header for curl, as an option and its argument; None if it is not secret.

        The command reads the token from a variable of the shell.
        """
        return next((form.shell for form in self._shown(name, value)), None)

    def in_python(self, name: str, value: str) -> str | None:
        """Return a header's value as a Python expression; None if it is not secret."""
        return next((form.python for form in self._shown(name, value)), None)

    def _shown(self, name: str, value: str) -> list[Form]:
        if name.lower() != self.header.lower():
            return []
        return [
            form for form in self.forms.values() if form.shown == value and form.shown != form.sent
        ]


def credential_of(spec: Spec, token: str) -> Credential | None:
    """Return the header that authenticates requests, from the first security scheme of the spec.

    Returns:
        The credential, or None if no operation requires one.

    Raises:
        SpecError: The scheme needs another credential than a header with one token, or with a user
            and a password.
    """
    scheme = scheme_of(spec)
    if scheme is None:
        return None
    if is_basic(scheme):
        password = token.partition(":")[2]
        # A short password may be a common word; together with its user it is always secret.
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
    """Check that a token is a user and a password if the spec requires both.

    Raises:
        UsageError: The token is not ``user:password``. An empty token is valid.
    """
    names = credential_names(spec)
    if token and len(names) > 1 and ":" not in token:
        form = ":".join(names)
        msg = f"--token: {spec.path} requires two parts; pass {form}, with the colon between"
        raise UsageError(msg)


def _plain(header: str, prefix: str, token: str) -> Credential:
    def reads(value: str) -> str | None:
        return value[len(prefix) :] if value[: len(prefix)].lower() == prefix.lower() else None

    return Credential(header, prefix, token, plain_forms(header, prefix, token), (token,), reads)


def secrets_of(spec: Spec, token: str) -> Iterator[str]:
    """Yield the texts that no output may hold: the token, and the texts derived from it.

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
    """Return the names of a generated client's arguments for a token, in their order."""
    names = credential_names(spec)
    if len(names) == 1:
        return {names[0]: token}
    user, _, password = token.partition(":")
    return dict(zip(names, (user, password), strict=True))


def client_arguments_in_python(spec: Spec) -> tuple[list[str], str]:
    """Return the arguments of ``client_arguments`` as Python that reads the environment.

    Returns:
        The lines before the call, and the arguments.
    """
    names = credential_names(spec)
    if len(names) == 1:
        return [], f"{names[0]}={TOKEN_IN_PYTHON}"
    lines = [f'user, _, password = {TOKEN_IN_PYTHON}.partition(":")']
    return lines, f"{names[0]}=user, {names[1]}=password"


def tokens_for_client(spec: Spec, credential: Credential | None) -> Mapping[str, str]:
    """Return the tokens for a client, which needs one even if the server requires none."""
    if credential is None or not credential.token:
        return {"right": ":".join("unused" for _ in credential_names(spec))}
    return credential.tokens()
