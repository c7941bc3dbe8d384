What a migration says: before what stands behind it, on every log level, and as a comment where nothing is executed.

=== file versions/r1_a.mako
<%! revision = "r1"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE t (n INTEGER);
INSERT INTO t VALUES (1), (2);
</%def>
<%def name="downgrade()">
<% op.remark("all rows of t are lost;\n DROP is next") %>
DROP TABLE t;
</%def>
=== file versions/r2_b.mako
<%! revision = "r2"; down_revision = "r1" %>
<%def name="upgrade()">
<% op.remark("t gets wider") %>
<% op.remark(f"rows so far: {op.scalar('SELECT count(*) FROM t')}") %>
ALTER TABLE t ADD COLUMN m INTEGER;
</%def>
<%def name="downgrade()">
ALTER TABLE t DROP COLUMN m;
</%def>
=== session
$ aludel build -o migrate
$ migrate plan
-- Running upgrade  -> r1

CREATE TABLE t (n INTEGER);

INSERT INTO t VALUES (1), (2);

-- Running upgrade r1 -> r2

-- t gets wider

-- what it executes then depends on what it finds in the database

-- digest: …
$ migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> r1
INFO  [aludel.migration] Running upgrade r1 -> r2
INFO  [aludel.migration] t gets wider
INFO  [aludel.migration] rows so far: 2
$ migrate downgrade r1:base --sql
INFO  [aludel.migration] Running downgrade r1 ->
BEGIN;

-- Running downgrade r1 ->

-- all rows of t are lost;
--  DROP is next

DROP TABLE t;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'r1';

COMMIT;
$ migrate -q upgrade r1 --url sqlite:///y.db && migrate --url sqlite:///y.db plan --downgrade base
-- Running downgrade r1 ->

-- all rows of t are lost;
--  DROP is next

DROP TABLE t;

-- digest: ……
$ migrate -v downgrade base
INFO  [aludel.migration] Running downgrade r2 -> r1
SQL   [aludel.migration] ALTER TABLE t DROP COLUMN m
INFO  [aludel.migration] Running downgrade r1 ->
INFO  [aludel.migration] all rows of t are lost;
INFO  [aludel.migration]  DROP is next
SQL   [aludel.migration] DROP TABLE t
=== session postgresql
$ aludel build -o migrate
$ migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> r1
INFO  [aludel.migration] Running upgrade r1 -> r2
INFO  [aludel.migration] t gets wider
INFO  [aludel.migration] rows so far: 2
$ migrate upgrade r1:r2 --sql
FAILED: op.scalar needs a live database; --sql only writes a script
  versions/r2_b.mako:4
  hint: run the migration against a database, without --sql
[exit 1]
$ migrate downgrade base
INFO  [aludel.migration] Running downgrade r2 -> r1
INFO  [aludel.migration] Running downgrade r1 ->
INFO  [aludel.migration] all rows of t are lost;
INFO  [aludel.migration]  DROP is next
