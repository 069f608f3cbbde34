"""The parameters of an operation: their values, and their text in a URL."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import UUID

import attrs

from ._errors import ArgumentError, shown
from ._suggestions import did_you_mean

__all__ = [
    "Arguments",
    "BooleanParameter",
    "Choice",
    "Identifier",
    "IntegerParameter",
    "Parameter",
    "Text",
    "add_missing",
    "check_given",
    "encode_pairs",
    "encode_path",
    "encode_query",
]

_UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class Parameter(Protocol):
    """One parameter of an operation."""

    @property
    def argument(self) -> str:
        """The name of the Python argument."""
        raise NotImplementedError

    def encode(self, value: object) -> str | list[str]:
        """Check a value, and return its text, or the texts of several values.

        Raises:
            ArgumentError: The parameter does not admit the value.
        """
        raise NotImplementedError


@attrs.frozen(eq=False, repr=False)
class Arguments:
    """The arguments of a call, by the names of their parameters; None for those left out.

    Attributes:
        path: The values in the path.
        query: The values in the query.
        headers: The values in headers.
        form: The values in the form that is the body.
        body: The body, if it is no form.
    """

    path: Mapping[str, object]
    query: Mapping[str, object]
    headers: Mapping[str, object] = MappingProxyType({})
    form: Mapping[str, object] = MappingProxyType({})
    body: object = None


@attrs.frozen(eq=False, repr=False)
class Text:
    """A string, sent as it is; it may be empty unless a length is required.

    Attributes:
        argument: The name of the Python argument.
        shortest: The least number of characters.
        longest: The largest number of characters; None: any.
        pattern: A regular expression that matches a part of it; empty: any text is valid.
    """

    argument: str
    shortest: int = 0
    longest: int | None = None
    pattern: str = ""

    def encode(self, value: object) -> str:
        """Return the string."""
        if not isinstance(value, str):
            raise _mismatch(self.argument, "a str", value)
        try:
            value.encode()
        except UnicodeEncodeError:
            problem = f"{shown(value)} cannot be encoded as UTF-8"
            raise ArgumentError(self.argument, problem) from None
        if len(value) < self.shortest:
            problem = (
                f"{shown(value)} is shorter than {self.shortest} characters"
                if value
                else "it is empty"
            )
            raise ArgumentError(self.argument, problem)
        if self.longest is not None and len(value) > self.longest:
            problem = f"{shown(value)} is longer than {self.longest} characters"
            raise ArgumentError(self.argument, problem)
        if not re.search(self.pattern, value):
            problem = f"{shown(value)} does not match the pattern {self.pattern}"
            raise ArgumentError(self.argument, problem)
        # The str() of an enum's member would be its name.
        return str.__str__(value)


@attrs.frozen(eq=False, repr=False)
class Choice:
    """One of some strings, sent as it is; or of some numbers or bools, sent as JSON."""

    argument: str
    values: tuple[str | float, ...]

    def encode(self, value: object) -> str:
        """Return the text of the value."""
        for each in self.values:
            if isinstance(value, type(each)) and value == each:
                return each if isinstance(each, str) else json.dumps(each)
        expected = " or ".join(map(repr, self.values))
        known = [each for each in self.values if isinstance(each, str)]
        problem = f"expected {expected}, got {shown(value)}{did_you_mean(value, known)}"
        raise ArgumentError(self.argument, problem)


@attrs.frozen(eq=False, repr=False)
class BooleanParameter:
    """A bool, sent as ``true`` or ``false``."""

    argument: str

    def encode(self, value: object) -> str:
        """Return ``true`` or ``false``."""
        if not isinstance(value, bool):
            raise _mismatch(self.argument, "a bool", value)
        return "true" if value else "false"


@attrs.frozen(eq=False, repr=False)
class IntegerParameter:
    """An int within its bounds, both inclusive."""

    argument: str
    minimum: int | None = None
    maximum: int | None = None

    def encode(self, value: object) -> str:
        """Return the number's decimal digits."""
        if not isinstance(value, int) or isinstance(value, bool):
            raise _mismatch(self.argument, "an int", value)
        try:
            digits = int.__repr__(value)
        except ValueError:
            raise ArgumentError(self.argument, "the number has too many digits") from None
        if self.minimum is not None and value < self.minimum:
            raise ArgumentError(self.argument, f"{digits} is less than {self.minimum}")
        if self.maximum is not None and value > self.maximum:
            raise ArgumentError(self.argument, f"{digits} is greater than {self.maximum}")
        return digits


@attrs.frozen(eq=False, repr=False)
class Identifier:
    """A UUID, or its text of 36 characters."""

    argument: str

    def encode(self, value: object) -> str:
        """Return the UUID's text."""
        if isinstance(value, UUID):
            return str(value)
        if not isinstance(value, str):
            raise _mismatch(self.argument, "a UUID", value)
        if not re.fullmatch(_UUID, value):
            raise ArgumentError(self.argument, f"{shown(value)} is not a UUID")
        return value


def check_given(
    required: Collection[str], *given: tuple[Mapping[str, Parameter], Mapping[str, object]]
) -> None:
    """Check that the required arguments were passed.

    Args:
        required: The names of the required arguments.
        given: Parameters by their names, and the values by the same names.

    Raises:
        ArgumentError: One was left out.
    """
    for parameters, values in given:
        for name, parameter in parameters.items():
            if values[name] is None and parameter.argument in required:
                raise ArgumentError(parameter.argument, "it is required")


def encode_path(
    template: str, parameters: Mapping[str, Parameter], arguments: Mapping[str, object]
) -> str:
    """Return the path of an operation, filled in.

    Args:
        template: The path, with the names of its parameters in braces.
        parameters: The parameters by their names in the path.
        arguments: The values by the same names.

    Raises:
        ArgumentError: A value is not admitted.
    """
    path = template
    for name, value in arguments.items():
        text = str(parameters[name].encode(value))
        if text in {"", ".", ".."}:
            problem = f"{shown(text)} would lead to another resource"
            raise ArgumentError(parameters[name].argument, problem)
        path = path.replace(f"{{{name}}}", quote(text, safe=""))
    return path


def encode_query(parameters: Mapping[str, Parameter], arguments: Mapping[str, object]) -> str:
    """Return the query of a URL, percent-encoded, without the values that are None.

    Args:
        parameters: The parameters by their names in the query.
        arguments: The values by the same names.

    Raises:
        ArgumentError: A value is not admitted.
    """
    pairs = [
        (name, parameters[name].encode(value))
        for name, value in arguments.items()
        if value is not None
    ]
    return encode_pairs(pairs)


def encode_pairs(pairs: Iterable[tuple[str, str | list[str]]]) -> str:
    """Return names and values as the query of a URL, percent-encoded."""
    return urlencode(list(pairs), doseq=True, quote_via=quote, safe="")


def add_missing(url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Add names and values to the query of a URL, except for names that it has already."""
    present = {name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
    added = encode_pairs((name, value) for name, value in pairs if name not in present)
    return f"{url}{'&' if urlsplit(url).query else '?'}{added}" if added else url


def _mismatch(argument: str, expected: str, value: object) -> ArgumentError:
    return ArgumentError(argument, f"expected {expected}, got {shown(value)}")
