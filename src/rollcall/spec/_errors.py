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
        address: The file or the URL of its place; empty if unknown.
        line: The line of its place.
        pointer: The JSON Pointer of its place.
        parts: The errors that this one consists of: itself, or several.
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
        self.address, self.line, self.pointer = str(path or ""), line, pointer
        self.parts: tuple[SpecError, ...] = (self,)
        place = f"{path}:{line}" if path is not None and line is not None else path
        super().__init__(": ".join(str(each) for each in (place, pointer, problem) if each))

    @classmethod
    def of(cls, errors: Iterable["SpecError"]) -> "SpecError":
        """Return one error with the problems of all, in their order."""
        parts = {str(part): part for error in errors for part in error.parts}
        whole = cls("\n".join(parts))
        whole.parts = tuple(parts.values())
        return whole

    def about(self, problem: str) -> "SpecError":
        """Return an error for another problem at the same place."""
        return type(self)(problem, self.address or None, line=self.line, pointer=self.pointer)

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems, one line each."""
        return tuple(str(self).split("\n"))


class UsageError(Exception):
    """Wrong usage of rollcall, such as an invalid option or a missing target."""
