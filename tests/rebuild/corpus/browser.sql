-- A browser's history and bookmarks.

-- edit moz_places: batch_op.alter_column("visit_count", existing_type=sa.Integer(), nullable=False)
CREATE TABLE moz_places (
    id INTEGER PRIMARY KEY,
    url LONGVARCHAR,
    title LONGVARCHAR,
    rev_host LONGVARCHAR,
    visit_count INTEGER DEFAULT 0,
    hidden INTEGER DEFAULT 0 NOT NULL,
    typed INTEGER DEFAULT 0 NOT NULL,
    frecency INTEGER DEFAULT -1 NOT NULL,
    last_visit_date INTEGER,
    guid TEXT
);
CREATE INDEX moz_places_hostindex ON moz_places (rev_host);
CREATE INDEX moz_places_frecencyindex ON moz_places (frecency);
CREATE UNIQUE INDEX moz_places_guid_uniqueindex ON moz_places (guid);
INSERT INTO moz_places VALUES (1, 'https://sqlite.org/', 'SQLite', 'gro.etilqs.', 4, 0, 1, 2000, 1600000000, 'aaaa'),
    (2, 'https://example.org/', NULL, 'gro.elpmaxe.', 1, 0, 0, 100, NULL, 'bbbb');

-- edit moz_historyvisits: batch_op.create_foreign_key("visit_place", "moz_places", ["place_id"], ["id"], ondelete="CASCADE")
CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER, visit_type INTEGER, session INTEGER);
CREATE INDEX moz_historyvisits_placedateindex ON moz_historyvisits (place_id, visit_date);
INSERT INTO moz_historyvisits VALUES (1, 0, 1, 1599999000, 1, 0), (2, 1, 2, 1599999500, 1, 0), (3, 0, 1, 1600000000, 2, 0);

-- edit moz_bookmarks: batch_op.drop_column("folder_type")
CREATE TABLE moz_bookmarks (id INTEGER PRIMARY KEY, type INTEGER, fk INTEGER DEFAULT NULL, parent INTEGER, position INTEGER, title LONGVARCHAR, keyword_id INTEGER, folder_type TEXT, dateAdded INTEGER, lastModified INTEGER, guid TEXT);
CREATE INDEX moz_bookmarks_itemindex ON moz_bookmarks (fk, type);
CREATE INDEX moz_bookmarks_parentindex ON moz_bookmarks (parent, position);
INSERT INTO moz_bookmarks VALUES (1, 2, NULL, 0, 0, 'root', NULL, NULL, 1, 1, 'root________'), (2, 1, 1, 1, 0, 'SQLite', NULL, NULL, 2, 2, 'cccc');

-- edit downloads: batch_op.alter_column("total_bytes", existing_type=sa.Integer(), type_=sa.BigInteger())
CREATE TABLE downloads (
    id INTEGER PRIMARY KEY,
    guid VARCHAR NOT NULL,
    current_path LONGVARCHAR NOT NULL,
    start_time INTEGER NOT NULL,
    received_bytes INTEGER NOT NULL,
    total_bytes INTEGER NOT NULL,
    state INTEGER NOT NULL
);
INSERT INTO downloads VALUES (1, 'd-1', '/tmp/a.zip', 1600, 1024, 4096, 0), (2, 'd-2', '/tmp/b.iso', 1700, 4700000000, 4700000000, 1);

-- edit cookies: batch_op.add_column(sa.Column("same_site", sa.Integer(), server_default="-1", nullable=False))
-- edit cookies: batch_op.alter_column("priority", existing_type=sa.Integer(), server_default="2")
CREATE TABLE cookies (
    host_key TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    path TEXT NOT NULL,
    expires_utc INTEGER NOT NULL,
    is_secure INTEGER NOT NULL,
    priority INTEGER NOT NULL DEFAULT 1,
    encrypted_value BLOB DEFAULT '',
    UNIQUE (host_key, name, path)
);
INSERT INTO cookies (rowid, host_key, name, value, path, expires_utc, is_secure) VALUES (4, 'example.org', 'sid', 'abc', '/', 1900, 1),
    (6, 'example.org', 'lang', 'de', '/', 1900, 0), (2, 'sqlite.org', 'x', '1', '/src', 1800, 0);

CREATE VIEW recent_pages AS SELECT p.url, v.visit_date FROM moz_historyvisits v JOIN moz_places p ON p.id = v.place_id WHERE p.hidden = 0;
