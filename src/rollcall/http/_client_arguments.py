"""The credential of a generated client: its arguments, and the requests that it sends."""

from collections.abc import Mapping

from rollcall.http._credential import Credential, Credentials
from rollcall.http._keyring import keyring_of
from rollcall.spec import Spec, client_scheme, credential_names

__all__ = [
    "client_arguments",
    "client_arguments_in_python",
    "client_refusal",
    "credential_of",
    "settings_in_python",
    "token_in_python",
    "tokens_for_client",
]


def credential_of(spec: Spec, token: str) -> Credential | None:
    """Return the credential that a generated client sends; None if it needs none.

    Raises:
        SpecError: No request can carry it.
    """
    return keyring_of(spec, token).client


def client_refusal(spec: Spec) -> str:
    """Return why a generated client cannot send the credentials of a spec; empty if it can.

    A client sends one credential, whatever the operation.
    """
    scheme = client_scheme(spec)
    if scheme is None:
        return ""
    if scheme.kind == "unsupported":
        return f"it cannot send the credential {scheme.name} ({scheme.type})"
    for operation in spec.lists:
        if operation.needs_credential and (scheme.name,) not in operation.requirements:
            names = " or ".join(" and ".join(each) for each in operation.requirements)
            return f"it sends the credential {scheme.name}, and {operation.id} requires {names}"
    return ""


def client_arguments(spec: Spec, token: str) -> Mapping[str, str]:
    """Return the names of a generated client's arguments for a token, in their order."""
    names = credential_names(spec)
    if len(names) == 1:
        return {names[0]: token}
    user, _, password = token.partition(":")
    return dict(zip(names, (user, password), strict=True))


def client_arguments_in_python(spec: Spec, token: str) -> tuple[list[str], str]:
    """Return the arguments of ``client_arguments`` as Python.

    Args:
        spec: The spec.
        token: The token as a Python expression; see ``token_in_python``.

    Returns:
        The lines before the call, and the arguments.
    """
    names = credential_names(spec)
    if len(names) == 1:
        return [], f"{names[0]}={token}"
    lines = [f'user, _, password = {token}.partition(":")']
    return lines, f"{names[0]}=user, {names[1]}=password"


def settings_in_python(credentials: Credentials) -> str:
    """Return the arguments of a client for the headers and parameters of each request, as Python.

    Args:
        credentials: The credentials of an operation.
    """
    texts = []
    for argument, location in (("headers", "header"), ("params", "query")):
        pairs = [
            f"{each.scheme.field!r}: {each.variants['right'].python}"
            for each in credentials.fixed
            if each.scheme.location == location
        ]
        texts += [f"{argument}={{{', '.join(pairs)}}}"] if pairs else []
    return ", ".join(texts)


def tokens_for_client(spec: Spec, credential: Credential | None) -> Mapping[str, str]:
    """Return the tokens for a client, which needs one even if the server requires none."""
    if credential is None or not credential.token:
        return {"right": _unused(spec)}
    return credential.tokens()


def token_in_python(spec: Spec, credential: Credential | None, variant: str = "right") -> str:
    """Return the token that a client is given as a Python expression, which shows no secret.

    Args:
        spec: The spec.
        credential: The credential that the client sends.
        variant: The credential variant.
    """
    if credential is None or not credential.token:
        return repr(_unused(spec))
    found = credential.variants[variant].argument
    assert found is not None, f"no client can send the credential variant {variant}"
    return found


def _unused(spec: Spec) -> str:
    """Return a token for a client of a server that requires none."""
    return ":".join("unused" for _ in credential_names(spec))
