BEGIN;

CREATE TABLE IF NOT EXISTS aludel_log (
    number INTEGER PRIMARY KEY,
    layout INTEGER NOT NULL,
    revision TEXT NOT NULL,
    action TEXT NOT NULL,
    done_at TEXT NOT NULL,
    milliseconds BIGINT,
    checksum TEXT,
    db_user TEXT,
    host TEXT,
    done_by TEXT,
    tool TEXT NOT NULL,
    chain TEXT NOT NULL,
    carried TEXT,
    compatible_with TEXT
);

-- Running upgrade aaaa1 -> bbbb2

INSERT INTO users (name) VALUES ('ann');

INSERT INTO users (name) VALUES ('bob');

UPDATE alembic_version SET version_num='bbbb2' WHERE alembic_version.version_num = 'aaaa1';

INSERT INTO aludel_log (layout, revision, action, done_at, milliseconds, checksum, db_user, host, done_by, tool, chain) VALUES (1, 'bbbb2', 'upgrade', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL, '62626262626262626262626262626262', NULL, NULL, 'tester', '0.1.0', '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a');

-- Running upgrade bbbb2 -> cccc3

CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER);

CREATE INDEX orders_user ON orders (user_id);

UPDATE alembic_version SET version_num='cccc3' WHERE alembic_version.version_num = 'bbbb2';

INSERT INTO aludel_log (layout, revision, action, done_at, milliseconds, checksum, db_user, host, done_by, tool, chain) VALUES (1, 'cccc3', 'upgrade', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL, '63636363636363636363636363636363', NULL, NULL, 'tester', '0.1.0', '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a');

COMMIT;

