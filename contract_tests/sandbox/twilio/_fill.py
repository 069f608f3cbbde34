"""Fill a database with records."""

import sqlite3

from contract_tests.sandbox.twilio import _schema
from contract_tests.sandbox.twilio._records import Records


def fill(connection: sqlite3.Connection, records: Records) -> None:
    """Make the tables of this API, with these records in them.

    Raises `sqlite3.IntegrityError` if two rooms in progress have one name, or two records one SID.
    """
    connection.executescript(_schema.STAGE + _schema.TABLES)
    with connection:
        connection.executemany("INSERT INTO twilio_rooms VALUES (?, ?, ?, ?)", records.rooms)
        connection.executemany(
            "INSERT INTO staged_twilio_participants VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            records.participants,
        )
    connection.executescript(f"BEGIN; {_schema.FILL} COMMIT;")
