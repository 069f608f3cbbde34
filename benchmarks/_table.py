"""Printing a table of measurements."""

from collections.abc import Sequence

__all__ = ["print_goal", "print_table"]


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column aligned to the left, the others to the right."""
    widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
    print(f"\n{title}")
    for row in (columns, ["-" * width for width in widths], *rows):
        first, *others = row
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        print("  " + "  ".join(cells))


def print_goal(goal: str, figure: str, *, met: bool) -> None:
    """Print a goal, the measured figure, and whether it meets the goal."""
    print(f"  goal: {goal}; measured: {figure}; {'met' if met else 'NOT MET'}")
