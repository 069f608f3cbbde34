"""What is wrong with a spec, and where."""

from pathlib import Path

__all__ = ["SpecError"]


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
