-- A calendar.

-- edit Calendars: batch_op.add_column(sa.Column("timezone", sa.String(64), server_default="UTC", nullable=False))
CREATE TABLE Calendars (
    _id INTEGER PRIMARY KEY,
    account_name TEXT,
    account_type TEXT,
    displayName TEXT,
    color INTEGER,
    visible INTEGER NOT NULL DEFAULT 1
);
INSERT INTO Calendars VALUES (1, 'ada', 'local', 'Home', -65536, 1), (2, 'ada', 'caldav', 'Work', -16711936, 0);

-- edit appointments: batch_op.alter_column("title", existing_type=sa.Text(), nullable=False, server_default="")
-- edit appointments: batch_op.create_check_constraint("ends_later", "ends_at >= starts_at")
CREATE TABLE appointments (
    _id INTEGER PRIMARY KEY AUTOINCREMENT,
    calendar_id INTEGER NOT NULL REFERENCES Calendars (_id) ON DELETE CASCADE,
    title TEXT,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    rrule TEXT
);
CREATE INDEX appointments_starts ON appointments (starts_at DESC);
INSERT INTO appointments VALUES (1, 1, 'Dentist', '2023-03-01 09:00:00', '2023-03-01 09:30:00', NULL), (2, 2, 'Stand-up', '2023-03-01 10:00:00', '2023-03-01 10:15:00', 'FREQ=DAILY');

-- edit attendee: batch_op.drop_constraint("fk_attendee_event", type_="foreignkey")
-- edit attendee: batch_op.create_foreign_key("fk_attendee_event", "appointments", ["event_id"], ["_id"], ondelete="CASCADE")
CREATE TABLE attendee (
    event_id INTEGER NOT NULL,
    email TEXT NOT NULL COLLATE NOCASE,
    answer TEXT DEFAULT 'none',
    CONSTRAINT fk_attendee_event FOREIGN KEY (event_id) REFERENCES appointments (_id),
    PRIMARY KEY (event_id, email)
);
INSERT INTO attendee VALUES (2, 'bob@example.org', 'yes'), (2, 'Eve@example.org', 'none');

-- edit reminder: batch_op.alter_column("minutes", existing_type=sa.Integer(), server_default="15")
CREATE TABLE reminder (
    _id INTEGER PRIMARY KEY,
    event_id INTEGER REFERENCES appointments (_id) ON DELETE CASCADE,
    minutes INTEGER NOT NULL DEFAULT 10,
    method INTEGER NOT NULL DEFAULT 0
);
INSERT INTO reminder VALUES (1, 1, 60, 1), (2, 2, 5, 0);
CREATE VIEW agenda AS SELECT a.title, a.starts_at, c.displayName FROM appointments a JOIN Calendars c ON c._id = a.calendar_id WHERE c.visible;
