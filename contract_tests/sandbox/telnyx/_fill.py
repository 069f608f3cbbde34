"""Fill a database with records."""

import sqlite3

from contract_tests.sandbox.telnyx import _schema
from contract_tests.sandbox.telnyx._records import Records


def fill(connection: sqlite3.Connection, records: Records) -> None:
    """Make the tables of this API, with these records in them."""
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
        connection.executescript(f"BEGIN; {script} COMMIT;")
