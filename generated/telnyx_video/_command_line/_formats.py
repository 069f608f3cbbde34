# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The formats of the output: each yields chunks of UTF-8, a page at a time."""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TypeAlias

import attrs

from .._decoding import to_dict, to_json
from ._fields import fields_of
from ._table import lay_out
from ._terminal import Screen, printable

__all__ = ["FORMATS", "Sheet"]

Pages: TypeAlias = Iterable[Sequence[object]]

_QUOTED = re.compile(r'[",\r\n]')
_CODE_UNIT = re.compile(r"....")


@attrs.frozen
class Sheet:
    """The layout of the output.

    Attributes:
        item: The model of an item.
        ranking: Its fields, the most important first; a narrow table leaves out the last.
        screen: The terminal; None if the output is none.
    """

    item: type[object]
    ranking: Sequence[str]
    screen: Screen | None


def _as_table(pages: Pages, sheet: Sheet) -> Iterator[bytes]:
    remaining = iter(pages)
    first = next(remaining, ())
    # The first page determines the widths, because the table is written while items are read.
    table = lay_out(sheet.item, first, sheet.ranking, sheet.screen)
    yield table.header().encode()
    for items in chain([first], remaining):
        yield "".join(map(table.row, items)).encode()
    if sheet.screen and table.left_out:
        names = ", ".join(table.left_out)
        note = f"No room for {names}: use a wider terminal or another format."
        yield f"{textwrap.fill(note, sheet.screen.width)}\n".encode()


def _as_jsonl(pages: Pages, _sheet: Sheet) -> Iterator[bytes]:
    for items in pages:
        yield b"".join(_json_line(item) + b"\n" for item in items)


def _as_json(pages: Pages, _sheet: Sheet) -> Iterator[bytes]:
    before = b"[\n"
    for items in pages:
        chunk = bytearray()
        for item in items:
            chunk += before + _json_line(item)
            before = b",\n"
        yield bytes(chunk)
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _as_csv(pages: Pages, sheet: Sheet) -> Iterator[bytes]:
    names = [field.wire_name for field in fields_of(sheet.item)]
    before = _csv_line(names)
    for items in pages:
        records = map(to_dict, items)
        rows = ([_csv_text(record.get(name)) for name in names] for record in records)
        if sheet.screen:
            rows = ([printable(text) if text else text for text in row] for row in rows)
        yield before + b"".join(map(_csv_line, rows))
        before = b""
    yield before


FORMATS: Mapping[str, Callable[[Pages, Sheet], Iterator[bytes]]] = MappingProxyType(
    {"table": _as_table, "jsonl": _as_jsonl, "json": _as_json, "csv": _as_csv}
)
"""The formats by name."""


def _json_line(item: object) -> bytes:
    text = to_json(item).decode()
    if not text.isprintable():
        # JSON admits characters that control a terminal, or end a line for some readers.
        text = "".join(
            character if character.isprintable() else _json_escape(character) for character in text
        )
    return text.encode()


def _json_escape(character: str) -> str:
    return _CODE_UNIT.sub(r"\\u\g<0>", character.encode("utf-16-be").hex())


def _csv_text(value: object) -> str | None:
    """Return the text of a cell; None for a cell without a value."""
    if value is None or isinstance(value, str):
        return value
    return to_json(value).decode()


def _csv_line(cells: Iterable[str | None]) -> bytes:
    return (",".join(map(_csv_cell, cells)) + "\r\n").encode()


def _csv_cell(text: str | None) -> str:
    if text is None:
        return ""
    # Quotes distinguish the empty string from no value.
    if not text or _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
