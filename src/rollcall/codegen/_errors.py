"""The errors of the generator, beside ``SpecError``."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from rollcall.spec import SpecError

__all__ = ["ToolError", "all_of"]

T = TypeVar("T")


class ToolError(Exception):
    """A tool of the generator is missing, has another version, or failed."""


def all_of(parts: Iterable[Callable[[], T]]) -> list[T]:
    """Make all parts of a package, and return them.

    Raises:
        SpecError: Some cannot be made; the error has the problems of all.
    """
    made, problems = [], []
    for make in parts:
        try:
            made.append(make())
        except SpecError as error:
            problems.append(error)
    if problems:
        raise SpecError.of(problems)
    return made
