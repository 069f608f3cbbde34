"""What keeps a client from being generated."""

from pathlib import Path

__all__ = ["SpecError", "ToolError"]


class SpecError(Exception):
    """A spec that no client can be generated from.

    Its text is one line, ``FILE:LINE: POINTER: PROBLEM``, with what is known of them.
    """

    def __init__(
        self, path: Path, problem: str, *, line: int | None = None, pointer: str | None = None
    ) -> None:
        place = f"{path}:{line}" if line is not None else str(path)
        where = f"{place}: {pointer}" if pointer else place
        super().__init__(f"{where}: {problem}")


class ToolError(Exception):
    """A tool that the generator needs is missing, or of another version, or failed."""
