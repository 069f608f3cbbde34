"""Printing a table of texts."""

from collections.abc import Sequence

__all__ = ["print_texts"]


def print_texts(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, aligned to the left."""
    widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
    print(f"\n{title}")
    for row in (columns, ["-" * width for width in widths], *rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("  " + "  ".join(cells).rstrip())
