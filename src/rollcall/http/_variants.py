"""The credential variants: correct and wrong values at the place of a credential."""

import base64
import binascii
from collections.abc import Mapping

import attrs

from rollcall.http._redact import REPLACEMENT
from rollcall.http._variable import TOKEN_VARIABLE, in_python

__all__ = ["Variant", "decoded", "paired_variants", "plain_variants", "single_variant"]

_SHORTEST = 5
_INSIDE = REPLACEMENT[:-1]
_BASIC = "Basic "


@attrs.frozen
class Variant:
    """A value with the token, or with a variant of it.

    Attributes:
        shown: The value with a placeholder, which is built, kept and shown.
        sent: The value that is sent.
        shell: The value within a double-quoted word of a shell, with the token in a variable.
        python: The value as a Python expression.
        token: The variant of the token; None if a client cannot send it.
        argument: The variant of the token as a Python expression; None if a client cannot send it.
        user: For HTTP Basic, the user and the password as ``shell``; None for another value.
    """

    shown: str
    sent: str = attrs.field(repr=False)
    shell: str
    python: str
    token: str | None = attrs.field(default=None, repr=False)
    argument: str | None = None
    user: str | None = None

    @property
    def is_secret(self) -> bool:
        """Whether the value that is sent must not be shown."""
        return self.shown != self.sent


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


def _near(token: str, variable: str) -> dict[str, _Text]:
    python = in_python(variable)
    return {
        "right": _Text("", token, f"${variable}", python),
        "shortened": _Text(" without its end", token[:-1], f"${{{variable}%?}}", f"{python}[:-1]"),
        "extended": _Text(" and one more", f"{token}x", f"${{{variable}}}x", f'({python} + "x")'),
    }


def single_variant(token: str, variable: str) -> Mapping[str, Variant]:
    """Return the only variant of a value that has no variants: ``right``."""
    python = in_python(variable)
    return {"right": Variant(REPLACEMENT, token, f"${variable}", python, token, python)}


def plain_variants(
    prefix: str, token: str, variable: str = TOKEN_VARIABLE
) -> Mapping[str, Variant]:
    """Return the variants of a value that has a prefix and the plain token.

    They are ``right``, ``shortened`` by a character, ``extended`` by one, ``cased`` (in the other
    case), ``wrong`` and ``empty``. With a prefix they are also ``bare`` (without it) and ``scheme``
    (another scheme).
    """
    texts, wrong = _near(token, variable), prefix + _wrong(token)
    if token.swapcase() != token:
        python = f"{in_python(variable)}.swapcase()"
        shell = _swapped(f"${variable}")
        texts["cased"] = _Text(" in the other case", token.swapcase(), shell, python)

    def variant(before: str, text: _Text) -> Variant:
        return Variant(
            f"{before}{_INSIDE}{text.what}]",
            before + text.text,
            before + text.shell,
            f'"{before}" + {text.python}' if before else text.python,
            text.text if before == prefix else None,
            text.python if before == prefix else None,
        )

    variants = {name: variant(prefix, text) for name, text in texts.items()}
    variants["wrong"] = Variant(
        wrong, wrong, wrong, repr(wrong), _wrong(token), repr(_wrong(token))
    )
    variants["empty"] = _empty(prefix)
    if prefix:
        variants |= {"bare": variant("", texts["right"]), "scheme": variant(_BASIC, texts["right"])}
    return variants


def paired_variants(token: str, variable: str = TOKEN_VARIABLE) -> Mapping[str, Variant]:
    """Return the variants of a header that has a user and a password (RFC 7617).

    They are those of ``plain_variants``, where ``cased`` and ``wrong`` change the password only,
    and ``user`` (another user), ``joined`` (without the colon) and ``raw`` (not encoded).

    Args:
        token: The text ``user:password``.
        variable: The environment variable that has it.
    """
    user, _, password = token.partition(":")
    wrong, nobody = _wrong(password), _wrong(user)
    first, last = f"${{{variable}%%:*}}", f"${{{variable}#*:}}"
    whole = in_python(variable)
    parts = f'{whole}.partition(":")'
    joined = f'{whole}.replace(":", "", 1)'
    texts = _near(token, variable)
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
            f"{first}:{_swapped(last)}",
            f'({parts}[0] + ":" + {parts}[2].swapcase())',
        )
    variants = {
        name: Variant(
            f"{_BASIC}{_INSIDE}{text.what}]",
            _BASIC + _encoded(text.text),
            _BASIC + _piped(text.shell),
            f'"{_BASIC}" + {_encoding(text.python)}',
            text.text,
            text.python,
            text.shell,
        )
        for name, text in texts.items()
    }
    right = _piped(f"${variable}"), _encoding(whole)
    return {
        **variants,
        "empty": _empty(_BASIC),
        "joined": _header(
            _BASIC,
            f"{_INSIDE} without its colon]",
            _encoded(user + password),
            _piped(first + last),
            _encoding(joined),
        ),
        "raw": _header(_BASIC, f"{_INSIDE} not encoded]", token, f"${variable}", whole),
        "bare": _header("", f"{_INSIDE} without a scheme]", _encoded(token), *right),
        "scheme": _header("Bearer ", REPLACEMENT, _encoded(token), *right),
    }


def _empty(prefix: str) -> Variant:
    scheme = prefix.rstrip()
    return Variant(scheme, scheme, scheme, repr(scheme), "", '""')


def _header(before: str, shown: str, sent: str, shell: str, python: str) -> Variant:
    text = f'"{before}" + {python}' if before else python
    return Variant(before + shown, before + sent, before + shell, text)


def _encoded(token: str) -> str:
    return base64.b64encode(token.encode()).decode()


def _encoding(python: str) -> str:
    return f"base64.b64encode({python}.encode()).decode()"


def _swapped(shell: str) -> str:
    """Return a text in the other case, in any POSIX shell."""
    return f"""$(printf %s "{shell}" | tr A-Za-z a-zA-Z)"""


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
