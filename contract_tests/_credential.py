"""The header that authenticates requests, and the token that only the wire gets to see."""

from collections.abc import Mapping

import attrs
import requests

from ._options import TOKEN_VARIABLE
from ._redact import REPLACEMENT
from .contract import Document, SpecError

__all__ = ["Credential", "credential_of", "wrong_token"]

_SHORTEST = 5
_PYTHON = f'os.environ["{TOKEN_VARIABLE}"]'


@attrs.frozen
class _Form:
    """A header with the token, or with something like it.

    Attributes:
        shown: Its value as it is built, kept and shown.
        sent: Its value on the wire.
        shell: Its value for a shell that has the token in a variable, in double quotes.
        python: Its value as a Python expression.
    """

    shown: str
    sent: str = attrs.field(repr=False)
    shell: str
    python: str


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
        return self._forms["right"].shown

    def values(self) -> Mapping[str, str]:
        """Give the values that the header can have, by what they are; none holds the token.

        ``right``, ``shortened`` by a character, ``extended`` by one, ``cased`` (in the other
        case), with another ``scheme`` or ``bare`` (where there is one), ``empty``, and ``wrong``.
        """
        forms = {name: form.shown for name, form in self._forms.items()}
        if not self.prefix:
            del forms["scheme"], forms["bare"]
        if self.token.swapcase() == self.token:
            del forms["cased"]
        wrong = self.prefix + wrong_token(self.token)
        return {**forms, "empty": self.prefix.rstrip(), "wrong": wrong}

    @property
    def _forms(self) -> Mapping[str, _Form]:
        prefix, token = self.prefix, self.token
        before = f'"{prefix}" + ' if prefix else ""
        inside = REPLACEMENT[:-1]
        return {
            "right": _Form(
                prefix + REPLACEMENT,
                prefix + token,
                f"{prefix}${TOKEN_VARIABLE}",
                before + _PYTHON,
            ),
            "shortened": _Form(
                f"{prefix}{inside} without its end]",
                prefix + token[:-1],
                f"{prefix}${{{TOKEN_VARIABLE}%?}}",
                f"{before}{_PYTHON}[:-1]",
            ),
            "extended": _Form(
                f"{prefix}{REPLACEMENT}x",
                f"{prefix}{token}x",
                f"{prefix}${{{TOKEN_VARIABLE}}}x",
                f'{before}{_PYTHON} + "x"',
            ),
            "cased": _Form(
                f"{prefix}{inside} in the other case]",
                prefix + token.swapcase(),
                f"{prefix}${{{TOKEN_VARIABLE}~~}}",
                f"{before}{_PYTHON}.swapcase()",
            ),
            "bare": _Form(REPLACEMENT, token, f"${TOKEN_VARIABLE}", _PYTHON),
            "scheme": _Form(
                f"Basic {REPLACEMENT}",
                f"Basic {token}",
                f"Basic ${TOKEN_VARIABLE}",
                f'"Basic " + {_PYTHON}',
            ),
        }

    def reveal(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put the token into a request that carries a placeholder."""
        for form in self._forms.values():
            if request.headers.get(self.header) == form.shown:
                request.headers[self.header] = form.sent
                break
        return request

    def conceal(self, request: requests.PreparedRequest | None) -> None:
        """Put the placeholder into a request that carries the token, or something like it."""
        if request is None:
            return
        for form in self._forms.values():
            if request.headers.get(self.header) == form.sent:
                request.headers[self.header] = form.shown
                break

    def in_shell(self, name: str, value: str) -> str | None:
        """Write a header's value for a shell; None where it is no secret.

        The shell has the token in a variable, and the text is to stand in double quotes.
        """
        return next((form.shell for form in self._shown(name, value)), None)

    def in_python(self, name: str, value: str) -> str | None:
        """Write a header's value as a Python expression; None where it is no secret."""
        return next((form.python for form in self._shown(name, value)), None)

    def _shown(self, name: str, value: str) -> list[_Form]:
        if name.lower() != self.header.lower():
            return []
        return [form for form in self._forms.values() if form.shown == value]


def wrong_token(token: str) -> str:
    """Give a token that is wrong, and as long as the right one where that is not too short."""
    return ("wrong-token-" * len(token))[: max(len(token), _SHORTEST)] or "wrong"


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
