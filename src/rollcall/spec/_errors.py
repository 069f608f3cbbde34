"""The errors of invalid specs and of wrong usage."""

from collections.abc import Iterable
from pathlib import Path

__all__ = ["SpecError", "UsageError"]


class SpecError(Exception):
    """A spec that cannot be read or is not supported.

    Its text has a line for each problem: ``FILE:LINE: POINTER: PROBLEM``. Unknown parts are left
    out.

    Attributes:
        problem: The problem, without its place.
    """

    def __init__(
        self,
        problem: str,
        path: Path | str | None = None,
        *,
        line: int | None = None,
        pointer: str | None = None,
    ) -> None:
        self.problem = problem
        place = f"{path}:{line}" if path is not None and line is not None else path
        super().__init__(": ".join(str(each) for each in (place, pointer, problem) if each))

    @classmethod
    def of(cls, errors: Iterable["SpecError"]) -> "SpecError":
        """Return one error with the problems of all, in their order."""
        return cls("\n".join(map(str, errors)))

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems, one line each."""
        return tuple(str(self).split("\n"))


class UsageError(Exception):
    """Wrong usage of rollcall, such as an invalid option or a missing target."""
