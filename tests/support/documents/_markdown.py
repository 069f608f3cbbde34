"""Readers of the pages in openapi/: their tables and their blocks of code."""

import re

__all__ = ["code_blocks", "table_rows"]

_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
_RULE = re.compile(r"\|(-+\|)+")


def code_blocks(text: str, language: str) -> list[str]:
    """Return the blocks of code in a language."""
    return [match["code"] for match in _BLOCK.finditer(text) if match["language"] == language]


def table_rows(text: str, heading: str) -> list[list[str]]:
    """Return the cells of each row below every table's heading row."""
    rows: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
        elif line == heading:
            inside = True
        elif inside and not _RULE.fullmatch(line):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows
