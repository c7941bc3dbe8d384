-- A messenger on a phone.

-- edit contacts: batch_op.create_unique_constraint("contacts_phone", ["phone"])
CREATE TABLE contacts (
    _id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT UNIQUE DEFAULT NULL,
    phone TEXT DEFAULT NULL,
    display_name TEXT COLLATE NOCASE,
    blocked INTEGER DEFAULT 0,
    color TEXT DEFAULT 'blue'
);
INSERT INTO contacts (_id, uuid, phone) VALUES (1, 'a1', '+4911'), (2, 'b2', '+4922'), (3, NULL, '+4933');

-- edit threads: batch_op.alter_column("snippet_type", existing_type=sa.Integer(), server_default=None)
CREATE TABLE threads (
    _id INTEGER PRIMARY KEY AUTOINCREMENT,
    date INTEGER DEFAULT 0,
    contact_id INTEGER DEFAULT NULL REFERENCES contacts (_id) ON DELETE CASCADE,
    snippet TEXT,
    snippet_type INTEGER DEFAULT 0,
    archived INTEGER DEFAULT 0,
    pinned INTEGER UNIQUE DEFAULT NULL
);
CREATE INDEX thread_contact ON threads (contact_id);
CREATE INDEX archived_index ON threads (archived, date DESC);
INSERT INTO threads VALUES (1, 1600, 1, 'hi', 0, 0, NULL), (2, 1700, 2, NULL, 1, 1, NULL), (3, 1800, 3, 'ok', 0, 0, 1);
UPDATE sqlite_sequence SET seq = 9 WHERE name = 'threads';

-- edit message: batch_op.add_column(sa.Column("expires_in", sa.Integer(), server_default="0"))
-- edit message: batch_op.alter_column("body", existing_type=sa.Text(), new_column_name="content")
CREATE TABLE message (
    _id INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id INTEGER NOT NULL REFERENCES threads (_id) ON DELETE CASCADE,
    sender INTEGER NOT NULL REFERENCES contacts (_id) ON DELETE CASCADE,
    date_sent INTEGER NOT NULL,
    body TEXT,
    read INTEGER DEFAULT 0,
    quote_id INTEGER DEFAULT 0
);
CREATE INDEX message_read ON message (read);
CREATE UNIQUE INDEX message_unique ON message (date_sent, sender, thread_id);
INSERT INTO message VALUES (1, 1, 1, 1590, 'hello', 1, 0), (2, 1, 1, 1600, 'hi', 0, 0), (3, 2, 2, 1700, NULL, 1, 2);
CREATE TABLE search_log (message_id INTEGER, words TEXT);
CREATE TRIGGER message_ai AFTER INSERT ON message BEGIN
    INSERT INTO search_log VALUES (new._id, new.body);
END;
CREATE TRIGGER message_ad AFTER DELETE ON message BEGIN
    DELETE FROM search_log WHERE message_id = old._id;
END;

-- edit attachment: batch_op.alter_column("size", existing_type=sa.Text(), type_=sa.Integer())
CREATE TABLE attachment (
    _id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message (_id) ON DELETE CASCADE,
    content_type TEXT,
    size TEXT,
    data BLOB
);
INSERT INTO attachment VALUES (1, 1, 'image/jpeg', '2048', x'ffd8ff'), (2, 3, 'audio/aac', NULL, x'00');

-- edit reaction: batch_op.drop_constraint("uq_reaction_message_id", type_="unique")
-- options reaction: naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"}
CREATE TABLE reaction (
    _id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message (_id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES contacts (_id) ON DELETE CASCADE,
    emoji TEXT NOT NULL,
    UNIQUE (message_id, author_id) ON CONFLICT REPLACE
);
INSERT INTO reaction VALUES (1, 1, 2, '👍'), (2, 2, 1, '❤');
