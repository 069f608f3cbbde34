"""The credential variants: correct and wrong values of the header that authenticates requests."""

import base64
import binascii
from collections.abc import Mapping

import attrs

from rollcall.http._redact import REPLACEMENT
from rollcall.http._variable import TOKEN_IN_PYTHON as _PYTHON
from rollcall.http._variable import TOKEN_VARIABLE as _VARIABLE

__all__ = ["Form", "decoded", "encoded", "paired_forms", "plain_forms"]

_SHORTEST = 5
_INSIDE = REPLACEMENT[:-1]
_BASIC = "Basic "


@attrs.frozen
class Form:
    """A value of the header, with the token or a variant of it.

    Attributes:
        shown: The value with a placeholder, which is built, kept and shown.
        sent: The value that is sent.
        shell: The words of a shell command that sends it, with the token in a variable.
        python: Its value as a Python expression.
        token: The variant of the token; None if a client cannot send it.
    """

    shown: str
    sent: str = attrs.field(repr=False)
    shell: tuple[str, str]
    python: str
    token: str | None = attrs.field(default=None, repr=False)


@attrs.frozen
class _Text:
    """A token, or a variant of it.

    Attributes:
        what: The difference from the token, which its placeholder names.
        text: The text.
        shell: The shell expression that derives it from the variable.
        python: The Python expression that derives it from the variable.
    """

    what: str
    text: str = attrs.field(repr=False)
    shell: str
    python: str


def _near(token: str) -> dict[str, _Text]:
    return {
        "right": _Text("", token, f"${_VARIABLE}", _PYTHON),
        "shortened": _Text(
            " without its end", token[:-1], f"${{{_VARIABLE}%?}}", f"{_PYTHON}[:-1]"
        ),
        "extended": _Text(" and one more", f"{token}x", f"${{{_VARIABLE}}}x", f'({_PYTHON} + "x")'),
    }


def plain_forms(header: str, prefix: str, token: str) -> Mapping[str, Form]:
    """Return the variants of a header that has a prefix and the plain token.

    They are ``right``, ``shortened`` by a character, ``extended`` by one, ``cased`` (in the other
    case), ``wrong`` and ``empty``. With a prefix they are also ``bare`` (without it) and ``scheme``
    (another scheme).
    """
    texts, wrong = _near(token), prefix + _wrong(token)
    if token.swapcase() != token:
        python = f"{_PYTHON}.swapcase()"
        shell = f"${{{_VARIABLE}~~}}"
        texts["cased"] = _Text(" in the other case", token.swapcase(), shell, python)

    def form(before: str, text: _Text) -> Form:
        return Form(
            f"{before}{_INSIDE}{text.what}]",
            before + text.text,
            ("--header", f'"{header}: {before}{text.shell}"'),
            f'"{before}" + {text.python}',
            text.text if before == prefix else None,
        )

    forms = {name: form(prefix, text) for name, text in texts.items()}
    option = "--header", f'"{header}: {wrong}"'
    forms["wrong"] = Form(wrong, wrong, option, f'"{wrong}"', _wrong(token))
    forms["empty"] = _empty(prefix)
    if prefix:
        forms |= {"bare": form("", texts["right"]), "scheme": form(_BASIC, texts["right"])}
    return forms


def paired_forms(token: str) -> Mapping[str, Form]:
    """Return the variants of a header that has a user and a password (RFC 7617).

    They are those of ``plain_forms``, where ``cased`` and ``wrong`` change the password only, and
    ``user`` (another user), ``joined`` (without the colon) and ``raw`` (not encoded).

    Args:
        token: The text ``user:password``.
    """
    user, _, password = token.partition(":")
    wrong, nobody = _wrong(password), _wrong(user)
    first, last = f"${{{_VARIABLE}%%:*}}", f"${{{_VARIABLE}#*:}}"
    parts = f'{_PYTHON}.partition(":")'
    joined = f'{_PYTHON}.replace(":", "", 1)'
    texts = _near(token)
    texts["wrong"] = _Text(
        " with another password",
        f"{user}:{wrong}",
        f"{first}:{wrong}",
        f'({parts}[0] + ":{wrong}")',
    )
    texts["user"] = _Text(
        " with another user",
        f"{nobody}:{password}",
        f"{nobody}:{last}",
        f'("{nobody}:" + {parts}[2])',
    )
    if password.swapcase() != password:
        texts["cased"] = _Text(
            " with its password in the other case",
            f"{user}:{password.swapcase()}",
            f'{first}:$(password="{last}"; printf %s "${{password~~}}")',
            f'({parts}[0] + ":" + {parts}[2].swapcase())',
        )
    forms = {
        name: Form(
            f"{_BASIC}{_INSIDE}{text.what}]",
            _BASIC + encoded(text.text),
            ("--user", f'"{text.shell}"'),
            f'"{_BASIC}" + {_encoding(text.python)}',
            text.text,
        )
        for name, text in texts.items()
    }
    right = _piped(f"${_VARIABLE}"), _encoding(_PYTHON)
    return {
        **forms,
        "empty": _empty(_BASIC),
        "joined": _header(
            _BASIC,
            f"{_INSIDE} without its colon]",
            encoded(user + password),
            _piped(first + last),
            _encoding(joined),
        ),
        "raw": _header(_BASIC, f"{_INSIDE} not encoded]", token, f"${_VARIABLE}", _PYTHON),
        "bare": _header("", f"{_INSIDE} without a scheme]", encoded(token), *right),
        "scheme": _header("Bearer ", REPLACEMENT, encoded(token), *right),
    }


def _empty(prefix: str) -> Form:
    scheme = prefix.rstrip()
    return Form(scheme, scheme, ("", ""), "")


def _header(before: str, shown: str, sent: str, shell: str, python: str) -> Form:
    option = "--header", f'"Authorization: {before}{shell}"'
    return Form(before + shown, before + sent, option, f'"{before}" + {python}')


def encoded(token: str) -> str:
    """Return a user and a password in Base64, as in a header."""
    return base64.b64encode(token.encode()).decode()


def _encoding(python: str) -> str:
    return f"base64.b64encode({python}.encode()).decode()"


def _piped(shell: str) -> str:
    return f"""$(printf %s "{shell}" | base64 | tr -d '\\n')"""


def decoded(value: str) -> str | None:
    """Return the user and the password in the value of a header; None if it has none."""
    if value[: len(_BASIC)].lower() != _BASIC.lower():
        return None
    try:
        return base64.b64decode(value[len(_BASIC) :], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _wrong(token: str) -> str:
    """Return a wrong token, of the same length as the right one unless that is very short."""
    return ("wrong-token-" * len(token))[: max(len(token), _SHORTEST)] or "wrong"
