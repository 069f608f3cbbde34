"""Printing a table of measurements."""

from collections.abc import Sequence

__all__ = ["print_goal", "print_table"]


def print_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, has_texts: bool = False
) -> None:
    """Print a table: texts and the first column aligned to the left, figures to the right."""
    adjust = str.ljust if has_texts else str.rjust
    widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
    print(f"\n{title}")
    for row in (columns, ["-" * width for width in widths], *rows):
        first, *others = row
        cells = [first.ljust(widths[0])]
        cells += [adjust(cell, width) for cell, width in zip(others, widths[1:], strict=True)]
        print("  " + "  ".join(cells).rstrip())


def print_goal(goal: str, figure: str, *, met: bool) -> None:
    """Print a goal, the measured figure, and whether it meets the goal."""
    print(f"  goal: {goal}; measured: {figure}; {'met' if met else 'NOT MET'}")
