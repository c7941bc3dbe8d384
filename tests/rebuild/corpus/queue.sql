-- A queue of jobs.

-- edit queue: batch_op.create_check_constraint("queue_limit", "max_running > 0")
CREATE TABLE queue (
    name TEXT PRIMARY KEY,
    max_running INTEGER NOT NULL DEFAULT 4,
    paused TINYINT(1) NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO queue VALUES ('default', 4, 0), ('mail', 1, 0);

-- edit job: batch_op.alter_column("payload", existing_type=sa.Text(), type_=sa.JSON())
-- edit job: batch_op.alter_column("attempts", existing_type=sa.Integer(), nullable=False, server_default="0")
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL DEFAULT 'default' REFERENCES queue (name) ON UPDATE CASCADE ON DELETE CASCADE,
    payload TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'ready' CONSTRAINT job_state CHECK (state IN ('ready', 'running', 'done', 'dead')),
    attempts INTEGER DEFAULT 0,
    run_at INTEGER NOT NULL,
    locked_by TEXT
);
CREATE INDEX job_ready ON job (queue, run_at) WHERE state = 'ready';
CREATE INDEX job_locked ON job (locked_by) WHERE locked_by IS NOT NULL;
INSERT INTO job VALUES (1, 'default', '{"a":1}', 'done', 1, 100, NULL), (2, 'mail', '[]', 'ready', 0, 200, NULL), (5, 'mail', '{}', 'running', 2, 300, 'w1');
CREATE TRIGGER job_counts AFTER UPDATE OF state ON job WHEN NEW.state = 'running' BEGIN
    UPDATE job SET attempts = attempts + 1 WHERE id = NEW.id;
END;
UPDATE sqlite_sequence SET seq = 120 WHERE name = 'job';

-- edit job_error: batch_op.add_column(sa.Column("backtrace", sa.Text()))
-- edit job_error: batch_op.create_index("job_error_job", ["job_id"])
CREATE TABLE job_error (job_id INTEGER REFERENCES job (id) ON DELETE CASCADE, at INTEGER, message TEXT);
INSERT INTO job_error VALUES (5, 301, 'timeout'), (5, 302, 'timeout');

-- edit worker: batch_op.drop_column("pid")
CREATE TABLE worker (id TEXT PRIMARY KEY, host TEXT NOT NULL, pid INTEGER, seen INTEGER NOT NULL);
INSERT INTO worker VALUES ('w1', 'box', 411, 300), ('w2', 'box', 412, 290);

CREATE VIEW backlog AS SELECT q.name, count(j.id) AS waiting FROM queue q LEFT JOIN job j ON j.queue = q.name AND j.state = 'ready' GROUP BY q.name;
