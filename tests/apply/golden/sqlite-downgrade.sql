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

-- Running downgrade cccc3 -> bbbb2

DROP TABLE orders;

UPDATE alembic_version SET version_num='bbbb2' WHERE alembic_version.version_num = 'cccc3';

INSERT INTO aludel_log (layout, revision, action, done_at, milliseconds, checksum, db_user, host, done_by, tool, chain) VALUES (1, 'cccc3', 'downgrade', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL, '63636363636363636363636363636363', NULL, NULL, 'tester', '0.1.0', '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a');

COMMIT;

BEGIN;

-- Running downgrade bbbb2 -> aaaa1

DELETE FROM users;

UPDATE alembic_version SET version_num='aaaa1' WHERE alembic_version.version_num = 'bbbb2';

INSERT INTO aludel_log (layout, revision, action, done_at, milliseconds, checksum, db_user, host, done_by, tool, chain) VALUES (1, 'bbbb2', 'downgrade', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL, '62626262626262626262626262626262', NULL, NULL, 'tester', '0.1.0', '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a');

COMMIT;

BEGIN;

-- Running downgrade aaaa1 -> 

DROP TABLE users;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaaa1';

INSERT INTO aludel_log (layout, revision, action, done_at, milliseconds, checksum, db_user, host, done_by, tool, chain) VALUES (1, 'aaaa1', 'downgrade', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL, '61616161616161616161616161616161', NULL, NULL, 'tester', '0.1.0', '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a');

COMMIT;

