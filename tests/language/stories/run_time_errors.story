Errors while migrating: the template's line, the statement, and what became of the database.

=== file lib/shared.mako
<%def name="add(t, v)">
INSERT INTO ${t | id}
    VALUES (${v}, nothing);
</%def>
=== file versions/0001_ok.mako
<%! revision = "0001"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE t (a INTEGER NOT NULL);
</%def>
<%def name="downgrade()">
<% op.irreversible("t's rows can't come back") %>
</%def>
=== file versions/0002_error.mako
<%! revision = "0002"; down_revision = "0001" %>
<%namespace name="lib" file="lib/shared.mako"/>
<%def name="upgrade()">
INSERT INTO t VALUES (1);
% if env("KIND", "") == "shared":
${lib.add("t", 1)}
% elif env("KIND", "") == "constraint":
INSERT INTO t
    VALUES (${None});
% elif env("KIND", "") == "value":
<% n = int(env("N", "x")) %>
INSERT INTO t VALUES (${n});
% elif env("KIND", "") == "raw":
<% op.execute_raw(env("RAW", "SELECT 1; SELECT 2")) %>
% elif env("KIND", "") == "hole":
INSERT INTO ${env("T", "t; DROP TABLE t") | n} VALUES (1);
% elif env("KIND", "") == "divide":
INSERT INTO t VALUES (${1 // env("Z", 0)});
% endif
</%def>
<%def name="downgrade()">
DELETE FROM t;
</%def>
=== session
$ aludel build -o migrate
$ migrate -q upgrade 0001
$ KIND=shared migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: near "nothing": syntax error
  lib/shared.mako:2
    INSERT INTO "t"
        VALUES (1, nothing)
                   ^
  '0002' was rolled back
[exit 1]
$ KIND=constraint migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: NOT NULL constraint failed: t.a
  versions/0002_error.mako:8
    INSERT INTO t
        VALUES (NULL)
  '0002' was rolled back
[exit 1]
$ KIND=value migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: invalid literal for int() with base 10: 'x'
  versions/0002_error.mako:11
  '0002' was rolled back
[exit 1]
$ KIND=raw migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: more than one statement where one is expected
  versions/0002_error.mako:14
    SELECT 1; SELECT 2
  '0002' was rolled back
  hint: execute them one by one
[exit 1]
$ KIND=hole migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: the filter `n` refuses ; in a value that is known at run time only: 't; DROP TABLE t'
  versions/0002_error.mako:16
  '0002' was rolled back
[exit 1]
$ KIND=divide migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: integer division or modulo by zero
  versions/0002_error.mako:18
  '0002' was rolled back
[exit 1]
$ sqlite3 x.db "SELECT count(*) FROM t; SELECT * FROM alembic_version"
0
0001
$ KIND=none migrate -q upgrade head
$ migrate downgrade base
FAILED: '0001' can't be downgraded: t's rows can't come back
  versions/0001_ok.mako
  nothing has been executed
  hint: choose a target above it, or restore a backup
[exit 1]
$ migrate current
0002 (head)
=== session postgresql
$ aludel build -o migrate
$ migrate -q upgrade 0001
$ KIND=shared migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: column "nothing" does not exist
  lib/shared.mako:2
    INSERT INTO "t"
        VALUES (1, nothing)
                   ^
  '0002' was rolled back
[exit 1]
$ KIND=constraint migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: null value in column "a" of relation "t" violates not-null constraint
  versions/0002_error.mako:8
    INSERT INTO t
        VALUES (NULL)
  Failing row contains (null).
  '0002' was rolled back
[exit 1]
$ KIND=value migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: invalid literal for int() with base 10: 'x'
  versions/0002_error.mako:11
  '0002' was rolled back
[exit 1]
$ KIND=raw migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: more than one statement where one is expected
  versions/0002_error.mako:14
    SELECT 1; SELECT 2
  '0002' was rolled back
  hint: execute them one by one
[exit 1]
$ KIND=hole migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: the filter `n` refuses ; in a value that is known at run time only: 't; DROP TABLE t'
  versions/0002_error.mako:16
  '0002' was rolled back
[exit 1]
$ KIND=divide migrate upgrade head
INFO  [aludel.migration] Running upgrade 0001 -> 0002
FAILED: integer division or modulo by zero
  versions/0002_error.mako:18
  '0002' was rolled back
[exit 1]
$ psql -At -c "SELECT count(*) FROM t" -c "SELECT * FROM alembic_version"
0
0001
$ KIND=none migrate -q upgrade head
$ migrate downgrade base
FAILED: '0001' can't be downgraded: t's rows can't come back
  versions/0001_ok.mako
  nothing has been executed
  hint: choose a target above it, or restore a backup
[exit 1]
$ migrate current
0002 (head)
