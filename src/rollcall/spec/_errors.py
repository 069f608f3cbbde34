"""The errors of a spec that cannot be read, and of a mistake in how rollcall is called."""

from pathlib import Path

__all__ = ["SpecError", "UsageError"]


class SpecError(Exception):
    """A spec that cannot be used.

    Its text is one line, ``FILE:LINE: POINTER: PROBLEM``, with what is known of them.
    """

    def __init__(
        self,
        problem: str,
        path: Path | None = None,
        *,
        line: int | None = None,
        pointer: str | None = None,
    ) -> None:
        place = f"{path}:{line}" if path is not None and line is not None else path
        super().__init__(": ".join(str(each) for each in (place, pointer, problem) if each))


class UsageError(Exception):
    """A mistake in how rollcall is called: a wrong option or value, or a target that is missing."""
