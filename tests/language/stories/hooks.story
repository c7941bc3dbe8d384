The hooks of env.mako and their transactions; constants, helpers and guards of it.

=== file env.mako
<%!
prefix = "app_"
PRICE = 5 if dialect == "sqlite" else 6

def name_of(t):
    return prefix + t
%>
<%def name="guard(t)">
INSERT INTO journal VALUES (${"guard " + name_of(t)}, ${PRICE});
</%def>
<%def name="before_each()">
CREATE TABLE IF NOT EXISTS journal (what TEXT, n INTEGER);
INSERT INTO journal VALUES ('before each', ${env("N", 0)});
</%def>
<%def name="after_each()">
INSERT INTO journal VALUES ('after each', 0);
% if env("BREAK_EACH", False):
<% fail("after_each refuses") %>
% endif
</%def>
<%def name="before_upgrade()">
CREATE TABLE IF NOT EXISTS journal (what TEXT, n INTEGER);
INSERT INTO journal VALUES ('before upgrade', 0);
</%def>
<%!
def after_upgrade():
    op.execute("INSERT INTO journal VALUES ('after upgrade', 0)")
%>
<%def name="before_downgrade()">
INSERT INTO journal VALUES ('before downgrade', 0);
</%def>
<%def name="after_downgrade()">
INSERT INTO journal VALUES ('after downgrade', 0);
% if env("BREAK_AFTER", False):
<% fail("after_downgrade refuses") %>
% endif
</%def>
=== file versions/0001_one.mako
<%! revision = "0001"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE ${name_of("one") | id} (x INTEGER);
${guard("one")}
</%def>
<%def name="downgrade()">
DROP TABLE ${name_of("one") | id};
</%def>
=== file versions/0002_two.mako
<%! revision = "0002"; down_revision = "0001" %>
<%def name="upgrade()">
INSERT INTO journal VALUES ('two, first part', 0);
% with op.autocommit():
VACUUM;
% endwith
INSERT INTO journal VALUES ('two, second part', 0);
</%def>
<%def name="downgrade()">
</%def>
=== session
$ aludel build -o migrate
$ N=7 migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> 0001
INFO  [aludel.migration] Running upgrade 0001 -> 0002
$ sqlite3 x.db "SELECT what, n FROM journal; DELETE FROM journal; SELECT name FROM sqlite_master WHERE name LIKE 'app%'"
before upgrade|0
before each|7
guard app_one|5
after each|0
before each|7
two, first part|0
two, second part|0
after each|0
after upgrade|0
app_one
$ migrate upgrade head
$ sqlite3 x.db "SELECT what, n FROM journal"
$ BREAK_AFTER=1 migrate downgrade -1
INFO  [aludel.migration] Running downgrade 0002 -> 0001
FAILED: after_downgrade refuses
  env.mako:35
  1 migration has been committed
[exit 1]
$ migrate current
0001
$ sqlite3 x.db "SELECT what, n FROM journal; DELETE FROM journal"
before downgrade|0
before each|0
after each|0
$ BREAK_EACH=1 migrate downgrade base
INFO  [aludel.migration] Running downgrade 0001 ->
FAILED: after_each refuses
  env.mako:18
  '0001' was rolled back
[exit 1]
$ migrate current
0001
$ sqlite3 x.db "SELECT what, n FROM journal; DELETE FROM journal; SELECT name FROM sqlite_master WHERE name LIKE 'app%'"
before downgrade|0
app_one
$ migrate upgrade --sql 0001
INFO  [aludel.migration] Running upgrade  -> 0001
BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE IF NOT EXISTS journal (what TEXT, n INTEGER);

INSERT INTO journal VALUES ('before upgrade', 0);

COMMIT;

BEGIN;

-- Running upgrade  -> 0001

CREATE TABLE IF NOT EXISTS journal (what TEXT, n INTEGER);

INSERT INTO journal VALUES ('before each', 0);

CREATE TABLE "app_one" (x INTEGER);

INSERT INTO journal VALUES ('guard app_one', 5);

INSERT INTO journal VALUES ('after each', 0);

INSERT INTO alembic_version (version_num) VALUES ('0001');

COMMIT;

BEGIN;

INSERT INTO journal VALUES ('after upgrade', 0);

COMMIT;
=== session postgresql
$ aludel build -o migrate
$ N=7 migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> 0001
NOTE  [aludel.migration] NOTICE: relation "journal" already exists, skipping
INFO  [aludel.migration] Running upgrade 0001 -> 0002
NOTE  [aludel.migration] NOTICE: relation "journal" already exists, skipping
$ psql -qAt -c "SELECT what, n FROM journal" -c "DELETE FROM journal" -c "SELECT relname FROM pg_class WHERE relname LIKE 'app\_%'"
before upgrade|0
before each|7
guard app_one|6
after each|0
before each|7
two, first part|0
two, second part|0
after each|0
after upgrade|0
app_one
$ migrate upgrade head
$ psql -qAt -c "SELECT what, n FROM journal"
$ BREAK_AFTER=1 migrate downgrade -1
INFO  [aludel.migration] Running downgrade 0002 -> 0001
NOTE  [aludel.migration] NOTICE: relation "journal" already exists, skipping
FAILED: after_downgrade refuses
  env.mako:35
  1 migration has been committed
[exit 1]
$ migrate current
0001
$ psql -qAt -c "SELECT what, n FROM journal" -c "DELETE FROM journal"
before downgrade|0
before each|0
after each|0
$ BREAK_EACH=1 migrate downgrade base
INFO  [aludel.migration] Running downgrade 0001 ->
NOTE  [aludel.migration] NOTICE: relation "journal" already exists, skipping
FAILED: after_each refuses
  env.mako:18
  '0001' was rolled back
[exit 1]
$ migrate current
0001
$ psql -qAt -c "SELECT what, n FROM journal" -c "DELETE FROM journal" -c "SELECT relname FROM pg_class WHERE relname LIKE 'app\_%'"
before downgrade|0
app_one
