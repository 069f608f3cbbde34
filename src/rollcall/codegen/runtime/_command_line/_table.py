"""Tables of items."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin
from uuid import UUID

import attrs

from .._decoding import to_json
from .._types import UNSET, UnsetType
from ._fields import fields_of
from ._terminal import Screen, printable, shorten, width_of

__all__ = ["Column", "Table", "lay_out"]

_GAP = "  "
_LONGEST_TEXT = 200
_NARROWEST_TEXT = 12
_NO_VALUE = "-"
_BOLD, _NOT_BOLD = "\x1b[1m", "\x1b[22m"

_WIDTHS: dict[object, int] = {
    bool: len("false"),
    date: len("2021-04-25"),
    datetime: len("2021-04-25 13:39:48Z"),
    list: len("250 items"),
    UUID: 36,
}
"""The widths of types whose values all have about the same width."""


@attrs.frozen
class Column:
    """A column of a table.

    Attributes:
        name: The field.
        width: Its width.
        is_number: Whether its values are numbers, which are right-aligned.
        is_text: Whether its values may be cut.
    """

    name: str
    width: int
    is_number: bool
    is_text: bool

    def of_width(self, width: int) -> "Column":
        """Return the column with another width; if it is narrower, its values may be cut."""
        return attrs.evolve(self, width=width, is_text=self.is_text or width < self.width)

    def fit(self, text: str) -> str:
        """Return a cell, padded or cut to the width of the column."""
        cell = shorten(text, self.width) if self.is_text else text
        padding = " " * (self.width - width_of(cell))
        return padding + cell if self.is_number else cell + padding


@attrs.frozen
class Table:
    """The columns of a table.

    Attributes:
        columns: The columns, in the order of the model's fields.
        left_out: The fields that do not fit.
        has_emphasis: Whether the header is emphasised.
    """

    columns: Sequence[Column]
    left_out: Sequence[str]
    has_emphasis: bool

    def header(self) -> str:
        """Return the line with the names of the columns."""
        line = _line(column.fit(shorten(column.name, column.width)) for column in self.columns)
        return f"{_BOLD}{line}{_NOT_BOLD}\n" if self.has_emphasis else f"{line}\n"

    def row(self, item: object) -> str:
        """Return the line of an item."""
        cells = (column.fit(_cell(getattr(item, column.name))) for column in self.columns)
        return f"{_line(cells)}\n"


def lay_out(
    model: type[object],
    items: Sequence[object],
    ranking: Sequence[str],
    screen: Screen | None,
) -> Table:
    """Return a table with the columns and widths for some items.

    Args:
        model: The model of an item.
        items: The first items, which determine the widths.
        ranking: The fields, the most important first.
        screen: The terminal; None for a table of any width.
    """
    columns = [_measure(field.name, field.type, items) for field in fields_of(model)]
    if screen is None:
        return Table(columns, [], has_emphasis=False)
    chosen = _choose(columns, ranking, screen.width)
    left_out = [column.name for column in columns if column.name not in chosen]
    kept = [column.of_width(chosen[column.name]) for column in columns if column.name in chosen]
    return Table(kept, left_out, screen.has_emphasis)


def _choose(columns: Sequence[Column], ranking: Sequence[str], width: int) -> dict[str, int]:
    """Return the columns that fit on a line, with their widths."""
    ordered = sorted(columns, key=lambda column: ranking.index(column.name))
    chosen: dict[str, int] = {}
    left = width + len(_GAP)
    for column in ordered:
        narrow = min(column.width, max(_NARROWEST_TEXT, len(column.name)))
        needed = (narrow if column.is_text else column.width) + len(_GAP)
        if needed <= left:
            chosen[column.name] = needed - len(_GAP)
            left -= needed
    for column in columns:
        if column.name in chosen:
            more = min(left, column.width - chosen[column.name])
            chosen[column.name] += more
            left -= more
    # If no column fits, a part of the first one is shown.
    return chosen or {ordered[0].name: width}


def _measure(name: str, annotation: object, items: Iterable[object]) -> Column:
    types = _types(annotation) - {None, type(None), UnsetType}
    widths = [len(name), *(_WIDTHS.get(kind, 0) for kind in types)]
    if not types <= _WIDTHS.keys():
        widths += [width_of(_cell(getattr(item, name))) for item in items]
    return Column(
        name,
        max(widths),
        is_number=types <= {int, float},
        is_text=not types <= {int, float, *_WIDTHS},
    )


def _types(annotation: Any) -> set[object]:  # noqa: ANN401 - a type as it is written
    """Return the types that a value of a field may have."""
    origin = get_origin(annotation)
    if origin in {Union, UnionType}:
        return {kind for part in get_args(annotation) for kind in _types(part)}
    if origin is Annotated:
        return _types(get_args(annotation)[0])
    return {origin or annotation}


def _line(cells: Iterable[str]) -> str:
    return _GAP.join(cells).rstrip(" ")


def _cell(value: object) -> str:
    if value is None or value is UNSET:
        return _NO_VALUE
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, list):
        count = len(cast("list[object]", value))
        return "1 item" if count == 1 else f"{count} items"
    text = str(value) if isinstance(value, str | date | UUID) else to_json(value).decode()
    return printable(text[:_LONGEST_TEXT])


def _instant(value: datetime) -> str:
    try:
        value = value.astimezone(UTC)
    except OverflowError:
        return value.isoformat()
    return value.isoformat(" ", "seconds").replace("+00:00", "Z")
