An autocommit part that fails, and the migration that goes on from there.

=== file versions/0001_parts.mako
<%! revision = "0001"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE t (a INTEGER);
INSERT INTO t VALUES (1), (1);
% with op.autocommit():
INSERT INTO t VALUES (2);
CREATE UNIQUE INDEX t_a ON t (a);
VACUUM;
% endwith
INSERT INTO t VALUES (3);
</%def>
<%def name="downgrade()">
DROP TABLE t;
</%def>
=== session
$ aludel build -o migrate
$ migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> 0001
FAILED: UNIQUE constraint failed: t.a
  versions/0001_parts.mako:7
    CREATE UNIQUE INDEX t_a ON t (a)
  of '0001' what ran in autocommit stays, the next run goes on from there
[exit 1]
$ migrate current
$ sqlite3 x.db "SELECT a FROM t"
1
1
2
$ migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> 0001
INFO  [aludel.migration] '0001' was interrupted: going on where it stopped
FAILED: UNIQUE constraint failed: t.a
  versions/0001_parts.mako:7
    CREATE UNIQUE INDEX t_a ON t (a)
  of '0001' what ran in autocommit stays, the next run goes on from there
[exit 1]
$ sqlite3 x.db "DELETE FROM t WHERE a = 1"
$ migrate resume
INFO  [aludel.migration] Running upgrade  -> 0001
INFO  [aludel.migration] '0001' was interrupted: going on where it stopped
$ sqlite3 x.db "SELECT a FROM t"
2
3
$ migrate current
0001 (head)
$ migrate downgrade base
INFO  [aludel.migration] Running downgrade 0001 ->
$ sqlite3 x.db "INSERT INTO alembic_version VALUES ('x'); DELETE FROM alembic_version; SELECT name FROM sqlite_master WHERE name = 't'"
=== session postgresql
$ aludel build -o migrate
$ migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> 0001
FAILED: could not create unique index "t_a"
  versions/0001_parts.mako:7
    CREATE UNIQUE INDEX t_a ON t (a)
  Key (a)=(1) is duplicated.
  of '0001' what ran in autocommit stays, the next run goes on from there
[exit 1]
$ migrate current
$ psql -qAt -c "SELECT a FROM t ORDER BY a"
1
1
2
$ migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> 0001
INFO  [aludel.migration] '0001' was interrupted: going on where it stopped
FAILED: could not create unique index "t_a"
  versions/0001_parts.mako:7
    CREATE UNIQUE INDEX t_a ON t (a)
  Key (a)=(1) is duplicated.
  of '0001' what ran in autocommit stays, the next run goes on from there
[exit 1]
$ psql -qAt -c "DELETE FROM t WHERE a = 1"
$ migrate resume
INFO  [aludel.migration] Running upgrade  -> 0001
INFO  [aludel.migration] '0001' was interrupted: going on where it stopped
$ psql -qAt -c "SELECT a FROM t ORDER BY a"
2
3
$ migrate current
0001 (head)
$ migrate downgrade base
INFO  [aludel.migration] Running downgrade 0001 ->
$ psql -qAt -c "SELECT to_regclass('t') IS NULL, count(*) FROM aludel_journal"
t|0
