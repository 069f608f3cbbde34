"""The command ``matrix``: writes the published kill matrix from the reports of the runs."""

import argparse
import json
import sys
from pathlib import Path

from ._matrix import compiled, written
from ._matrix_page import render

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "reports",
        nargs="+",
        type=Path,
        metavar="REPORT",
        help="the JSON reports of the campaigns, the laws' before schemathesis'",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("docs"),
        help="where faults.md, faults.csv and faults.json are written (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the matrix.

    Returns:
        The exit code: 0, or 2 where a report is missing or does not fit.
    """
    try:
        reports = [json.loads(each.read_text("utf-8")) for each in arguments.reports]
        matrix = compiled(reports)
        head, lines = written(matrix)
        for name, text in (("json", head), ("csv", lines), ("md", render(matrix))):
            (arguments.folder / f"faults.{name}").write_text(text, encoding="utf-8")
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"faults matrix: {type(error).__name__}: {error}\n")
        return 2
    sys.stdout.write(f"{arguments.folder}/faults.md, faults.csv, faults.json are written\n")
    return 0
