"""Build a database of records, and open it to be read."""

import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Self
from urllib.parse import quote

from attrs import define, field

from contract_tests.sandbox.telnyx import _schema
from contract_tests.sandbox.telnyx._records import Records

_memory_names = count(1)


@define
class Database:
    """A database that is only read: one connection per thread that asks for one.

    In memory it lives as long as the object that built it is open.
    """

    _uri: str
    _keeper: sqlite3.Connection
    _local: threading.local = field(factory=threading.local, init=False)
    _opened: list[sqlite3.Connection] = field(factory=list, init=False)

    @classmethod
    def in_memory(cls, records: Records) -> Self:
        """Build a database in memory."""
        # The memdb VFS shares one database between connections without SQLite's discouraged
        # shared cache. The name is private to the process.
        uri = f"file:/rollcall-{next(_memory_names)}?vfs=memdb"
        keeper = sqlite3.connect(uri, uri=True, check_same_thread=False)
        _fill(keeper, records)
        return cls(uri, keeper)

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
            connection.execute("PRAGMA query_only = TRUE")
            self._local.connection = connection
            self._opened.append(connection)
        return connection

    def close(self) -> None:
        """Close every connection. No thread may use one any more."""
        for connection in [*self._opened, self._keeper]:
            connection.close()


def _fill(connection: sqlite3.Connection, records: Records) -> None:
    connection.executescript(_schema.STAGE + _schema.TABLES)
    with connection:
        for table, rows in (
            ("staged_rooms", records.rooms),
            ("staged_sessions", records.sessions),
            ("staged_participants", records.participants),
        ):
            marks = ", ".join("?" * _schema.COLUMNS[table])
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    for script in (_schema.FILL_ROOMS, _schema.FILL_SESSIONS, _schema.FILL_PARTICIPANTS):
        connection.executescript(script)
    connection.execute("ANALYZE")
