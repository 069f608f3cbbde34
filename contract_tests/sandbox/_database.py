"""Build a database of records, and open it to be read."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from attrs import define, field, frozen

# Marks a file as ours (SQLite's application_id; the letters "RCsb"), and the version of its tables.
_APPLICATION_ID = 0x52437362
_VERSION = 2

Fill = Callable[[sqlite3.Connection], None]

_memory_names = count(1)


@frozen
class Condition:
    """A condition on one column: `comparison` is an operator of SQL. No null meets it."""

    column: str
    comparison: str
    value: str | int


class DatabaseFileError(ValueError):
    """A file that is not the database that the options describe."""


@define
class Database:
    """A read-only database, with a pool of connections."""

    _uri: str
    # A database in memory lives as long as a connection to it is open.
    _keeper: sqlite3.Connection
    _idle: list[sqlite3.Connection] = field(factory=list, init=False)

    @classmethod
    def in_memory(cls, *fills: Fill) -> Self:
        """Build a database in memory; raise `sqlite3.OperationalError` past 1 GiB."""
        # The memdb VFS shares one database between connections without SQLite's discouraged
        # shared cache. The name means nothing outside the process.
        uri = f"file:/rollcall-{next(_memory_names)}?vfs=memdb"
        keeper = _connect(uri)
        try:
            _fill(keeper, fills)
        except BaseException:
            keeper.close()
            raise
        return cls(uri, keeper)

    @classmethod
    def in_file(cls, file: Path, origin: str, *fills: Fill) -> Self:
        """Build a database in `file`, or open the database of an earlier call.

        `origin` describes the records. Raises `DatabaseFileError` if the file has another origin or
        is no such database, and leaves the file as it is.
        """
        if file.exists():
            _check(file, origin)
        else:
            unfinished = file.with_name(f"{file.name}.{os.getpid()}.unfinished")
            try:
                with closing(sqlite3.connect(unfinished)) as connection:
                    # No journal: a file that is not finished is built again.
                    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
                    _fill(connection, fills)
                    connection.execute("CREATE TABLE origin (text TEXT)")
                    connection.execute("INSERT INTO origin VALUES (?)", (origin,))
                    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                    connection.execute(f"PRAGMA user_version = {_VERSION}")
                    connection.commit()
                unfinished.replace(file)
            finally:
                unfinished.unlink(missing_ok=True)
        uri = f"file:{quote(str(file.absolute()))}?mode=ro"
        return cls(uri, _connect(uri))

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; no other caller uses it at the same time."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = _connect(self._uri)
            connection.execute("PRAGMA query_only = TRUE")
        try:
            yield connection
        finally:
            self._idle.append(connection)

    def close(self) -> None:
        """Close every connection; all must have been returned."""
        for connection in [*self._idle, self._keeper]:
            connection.close()


def _connect(uri: str) -> sqlite3.Connection:
    # Only one thread uses it at a time.
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


def _check(file: Path, origin: str) -> None:
    with closing(_connect(f"file:{quote(str(file.absolute()))}?mode=ro")) as connection:
        try:
            pragmas = "SELECT * FROM pragma_application_id, pragma_user_version"
            if connection.execute(pragmas).fetchone() != (_APPLICATION_ID, _VERSION):
                message = (
                    f"{file} is not a database of this sandbox; name a file that does not exist"
                )
                raise DatabaseFileError(message)
            (found,) = connection.execute("SELECT text FROM origin").fetchone()
        except sqlite3.DatabaseError as error:
            message = f"{file} is not a database: {error}; name a file that does not exist"
            raise DatabaseFileError(message) from error
    if found != origin:
        message = f"{file} holds {found}, not {origin}; delete it or name another file"
        raise DatabaseFileError(message)


def _fill(connection: sqlite3.Connection, fills: Iterable[Fill]) -> None:
    for fill in fills:
        fill(connection)
    connection.execute("ANALYZE")


def fill_tables(
    connection: sqlite3.Connection,
    tables: str,
    staged: Mapping[str, tuple[tuple[str, ...], Iterable[Any]]],
    scripts: Iterable[str],
) -> None:
    """Create tables, and fill them from temporary ones, each given by its columns and its rows."""
    connection.executescript(tables)
    for name, (columns, rows) in staged.items():
        connection.execute(f"CREATE TEMP TABLE {name} ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608
    for script in scripts:
        connection.executescript(f"BEGIN; {script} COMMIT;")
