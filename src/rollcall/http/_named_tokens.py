"""The tokens that options and the environment give."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rollcall.http._keyring import Token
from rollcall.http._token_source import TokenCommand, TokenSource
from rollcall.http._variable import TOKEN_VARIABLE, variable_of
from rollcall.spec import Spec, UsageError

__all__ = ["named_tokens"]


def named_tokens(
    spec: Spec,
    given: Iterable[str],
    environ: Mapping[str, str] = MappingProxyType({}),
    command: str = "",
) -> Token:
    """Return the tokens that options and the environment give.

    Args:
        spec: The spec.
        given: Tokens; one that begins with the name of a security scheme and an equals sign is the
            token of this scheme. Without any, that in ROLLCALL_TOKEN.
        environ: The environment, also with a variable for each scheme.
        command: A shell command that prints the token for all schemes.

    Raises:
        UsageError: Several tokens are given for one scheme, or for all.
    """
    found: dict[str, str | TokenSource] = {}
    for name in spec.security_schemes:
        if environ.get(variable_of(name)):
            found[name] = environ[variable_of(name)]
    options: set[str] = set()
    for text in [*given] or ([] if command else [environ.get(TOKEN_VARIABLE, "")]):
        name, equals, value = text.partition("=")
        is_named = bool(equals and value) and name in spec.security_schemes
        key = name if is_named else ""
        if key in options:
            whose = f"the scheme {key}" if key else "all schemes"
            raise UsageError(f"--token: expected one token for {whose}, got several")
        options.add(key)
        found[key] = value if is_named else text
    if command:
        if "" in options:
            raise UsageError("--token-command: pass it without --token")
        found[""] = TokenSource(TokenCommand(command))
    return found.get("", "") if {*found} <= {""} else found
