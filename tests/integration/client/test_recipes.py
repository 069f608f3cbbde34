"""The recipes of docs/howto/recipes.md run as they are printed."""

import importlib.util
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

from contract_tests.sandbox import Sandbox, serve
from tests.support.client.recipes import run_recipe
from tests.support.documented import SECONDS
from tests.support.wire import page, reply, room, serving

ROOT = Path(__file__).parents[3]
RECIPES = (ROOT / "docs" / "howto" / "recipes.md").read_text(encoding="utf-8")
SAMPLES = dict(
    re.findall(r"^## (\w+)\n.*?^```python\n(.*?)^```", RECIPES, flags=re.MULTILINE | re.DOTALL)
)

INSTANTS = {"created_at", "updated_at", "ended_at"}
NUMBERS = {"max_participants", SECONDS}
FLAGS = {"enable_recording", "active"}


@attrs.frozen
class Library:
    """The library of a recipe.

    Attributes:
        module: The module that has to be installed.
        text: The name of the type of a text column.
        instant: The name of the type of a column of instants.
        number: The name of the type of a column of integers.
        flag: The name of the type of a column of booleans.
        probe: Code that prints the types and the rows of both tables.
    """

    module: str
    text: str
    instant: str
    number: str
    flag: str
    probe: str

    def type_of(self, column: str) -> str:
        """Return the expected type of a column."""
        if column in INSTANTS:
            return self.instant
        if column in NUMBERS:
            return self.number
        return self.flag if column in FLAGS else self.text


LIBRARIES = {
    "pandas": Library(
        module="pandas",
        text="string",
        instant="datetime64[us, UTC]",
        number="Int64",
        flag="boolean",
        probe="""
import pandas as pd

def types(table):
    return {name: str(kind) for name, kind in table.dtypes.items() if name != "participants"}

def rows(table):
    records = table.drop(columns="participants", errors="ignore").to_dict("records")
    return [{k: None if pd.isna(v) else v for k, v in record.items()} for record in records]
""",
    ),
    "polars": Library(
        module="polars",
        text="String",
        instant="Datetime(time_unit='us', time_zone='UTC')",
        number="Int64",
        flag="Boolean",
        probe="""
def types(table):
    return {name: str(kind) for name, kind in table.schema.items() if name not in NESTED}

def rows(table):
    return table.drop(NESTED, strict=False).to_dicts()
""",
    ),
    "Arrow": Library(
        module="pyarrow",
        text="string",
        instant="timestamp[us, tz=UTC]",
        number="int64",
        flag="bool",
        probe="""
def types(table):
    return {field.name: str(field.type) for field in table.schema if field.name not in NESTED}

def rows(table):
    return table.drop_columns([n for n in table.column_names if n in NESTED]).to_pylist()
""",
    ),
}
PRINT = """
import json
found = {name: [types(table), rows(table)] for name, table in tables.items()}
print(json.dumps(found, default=lambda instant: instant.isoformat()))
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Start a server with more rooms than a page holds."""
    with serve(rooms=300) as running:
        yield running


@pytest.fixture(params=LIBRARIES)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of each recipe whose library is installed."""
    chosen: str = request.param
    module = LIBRARIES[chosen].module
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")
    return chosen


def test_there_is_a_recipe_for_each_library() -> None:
    """Without this test, a recipe that is not found would not be tested."""
    assert SAMPLES.keys() == LIBRARIES.keys() | {"Dask", "Ray"}


@pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="dask[distributed] is not installed"
)
def test_a_cluster_of_dask_reads_partitions(sandbox: Sandbox, tmp_path: Path) -> None:
    """The recipe runs on two processes, each with the key of its environment."""
    environment = {"TELNYX_BASE_URL": sandbox.base_url, "TELNYX_API_KEY": sandbox.token}
    done = run_recipe(SAMPLES["Dask"], tmp_path, environment)
    assert done.stdout.splitlines()[-1] == "300", done.stderr


def test_rows_are_those_of_the_server(name: str, sandbox: Sandbox, tmp_path: Path) -> None:
    """The tables hold every room and session in order, and null for what is null or absent."""
    rooms = _rooms(sandbox)
    tables = _run(name, sandbox, tmp_path)
    assert len(rooms) == 300
    _assert_rows(tables["rooms"][1], rooms)
    sessions = [session for record in rooms for session in record["sessions"]]
    assert any(not record["sessions"] for record in rooms)
    _assert_rows(tables["sessions"][1], sessions)


def test_absent_and_null_become_null(name: str, tmp_path: Path) -> None:
    """The data has numbers that are absent, null or set, and sessions that are absent or empty."""
    rooms = [
        room(1),
        room(2) | {SECONDS: None, "sessions": []},
        room(3) | {SECONDS: 25},
    ]
    meta = {"page_number": 1, "page_size": 100, "total_pages": 1, "total_results": 3}
    with serving(reply({"data": rooms, "meta": meta})) as server:
        tables = _run(name, Sandbox(server.url, "key"), tmp_path)
    assert [row[SECONDS] for row in tables["rooms"][1]] == [None, None, 25]
    assert tables["sessions"][1] == []


def test_columns_have_their_types(name: str, sandbox: Sandbox, tmp_path: Path) -> None:
    """Ids are text, date-times are in UTC, and integers stay integers beside nulls."""
    library = LIBRARIES[name]
    for types, rows in _run(name, sandbox, tmp_path).values():
        assert rows
        assert types == {column: library.type_of(column) for column in types}


def test_an_empty_list_has_the_same_columns(name: str, sandbox: Sandbox, tmp_path: Path) -> None:
    """A list without rooms makes tables without rows, of the same types."""
    with serving(page()) as server:
        without = _run(name, Sandbox(server.url, "key"), tmp_path)
    assert [rows for _, rows in without.values()] == [[], []]
    tables = _run(name, sandbox, tmp_path)
    assert {key: types for key, (types, _) in without.items()} == {
        key: types for key, (types, _) in tables.items()
    }


def _run(name: str, sandbox: Sandbox, folder: Path) -> dict[str, Any]:
    """Run a recipe, and return the types and the rows of its tables."""
    code = [
        SAMPLES[name],
        'NESTED = ["sessions", "participants"]',
        LIBRARIES[name].probe,
        "tables = dict(rooms=rooms, sessions=sessions)",
    ]
    output = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(output):
        patch.chdir(folder)
        patch.setenv("TELNYX_BASE_URL", sandbox.base_url)
        patch.setenv("TELNYX_API_KEY", sandbox.token)
        exec("\n".join([*code, PRINT]), {})  # noqa: S102 - the recipe
    found: dict[str, Any] = json.loads(output.getvalue().splitlines()[-1])
    return found


def _rooms(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Read all rooms with their sessions, without the client."""
    rooms: list[dict[str, Any]] = []
    for number in (1, 2, 3):
        response = httpx.get(
            f"{sandbox.base_url}/rooms",
            params={"page[size]": 100, "page[number]": number, "include_sessions": "true"},
            headers={"authorization": f"Bearer {sandbox.token}"},
        )
        rooms += response.raise_for_status().json()["data"]
    return rooms


def _assert_rows(rows: Iterable[Mapping[str, Any]], records: Iterable[Mapping[str, Any]]) -> None:
    for row, record in zip(rows, records, strict=True):
        assert row == {column: _plain(column, record.get(column)) for column in row}


def _plain(column: str, value: Any) -> Any:  # noqa: ANN401
    if column in INSTANTS and value is not None:
        return datetime.fromisoformat(value).astimezone(UTC).isoformat()
    return value
