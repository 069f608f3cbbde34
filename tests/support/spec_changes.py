"""The changes of a small spec that ``rollcall diff`` is tested with, each a folder of overlays."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rollcall.spec import Overlay, read_spec

__all__ = ["CASES", "write_versions"]

CASES: Final = Path(__file__).parents[1] / "unit" / "diff" / "cases"
"""A folder for each change: the overlays of both versions, and the expected diff."""

_BASE: Final = CASES / "base.yaml"


def write_versions(case: Path, folder: Path) -> tuple[Path, Path]:
    """Write both versions of a case into a folder.

    ``before.yaml``, if it exists, changes the common document; ``after.yaml`` changes the result.

    Args:
        case: The folder of the case.
        folder: Where to write ``before/books.json`` and ``after/books.json``.
    """
    earlier = [each for each in (case / "before.yaml",) if each.exists()]
    return (
        _write(earlier, folder / "before"),
        _write([*earlier, case / "after.yaml"], folder / "after"),
    )


def _write(overlays: Sequence[Path], folder: Path) -> Path:
    spec = read_spec(_BASE, [Overlay(str(each), each.read_text("utf-8")) for each in overlays])
    folder.mkdir()
    path = folder / "books.json"
    path.write_text(json.dumps(spec.raw, indent=1), encoding="utf-8")
    return path
