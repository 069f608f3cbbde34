"""The report of ``rollcall diff``: for a terminal, a pull request, and other programs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.table import Table

from rollcall.reports._markdown import escaped
from rollcall.reports._words import count, visible

if TYPE_CHECKING:  # it needs the extra "diff"
    from rollcall.diff import Diff, DocumentDiff, Row, Version

__all__ = ["diff_to_json", "diff_to_markdown", "fragments_of", "print_diff"]

_HEADS = ("on the wire", "client", "server", "in Python")


def print_diff(diff: "Diff", console: Console) -> None:
    """Print a table for each document, and the versions that follow."""
    for each in diff.documents:
        console.print(visible(_headline(each)), style="bold")
        if each.rows:
            console.print(_table(each))
        for note in each.notes:
            console.print(visible(f"note: {note}"))
        console.print()
    for version in diff.versions:
        style = "red" if version.is_missing else None
        console.print(visible(_version_line(version)), style=style)


def _table(document: "DocumentDiff") -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in _HEADS:
        table.add_column(head, overflow="fold")
    for row in document.rows:
        style = "red" if row.level == "major" else None
        table.add_row(*map(visible, _cells(row)), style=style)
    return table


def _cells(row: "Row") -> tuple[str, str, str, str]:
    python = "\n".join(
        f"{each.name}: {each.what}{' (breaking)' if each.is_breaking else ''}"
        for each in row.python
    )
    if row.wire is None:
        return "", "", "", python
    rule = row.wire.rule
    why = f" ({rule.why})" if rule.why else ""
    return (
        f"{row.wire.place}: {row.wire.what}{why}",
        "breaks" if rule.breaks_client else "works",
        "must change" if rule.breaks_server else "works",
        python,
    )


def _headline(document: "DocumentDiff") -> str:
    breaking = sum(each.level == "major" for each in document.rows)
    others = len(document.rows) - breaking
    parts = [count(breaking, "breaking change")] if breaking else []
    parts += [count(others, "other change")] if others else []
    return f"{document.version.path}: {', '.join(parts) or 'no change'}"


def _version_line(version: "Version") -> str:
    """Return what follows from the changes for a version."""
    name = f"{version.name} {version.before or version.after}"
    if not version.before or not version.after:
        return f"{name}: {version.path} is {'removed' if version.before else 'new'}"
    if version.level == "none":
        return f"{name}: no new version is needed"
    words = {"major": "a breaking change", "minor": "an addition", "patch": "a correction"}
    needed = f"{words[version.level]} makes it {version.proposed}"
    if version.proposed == version.before:
        needed = f"{words[version.level]} needs another version"
    if version.is_raised:
        return f"{name}: {needed}; {version.path} says {version.after}"
    return f"{name}: {needed}, but {version.path} still says {version.after}"


def diff_to_markdown(diff: "Diff") -> str:
    """Return the report as Markdown, for the comment of a pull request."""
    parts: list[str] = []
    for document in diff.documents:
        parts.append(f"### {escaped(_headline(document))}")
        if document.rows:
            rows = [
                f"| {' | '.join(_HEADS)} |",
                "| --- | --- | --- | --- |",
                *(f"| {' | '.join(map(_cell, _cells(row)))} |" for row in document.rows),
            ]
            parts.append("\n".join(rows))
        parts += [f"- {escaped(note)}" for note in document.notes]
    parts.append("\n".join(f"- {escaped(_version_line(each))}" for each in diff.versions))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return "<br>".join(escaped(each) for each in text.split("\n"))


def diff_to_json(diff: "Diff") -> bytes:
    """Return the report as JSON."""
    report = {
        "exit_code": diff.exit_code,
        "documents": [
            {
                "path": str(each.version.path),
                "level": each.level,
                "notes": each.notes,
                "changes": [_record(row) for row in each.rows],
            }
            for each in diff.documents
        ],
        "versions": [
            {
                "name": each.name,
                "path": str(each.path),
                "before": each.before,
                "after": each.after,
                "level": each.level,
                "proposed": each.proposed,
                "is_raised": each.is_raised,
            }
            for each in diff.versions
        ],
    }
    return msgspec.json.format(msgspec.json.encode(report)) + b"\n"


def _record(row: "Row") -> dict[str, Any]:
    wire = row.wire
    return {
        "level": row.level,
        "wire": None
        if wire is None
        else {
            "rule": wire.rule.id,
            "kind": wire.rule.kind,
            "place": wire.place,
            "what": wire.what,
            "why": wire.rule.why,
            "breaks_client": wire.rule.breaks_client,
            "breaks_server": wire.rule.breaks_server,
        },
        "python": [
            {"name": each.name, "what": each.what, "is_breaking": each.is_breaking}
            for each in row.python
        ],
    }


def fragments_of(document: "DocumentDiff") -> dict[str, str]:
    """Return a sentence for the changelog for each type of change: added, changed and so on."""
    found: dict[str, list[str]] = {}
    for row in document.rows:
        for type_, text in _entries(row):
            found.setdefault(type_, []).append(text)
    title, version = document.version.name, document.version.proposed
    return {type_: f"{title} {version}: {'; '.join(texts)}.\n" for type_, texts in found.items()}


def _entries(row: "Row") -> Iterator[tuple[str, str]]:
    if row.wire is None:
        for each in row.python:
            type_ = "changed" if each.is_breaking else "added"
            yield type_, f"`{each.name}`: {each.what}"
        return
    rule = row.wire.rule
    type_ = rule.kind if rule.kind in {"added", "removed"} else "changed"
    if rule.id.endswith(".deprecated"):
        type_ = "deprecated"
    yield type_, f"`{row.wire.place}`: {row.wire.what}"
