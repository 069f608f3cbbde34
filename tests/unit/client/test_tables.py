"""Tables of models: their columns and values, whatever the library."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import attrs
import httpx
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from telnyx_video import ArgumentError, Client, PageMeta, Pager, Room, RoomParticipant, SchemaError
from telnyx_video._types import UNSET, Instant, UnsetType
from telnyx_video.tables import to_arrow, to_pandas, to_polars
from tests.support.rooms import Rooms
from tests.support.wire import room

_ATHENS = timezone(timedelta(hours=3))
_AT = datetime(2021, 4, 25, 23, 59, 59, 999_999, tzinfo=_ATHENS)


@attrs.frozen(kw_only=True, slots=False)
class Part:
    """A model in a field of another one."""

    at: Instant | None
    size: int | UnsetType = UNSET


@attrs.frozen(kw_only=True, slots=False)
class Thing:
    """A model with a field of each type; the first one has a default."""

    count: Annotated[int, "of something"] | UnsetType | None = UNSET
    price: Decimal | None
    weight: float | int | None
    is_new: bool | None
    day: date | None
    kind: Literal["a", "b"] | None
    part: Part | None
    parts: list[Part] | UnsetType = UNSET
    anything: Any = None
    mixed: int | str | None = None


_FULL = Thing(
    count=2**62,
    price=Decimal("10.50"),
    weight=2**53,
    is_new=False,
    day=date(2021, 4, 25),
    kind="b",
    part=Part(at=_AT),
    parts=[Part(at=None, size=1), Part(at=_AT, size=2)],
    anything={"a": [1, None]},
    mixed="x",
)
_EMPTY = Thing(price=None, weight=None, is_new=None, day=None, kind=None, part=None)
_IN_UTC = _AT.astimezone(UTC)
_PART = {"at": _IN_UTC, "size": None}
_PARTS = [{"at": None, "size": 1}, {"at": _IN_UTC, "size": 2}]
_ROW = {
    "count": 2**62,
    "price": Decimal("10.50"),
    "weight": float(2**53),
    "is_new": False,
    "day": date(2021, 4, 25),
    "kind": "b",
    "part": _PART,
    "parts": _PARTS,
    "anything": '{"a":[1,null]}',
    "mixed": '"x"',
}

_TO_ROWS: dict[str, Callable[[Any, Any], tuple[Any, list[dict[str, Any]]]]] = {
    "pandas": lambda source, model: _pandas_rows(to_pandas(source, model)),
    "polars": lambda source, model: _polars_rows(to_polars(source, model)),
    "pyarrow": lambda source, model: _arrow_rows(to_arrow(source, model)),
}


def _pandas_rows(frame: pd.DataFrame) -> tuple[Any, list[dict[str, Any]]]:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return dict(frame.dtypes.astype(str)), rows


def _polars_rows(frame: pl.DataFrame) -> tuple[Any, list[dict[str, Any]]]:
    return dict(frame.schema), frame.to_dicts()


def _arrow_rows(table: pa.Table) -> tuple[Any, list[dict[str, Any]]]:
    return {each.name: str(each.type) for each in table.schema}, table.to_pylist()


@pytest.mark.parametrize("library", _TO_ROWS)
def test_each_type_has_its_column(library: str) -> None:
    """A value of each type comes back as it was; null and an unset field are null."""
    types, rows = _TO_ROWS[library]([_FULL, _EMPTY], Thing)
    assert [*types] == [*_ROW]
    assert rows[0] == _ROW
    assert rows[1] == dict.fromkeys(_ROW)


@pytest.mark.parametrize("library", _TO_ROWS)
def test_types_do_not_depend_on_the_data(library: str) -> None:
    """No row, a row of nulls and a full row make columns of the same types."""
    whole, _ = _TO_ROWS[library]([_FULL], Thing)
    for things in ([], [_EMPTY]):
        types, rows = _TO_ROWS[library](things, Thing)
        assert types == whole
        assert len(rows) == len(things)


def test_nullable_types_of_pandas() -> None:
    """Integers and booleans keep their types beside nulls, and instants are in UTC."""
    types = to_pandas([_EMPTY], Thing).dtypes.astype(str)
    assert dict(types[["count", "weight", "is_new", "kind"]]) == {
        "count": "Int64",
        "weight": "Float64",
        "is_new": "boolean",
        "kind": "string",
    }
    assert str(to_pandas([_FULL.part], Part)["at"].dtype) == "datetime64[us, UTC]"


def test_names_are_those_of_the_api() -> None:
    """The columns have the order of the model's fields."""
    names = [*to_pandas([], Room).columns]
    assert names == [*Room.__annotations__]
    assert [*to_polars([], RoomParticipant).columns] == [*RoomParticipant.__annotations__]


def _client(rooms: Callable[[httpx.Request], httpx.Response]) -> Client:
    http = httpx.Client(transport=httpx.MockTransport(rooms))
    return Client("key", http_client=http, retries=0)


@pytest.mark.parametrize("library", _TO_ROWS)
def test_a_list_is_read_page_by_page(library: str) -> None:
    """A list, and several lists, become the rows of their items in order."""
    telnyx = _client(Rooms(7))
    _, rows = _TO_ROWS[library](telnyx.rooms.list(), None)
    names = [f"room {number}" for number in range(1, 8)]
    assert [each["unique_name"] for each in rows] == names
    several: list[Pager[Room, PageMeta]] = [telnyx.rooms.list(limit=count) for count in (0, 3, 1)]
    _, rows = _TO_ROWS[library](several, None)
    assert [each["unique_name"] for each in rows] == [*names[:3], *names[:1]]
    types, rows = _TO_ROWS[library](telnyx.rooms.list(limit=0), None)
    assert (len(types), rows) == (len(Room.__annotations__), [])


@pytest.mark.parametrize("library", _TO_ROWS)
def test_items_that_cannot_be_read(library: str) -> None:
    """They raise an error, or are left out if the list skips them."""
    rooms = [room(1), room(2) | {"max_participants": "many"}, room(3)]
    meta = {"page_number": 1, "page_size": 20, "total_pages": 1, "total_results": 3}
    body = {"data": rooms, "meta": meta}
    telnyx = _client(lambda _: httpx.Response(200, json=body))
    _, rows = _TO_ROWS[library](telnyx.rooms.list(on_invalid="skip"), None)
    assert [each["id"] for each in rows] == [rooms[0]["id"], rooms[2]["id"]]
    with pytest.raises(SchemaError):
        _TO_ROWS[library](telnyx.rooms.list(), None)


_ALONE = """
import sys
from telnyx_video import PageMeta
from telnyx_video.tables import to_arrow, to_pandas, to_polars

functions = {"pandas": to_pandas, "polars": to_polars, "pyarrow": to_arrow}
missing = functions.pop(sys.argv[1])
meta = PageMeta(page_number=1, page_size=1, total_pages=1, total_results=1)
for function in functions.values():
    assert len(function([meta], PageMeta)) == 1
missing([meta], PageMeta)
"""


@pytest.mark.parametrize("library", _TO_ROWS)
def test_a_missing_library_is_named(library: str, tmp_path: Path) -> None:
    """Each function needs its library alone, and says how to install it."""
    (tmp_path / f"{library}.py").write_text(
        f'raise ModuleNotFoundError("No module named {library}", name="{library}")\n'
    )
    # A process of its own, because the libraries remember which of them they found.
    found = subprocess.run(
        [sys.executable, "-c", _ALONE, library],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert found.returncode == 1, found.stderr
    assert 'File "<string>", line 11' in found.stderr
    assert f"pip install {library}" in found.stderr.splitlines()[-1]


def test_models_need_their_class() -> None:
    """An empty list of models has no columns, so that their class must be passed."""
    for source in ([], [_FULL]):
        with pytest.raises(ArgumentError, match="pass models with their class"):
            to_arrow(source)
