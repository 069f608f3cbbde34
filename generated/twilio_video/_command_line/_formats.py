# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The formats of the output: each yields texts, a page at a time."""

import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final, cast
from uuid import UUID

import attrs
import click
import msgspec
from rich.cells import cell_len, set_cell_size

from .._columns import Column
from .._encoding import to_dict, to_json
from .._types import UNSET

__all__ = ["FORMATS", "Sheet", "as_value", "one_line"]

_QUOTED: Final = re.compile(r'[",\r\n]')
_GAP: Final = "  "
_LONGEST_TEXT: Final = 200
_NARROWEST_TEXT: Final = 12
_NUMBERS: Final = {"integer", "number", "decimal"}
_WIDTHS: Final = {"day": 10, "instant": 20}
"""The widths of values that a first page may lack."""


@attrs.frozen
class Sheet:
    """The layout of the output.

    Attributes:
        fields: The fields of an item, in order.
        ranks: The attributes of the most important fields, of the next, and so on. A narrow table
            leaves out the others first, and links before them.
        is_whole: Whether they are all fields.
        width: The width of the terminal; None if the output is none.
    """

    fields: Sequence[Column]
    ranks: Sequence[Container[str]]
    is_whole: bool
    width: int | None


Pages = Iterable[Sequence[object]]


def _printable(text: str) -> str:
    """Return a text with the escapes of JSON for characters that control a terminal."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)


def one_line(text: str) -> str:
    """Return a text on one line that cannot control a terminal."""
    return _printable(" ".join(text.split()))


def as_value(values: Pages, sheet: Sheet) -> Iterator[str]:
    """Yield the value of an operation that is not a list, if it has one."""
    for (value,) in values:
        if value is not None:
            text = _json(value, sheet)
            yield f"{msgspec.json.format(text, indent=2) if sheet.width else text}\n"


def _as_jsonl(pages: Pages, sheet: Sheet) -> Iterator[str]:
    for items in pages:
        yield "".join(f"{_json(item, sheet)}\n" for item in items)


def _as_json(pages: Pages, sheet: Sheet) -> Iterator[str]:
    before = "[\n"
    for items in filter(None, pages):
        yield before + ",\n".join(_json(item, sheet) for item in items)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _json(item: object, sheet: Sheet) -> str:
    if not sheet.is_whole:
        record = to_dict(item)
        item = {each.name: record[each.name] for each in sheet.fields if each.name in record}
    # JSON admits characters that control a terminal, or end a line for some readers.
    return _printable(to_json(item).decode())


def _as_csv(pages: Pages, sheet: Sheet) -> Iterator[str]:
    names = [each.name for each in sheet.fields]
    header = _csv_line(names, sheet)
    for items in pages:
        rows = (map(to_dict(item).get, names) for item in items)
        yield header + "".join(_csv_line(row, sheet) for row in rows)
        header = ""
    yield header


def _csv_line(values: Iterable[object], sheet: Sheet) -> str:
    return ",".join(_csv_cell(value, sheet) for value in values) + "\r\n"


def _csv_cell(value: object, sheet: Sheet) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else to_json(value).decode()
    text = _printable(text) if sheet.width else text
    # Quotes distinguish the empty string from no value.
    return '"' + text.replace('"', '""') + '"' if not text or _QUOTED.search(text) else text


def _as_table(pages: Pages, sheet: Sheet) -> Iterator[str]:
    remaining = iter(pages)
    # The first page determines the widths, because the table is written while items are read.
    first = next(remaining, ())
    columns = _fitted([_column(each, first, sheet) for each in sheet.fields], sheet.width)
    header = _line(columns, [each.field.name for each in columns])
    if sheet.width and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb":
        header = click.style(header, bold=True)
    yield header + _rows(columns, first)
    for items in remaining:
        yield _rows(columns, items)
    shown = [each.field for each in columns]
    if left_out := ", ".join(each.name for each in sheet.fields if each not in shown):
        note = f"No room for {left_out}: use a wider terminal, --fields or another --format."
        yield f"{textwrap.fill(note, sheet.width or 80)}\n"


FORMATS: Final[Mapping[str, Callable[[Pages, Sheet], Iterator[str]]]] = MappingProxyType(
    {"table": _as_table, "jsonl": _as_jsonl, "json": _as_json, "csv": _as_csv}
)
"""The formats by name."""


@attrs.frozen
class _Column:
    """A column of a table, from its least width of use to that of its widest cell."""

    field: Column
    rank: list[bool]
    least: int
    width: int
    is_cut: bool

    def cell(self, text: str) -> str:
        if self.is_cut and cell_len(text) > self.width:
            text = set_cell_size(text, self.width - 1) + "…"
        blanks = " " * (self.width - cell_len(text))
        return blanks + text if self.field.kind.name in _NUMBERS else text + blanks


def _column(field: Column, items: Sequence[object], sheet: Sheet) -> _Column:
    kind, values = field.kind.name, [getattr(item, field.attribute) for item in items]
    is_link = kind in {"struct", "json"} or any(
        isinstance(each, str) and each.startswith(("http://", "https://")) for each in values
    )
    is_identifier = field.name.lower().endswith("id") or any(isinstance(v, UUID) for v in values)
    is_cut = kind in {"text", "list", "struct", "json"} and not is_identifier
    width = max(_WIDTHS.get(kind, 0), *map(cell_len, [field.name, *map(_text, values)]))
    least = min(width, max(_NARROWEST_TEXT, len(field.name))) if is_cut else width
    rank = [*(field.attribute not in each for each in sheet.ranks), is_link]
    return _Column(field, rank, least, width, is_cut)


def _fitted(columns: Sequence[_Column], width: int | None) -> Sequence[_Column]:
    """Return the columns that a terminal has room for, with their widths there."""
    left = (width or sys.maxsize) + len(_GAP)
    ranked, chosen = sorted(columns, key=lambda each: each.rank), list[_Column]()
    for each in ranked:
        if each.least + len(_GAP) <= left:
            chosen.append(each)
            left -= each.least + len(_GAP)
    if not chosen:
        return [attrs.evolve(each, width=left - len(_GAP), is_cut=True) for each in ranked[:1]]
    fitted: list[_Column] = []
    for each in (each for each in columns if each in chosen):
        fitted.append(attrs.evolve(each, width=min(each.width, each.least + left)))
        left -= fitted[-1].width - each.least
    return fitted


def _rows(columns: Sequence[_Column], items: Sequence[object]) -> str:
    rows = ([_text(getattr(item, each.field.attribute)) for each in columns] for item in items)
    return "".join(_line(columns, row) for row in rows)


def _line(columns: Sequence[_Column], texts: Sequence[str]) -> str:
    cells = (column.cell(text) for column, text in zip(columns, texts, strict=True))
    return _GAP.join(cells).rstrip() + "\n"


def _text(value: object) -> str:
    if value is None or value is UNSET:
        return "-"
    if isinstance(value, datetime):
        with suppress(OverflowError):
            value = value.astimezone(UTC)
        return value.isoformat(" ", "seconds").replace("+00:00", "Z")
    if isinstance(value, list):
        count = len(cast("list[object]", value))
        return f"{count} item{'s' * (count != 1)}"
    text = str(value) if isinstance(value, str | date | UUID) else to_json(value).decode()
    return one_line(text[:_LONGEST_TEXT])
