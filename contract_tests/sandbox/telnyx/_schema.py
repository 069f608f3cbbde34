"""The tables.

`position` numbers the rows of a table in the order in which lists show them: by parent, then by
the instant of creation (or of joining), then by id. The children of one parent therefore have
consecutive positions, which the parent keeps as `first_child` and `children`; a page without
filters, however deep, is one range of the primary key. Rows never change once they are in.
"""

# Filled first, unsorted, by whoever brings the records; gone once the tables are built.
STAGE = """
CREATE TEMP TABLE staged_rooms (
    id TEXT, max_participants INTEGER, unique_name TEXT, created_at TEXT, updated_at TEXT,
    active_session_id TEXT, enable_recording INTEGER, webhook_event_url TEXT,
    webhook_event_failover_url TEXT, webhook_timeout_secs INTEGER
);
CREATE TEMP TABLE staged_sessions (
    id TEXT, room_id TEXT, active INTEGER, created_at TEXT, updated_at TEXT, ended_at TEXT
);
CREATE TEMP TABLE staged_participants (
    id TEXT, session_id TEXT, context TEXT, joined_at TEXT, updated_at TEXT, left_at TEXT
);
"""

TABLES = """
CREATE TABLE rooms (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL, max_participants INTEGER NOT NULL, unique_name TEXT NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, active_session_id TEXT,
    enable_recording INTEGER NOT NULL, webhook_event_url TEXT NOT NULL,
    webhook_event_failover_url TEXT, webhook_timeout_secs INTEGER,
    first_child INTEGER NOT NULL DEFAULT 1, children INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE sessions (
    position INTEGER PRIMARY KEY, room INTEGER NOT NULL,
    id TEXT NOT NULL, active INTEGER NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, ended_at TEXT,
    first_child INTEGER NOT NULL DEFAULT 1, children INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE participants (
    position INTEGER PRIMARY KEY, session INTEGER NOT NULL,
    id TEXT NOT NULL, context TEXT NOT NULL,
    joined_at TEXT NOT NULL, updated_at TEXT NOT NULL, left_at TEXT
);
"""

# Each level needs the ids of the level above to be indexed, hence one script per level.
FILL_ROOMS = """
INSERT INTO rooms
SELECT row_number() OVER (ORDER BY created_at, id), *, 1, 0 FROM staged_rooms;
DROP TABLE staged_rooms;
CREATE UNIQUE INDEX rooms_by_id ON rooms (id);
CREATE UNIQUE INDEX rooms_by_unique_name ON rooms (unique_name);
CREATE INDEX rooms_by_created_at ON rooms (created_at);
CREATE INDEX rooms_by_updated_at ON rooms (updated_at);
"""

FILL_SESSIONS = """
INSERT INTO sessions
SELECT row_number() OVER (ORDER BY room.position, own.created_at, own.id), room.position,
    own.id, own.active, own.created_at, own.updated_at, own.ended_at, 1, 0
FROM staged_sessions AS own JOIN rooms AS room ON room.id = own.room_id;
DROP TABLE staged_sessions;
CREATE UNIQUE INDEX sessions_by_id ON sessions (id);
CREATE INDEX sessions_by_created_at ON sessions (room, created_at);
CREATE INDEX sessions_by_updated_at ON sessions (room, updated_at);
CREATE INDEX sessions_by_ended_at ON sessions (room, ended_at);
CREATE INDEX sessions_by_active ON sessions (room, active);
UPDATE rooms SET first_child = child.first, children = child.count FROM (
    SELECT room, min(position) AS first, count(*) AS count FROM sessions GROUP BY room
) AS child WHERE child.room = rooms.position;
"""

FILL_PARTICIPANTS = """
INSERT INTO participants
SELECT row_number() OVER (ORDER BY session.position, own.joined_at, own.id), session.position,
    own.id, own.context, own.joined_at, own.updated_at, own.left_at
FROM staged_participants AS own JOIN sessions AS session ON session.id = own.session_id;
DROP TABLE staged_participants;
CREATE INDEX participants_by_joined_at ON participants (session, joined_at);
CREATE INDEX participants_by_updated_at ON participants (session, updated_at);
CREATE INDEX participants_by_left_at ON participants (session, left_at);
CREATE INDEX participants_by_context ON participants (session, context);
UPDATE sessions SET first_child = child.first, children = child.count FROM (
    SELECT session, min(position) AS first, count(*) AS count FROM participants GROUP BY session
) AS child WHERE child.session = sessions.position;
"""

COLUMNS = {"staged_rooms": 10, "staged_sessions": 6, "staged_participants": 6}
