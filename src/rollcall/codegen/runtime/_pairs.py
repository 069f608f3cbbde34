"""Credentials of two parts, a user and a password (RFC 7617)."""

import base64
import os
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ._errors import ArgumentError
from ._suggestions import misspelled_variable

__all__ = ["Pairs"]


@attrs.frozen(eq=False, repr=False)
class Pairs:
    """The pairs of a user and a password that an API accepts.

    Attributes:
        variables: The prefix of their environment variables.
        names: The arguments of each pair: its user and its password.
        is_required: Whether an operation needs a pair.
    """

    variables: str
    names: Sequence[tuple[str, str]]
    is_required: bool = True

    def given(self, **values: object) -> dict[str, Any]:
        """Return the settings for the pair that was passed; empty if none was.

        Args:
            values: The arguments by name; None for one that was left out.

        Raises:
            ArgumentError: Half a pair was passed, or more than one, or a part is not admitted.
        """
        touched = [pair for pair in self.names if any(values[name] is not None for name in pair)]
        if not touched:
            return {}
        if len(touched) > 1:
            problem = f"pass either {_either(self.names)}, and nothing of another pair"
            raise ArgumentError(touched[1][0], problem)
        for name, other in (touched[0], touched[0][::-1]):
            if values[name] is None:
                problem = f"{other} was passed without {name}; pass both, or neither"
                raise ArgumentError(name, f"{problem} (the environment completes no pair)")
        return _encoded(touched[0], values)

    def given_or_found(self, **values: object) -> dict[str, Any]:
        """Return the settings for the pair that was passed, or is set in the environment.

        In the environment, the first complete pair is used.

        Args:
            values: The arguments by name; None for one that was left out.

        Raises:
            ArgumentError: As for ``given``, or there is no complete pair.
        """
        return self.given(**values) or self.found()

    def found(self) -> dict[str, Any]:
        """Return the settings for the first complete pair in the environment.

        Raises:
            ArgumentError: There is none.
        """
        values = {
            name: os.environ.get(self._variable(name), "") for pair in self.names for name in pair
        }
        for pair in self.names:
            if all(values[name] for name in pair):
                return _encoded(pair, values)
        for pair in self.names:
            for name, other in (pair, pair[::-1]):
                if values[other]:
                    problem = f"{self._variable(other)} is set, and {self._variable(name)} is not"
                    raise ArgumentError(name, problem)
        if not self.is_required:
            return {"api_key": ""}
        variables = [(self._variable(user), self._variable(word)) for user, word in self.names]
        suggestions = (misspelled_variable(name) for pair in variables for name in pair)
        problem = f"pass {_either(self.names)}; or set {_either(variables)}{''.join(suggestions)}"
        raise ArgumentError(self.names[0][0], f"no credentials were given: {problem}")

    def _variable(self, name: str) -> str:
        return f"{self.variables}_{name.upper()}"


def _either(pairs: Sequence[tuple[str, str]]) -> str:
    return ", or ".join(" and ".join(pair) for pair in pairs)


def _encoded(pair: tuple[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    for name in pair:
        _check(name, values[name])
    user, password = (values[name] for name in pair)
    if ":" in user:
        raise ArgumentError(pair[0], "a colon cannot be sent in it")
    encoded = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"api_key": encoded, "password": password}


def _check(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise ArgumentError(name, f"expected a str, got {type(value).__name__}")
    if not value:
        raise ArgumentError(name, "it is empty")
    if not value.isprintable() or value != value.strip():
        problem = "it begins or ends with a blank, or holds a line break or the like"
        raise ArgumentError(name, problem)
