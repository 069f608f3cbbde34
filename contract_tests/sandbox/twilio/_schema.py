"""The tables.

A list is one range of the primary key, of which a page is a piece: the rows of a room with one
status, by the instant of creation, and by SID where instants are equal. Another index has the
same for one identity. Rows never change once they are in.
"""

# Filled first, unsorted; gone once the table is built.
STAGE = """
CREATE TEMP TABLE staged_twilio_participants (
    room INTEGER, sid TEXT, status TEXT, identity TEXT,
    date_created INTEGER, date_updated INTEGER, start_time INTEGER, end_time INTEGER
);
"""

TABLES = """
CREATE TABLE twilio_rooms (
    number INTEGER PRIMARY KEY,
    sid TEXT NOT NULL, unique_name TEXT NOT NULL, completed INTEGER NOT NULL
);
CREATE TABLE twilio_participants (
    room INTEGER NOT NULL, status TEXT NOT NULL, date_created INTEGER NOT NULL, sid TEXT NOT NULL,
    identity TEXT NOT NULL,
    date_updated INTEGER NOT NULL, start_time INTEGER NOT NULL, end_time INTEGER,
    PRIMARY KEY (room, status, date_created, sid)
) WITHOUT ROWID;
"""

FILL = """
INSERT INTO twilio_participants
SELECT room, status, date_created, sid, identity, date_updated, start_time, end_time
FROM staged_twilio_participants ORDER BY room, status, date_created, sid;
DROP TABLE staged_twilio_participants;
CREATE UNIQUE INDEX twilio_participants_by_identity
ON twilio_participants (room, status, identity, date_created, sid);
CREATE UNIQUE INDEX twilio_rooms_by_sid ON twilio_rooms (sid);
CREATE UNIQUE INDEX twilio_rooms_by_unique_name ON twilio_rooms (unique_name) WHERE NOT completed;
"""
