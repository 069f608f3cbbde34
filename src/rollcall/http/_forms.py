"""The values that a header which authenticates requests can have: right ones, and wrong ones."""

import base64
import binascii
from collections.abc import Mapping

import attrs

from rollcall.http._redact import REPLACEMENT
from rollcall.http._variable import TOKEN_VARIABLE

__all__ = ["Form", "decoded", "encoded", "paired_forms", "plain_forms"]

_SHORTEST = 5
_VARIABLE = TOKEN_VARIABLE
_PYTHON = f'os.environ["{TOKEN_VARIABLE}"]'
_INSIDE = REPLACEMENT[:-1]
_BASIC = "Basic "


@attrs.frozen
class Form:
    """A header with the token, or with something like it.

    Attributes:
        shown: Its value as it is built, kept and shown.
        sent: Its value on the wire.
        shell: The words of a shell line that send it, where the token is in a variable.
        python: Its value as a Python expression.
        token: What stands there for the token; None where it is not for a client to send.
    """

    shown: str
    sent: str = attrs.field(repr=False)
    shell: tuple[str, str]
    python: str
    token: str | None = attrs.field(default=None, repr=False)


def plain_forms(header: str, prefix: str, token: str) -> Mapping[str, Form]:
    """Return the values of a header that carries a token as it is, behind a prefix.

    They are ``right``, ``shortened`` by a character, ``extended`` by one, ``cased`` (in the other
    case), ``wrong`` and ``empty``, and, with a prefix, ``bare`` and under another ``scheme``.
    """

    def form(before: str, shown: str, token: str, shell: str, python: str) -> Form:
        expression = f'"{before}" + {python}' if before else python
        option = "--header", f'"{header}: {before}{shell}"'
        own = token if before == prefix else None
        return Form(before + shown, before + token, option, expression, own)

    wrong = _wrong(token)
    right = REPLACEMENT, token, f"${_VARIABLE}", _PYTHON
    forms = {
        "right": form(prefix, *right),
        "shortened": form(
            prefix,
            f"{_INSIDE} without its end]",
            token[:-1],
            f"${{{_VARIABLE}%?}}",
            f"{_PYTHON}[:-1]",
        ),
        "extended": form(
            prefix,
            f"{REPLACEMENT}x",
            f"{token}x",
            f"${{{_VARIABLE}}}x",
            f'{_PYTHON} + "x"',
        ),
        "wrong": form(prefix, wrong, wrong, wrong, f'"{wrong}"'),
        "empty": _empty(prefix),
    }
    if token.swapcase() != token:
        forms["cased"] = form(
            prefix,
            f"{_INSIDE} in the other case]",
            token.swapcase(),
            f"${{{_VARIABLE}~~}}",
            f"{_PYTHON}.swapcase()",
        )
    if prefix:
        forms |= {"bare": form("", *right), "scheme": form(_BASIC, *right)}
    return forms


def paired_forms(token: str) -> Mapping[str, Form]:
    """Return the values of a header that carries a user and a password (RFC 7617).

    Beside those of ``plain_forms`` they are with another ``user``, ``joined`` without a colon, and
    ``raw``, not encoded. The cased one has the password in the other case, the wrong one another.

    Args:
        token: User and password, with a colon between them.
    """
    user, _, password = token.partition(":")
    wrong, nobody = _wrong(password), _wrong(user)
    first, last = f"${{{_VARIABLE}%%:*}}", f"${{{_VARIABLE}#*:}}"
    cased = f'$(password="{last}"; printf %s "${{password~~}}")'
    parts = f'{_PYTHON}.partition(":")'
    joined = f'{_PYTHON}.replace(":", "", 1)'
    forms = {
        "right": _pair("", token, f"${_VARIABLE}", _PYTHON),
        "shortened": _pair(
            " without its end", token[:-1], f"${{{_VARIABLE}%?}}", f"{_PYTHON}[:-1]"
        ),
        "extended": _pair(" and one more", f"{token}x", f"${{{_VARIABLE}}}x", f'({_PYTHON} + "x")'),
        "wrong": _pair(
            " with another password",
            f"{user}:{wrong}",
            f"{first}:{wrong}",
            f'({parts}[0] + ":{wrong}")',
        ),
        "user": _pair(
            " with another user",
            f"{nobody}:{password}",
            f"{nobody}:{last}",
            f'("{nobody}:" + {parts}[2])',
        ),
        "empty": _empty(_BASIC),
        "joined": _header(
            f"{_BASIC}{_INSIDE} without its colon]",
            _BASIC + encoded(user + password),
            _BASIC + _piped(first + last),
            f'"{_BASIC}" + {_encoding(joined)}',
        ),
        "raw": _header(
            f"{_BASIC}{_INSIDE} not encoded]",
            _BASIC + token,
            f"{_BASIC}${_VARIABLE}",
            f'"{_BASIC}" + {_PYTHON}',
        ),
        "bare": _header(
            f"{_INSIDE} without a scheme]",
            encoded(token),
            _piped(f"${_VARIABLE}"),
            _encoding(_PYTHON),
        ),
        "scheme": _header(
            f"Bearer {REPLACEMENT}",
            f"Bearer {encoded(token)}",
            f"Bearer {_piped(f'${_VARIABLE}')}",
            f'"Bearer " + {_encoding(_PYTHON)}',
        ),
    }
    if password.swapcase() != password:
        forms["cased"] = _pair(
            " with its password in the other case",
            f"{user}:{password.swapcase()}",
            f"{first}:{cased}",
            f'({parts}[0] + ":" + {parts}[2].swapcase())',
        )
    return forms


def _pair(what: str, token: str, shell: str, python: str) -> Form:
    """Return a header with a user and a password, which curl encodes."""
    return Form(
        f"{_BASIC}{_INSIDE}{what}]",
        _BASIC + encoded(token),
        ("--user", f'"{shell}"'),
        f'"{_BASIC}" + {_encoding(python)}',
        token,
    )


def _empty(prefix: str) -> Form:
    scheme = prefix.rstrip()
    return Form(scheme, scheme, ("", ""), "")


def _header(shown: str, sent: str, shell: str, python: str) -> Form:
    return Form(shown, sent, ("--header", f'"Authorization: {shell}"'), python)


def encoded(token: str) -> str:
    """Return a user and a password as a header has them: in Base64."""
    return base64.b64encode(token.encode()).decode()


def _encoding(python: str) -> str:
    return f"base64.b64encode({python}.encode()).decode()"


def _piped(shell: str) -> str:
    return f"""$(printf %s "{shell}" | base64 | tr -d '\\n')"""


def decoded(value: str) -> str | None:
    """Return the user and the password in the value of a header; None where there are none."""
    if value[: len(_BASIC)].lower() != _BASIC.lower():
        return None
    try:
        return base64.b64decode(value[len(_BASIC) :], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _wrong(token: str) -> str:
    """Return a token that is wrong, and as long as the right one where that is not too short."""
    return ("wrong-token-" * len(token))[: max(len(token), _SHORTEST)] or "wrong"
