"""The report of ``rollcall upstream``: for a terminal, and for other programs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.table import Table

from rollcall.reports._words import count, visible

if TYPE_CHECKING:  # it needs the extra "diff"
    from rollcall.diff import Explanation, Upstream

__all__ = ["print_upstream", "upstream_to_json"]


def print_upstream(upstream: "Upstream", console: Console, *, is_all: bool) -> None:
    """Print the differences that are not explained; with ``is_all``, also the others."""
    others, explained = (upstream.rows(is_explained=each) for each in (False, True))
    headline = f"{upstream.spec}: {count(len(others), 'difference')} from {upstream.vendor}"
    if explained:
        headline += f", and {len(explained):,} that {upstream.explained_in} explains"
    console.print(visible(headline), style="bold")
    if others:
        console.print(_table(others, ("place", "vendor → spec", "change")))
    if explained and is_all:
        console.print()
        console.print(_table(explained, ("explained place", "vendor → spec", "change", "why")))
    if upstream.gone:
        console.print()
    for each in upstream.gone:
        console.print(visible(_gone_line(each)), style="red")


def _gone_line(explanation: "Explanation") -> str:
    what = "" if explanation.what == "*" else f": {explanation.what}"
    subject = f"{explanation.change} at {explanation.at}{what}"
    place = f"{explanation.path}:{explanation.line}"
    return f"{place}: no longer a difference, so remove its explanation: {subject}"


def _table(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*map(visible, row[: len(heads)]))
    return table


def upstream_to_json(upstream: "Upstream") -> bytes:
    """Return the report as JSON, with each difference of each operation."""
    report = {
        "exit_code": upstream.exit_code,
        "spec": upstream.spec,
        "vendor": upstream.vendor,
        "explained_in": upstream.explained_in and str(upstream.explained_in),
        "differences": [
            {
                "change": each.change.rule.id,
                "kind": each.change.rule.kind,
                "place": each.change.place,
                "what": each.change.what,
                "why": each.why or None,
            }
            for each in upstream.differences
        ],
        "gone": [
            {
                "line": each.line,
                "change": each.change,
                "at": each.at,
                "what": each.what,
                "why": each.why,
            }
            for each in upstream.gone
        ],
    }
    return msgspec.json.format(msgspec.json.encode(report)) + b"\n"
