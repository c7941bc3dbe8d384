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

-- Running stamp_revision aaaa1 -> iiii4

UPDATE alembic_version SET version_num='iiii4' WHERE alembic_version.version_num = 'aaaa1';

INSERT INTO aludel_log (layout, revision, action, done_at, milliseconds, checksum, db_user, host, done_by, tool, chain) VALUES (1, 'iiii4', 'stamp', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL, NULL, NULL, NULL, 'tester', '0.1.0', '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a');

COMMIT;

BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

COMMIT;

