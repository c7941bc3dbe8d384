Errors of a build: every file's, in order, with a caret; nothing is written, exit status 1.

=== file versions/0001_good.mako
<%! revision = "0001"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE t (a INTEGER);
</%def>
<%def name="downgrade()">
DROP TABLE t;
</%def>
=== file versions/0002_bad.mako
<%! revision = "0002"; down_revision = "0001" %>
<%def name="upgrade()">
% for x in [1, 2]:
INSERT INTO t VALUES (${y}, ${x | uper});
% endfor
INSERT INTO ${"t"} VALUES (1);
<% op.exekute("SELECT 1") %>
% if env("X", 1) == 1:
INSERT INTO t VALUES ('open
% endif
');
INSERT INTO t VALUES ("unterminated);
</%def>
=== file versions/0003_bad.sql
-- revision: 0003
-- down_revision: 0001
-- aludel:upgrade
BEGIN;
INSERT INTO t VALUES (1);
COMMIT;
PRAGMA foreign_keys = off;
-- aludel:downgrade
=== session
$ echo old >migrate; aludel build -o migrate
versions/0002_bad.mako:4:25: error: unknown name 'y'
    4 | INSERT INTO t VALUES (${y}, ${x | uper});
      |                         ^
versions/0002_bad.mako:4:35: error: unknown name 'uper'
    4 | INSERT INTO t VALUES (${y}, ${x | uper});
      |                                   ^~~~ did you mean 'upper'?
versions/0002_bad.mako:6:13: error: a name must stand behind INTO, and this is a string
    6 | INSERT INTO ${"t"} VALUES (1);
      |             ^~~~~~ write ${… | id} for a name
versions/0002_bad.mako:7:7: error: unknown directive 'op.exekute'
    7 | <% op.exekute("SELECT 1") %>
      |       ^~~~~~~ did you mean 'execute'?
versions/0002_bad.mako:8:6: error: the ways through this leave the SQL text in different states
    8 | % if env("X", 1) == 1:
      |      ^~~~~~~~~~~~~~~~ a statement that begins in here must end in here: write ';' behind it
versions/0002_bad.mako:9:1: note: open on one of the ways
    9 | INSERT INTO t VALUES ('open
      | ^~~~~~~~~~~~~~~~~~~~~~~~~~~
versions/0003_bad.sql:4:1: error: BEGIN can't stand in a migration
    4 | BEGIN;
      | ^~~~~ each migration runs in a transaction that the runtime opens and ends; 'with op.autocommit():' leaves it for a while
versions/0003_bad.sql:6:1: error: COMMIT can't stand in a migration
    6 | COMMIT;
      | ^~~~~~ each migration runs in a transaction that the runtime opens and ends; 'with op.autocommit():' leaves it for a while
versions/0003_bad.sql:7:1: error: PRAGMA foreign_keys can't stand in a migration
    7 | PRAGMA foreign_keys = off;
      | ^~~~~~~~~~~~~~~~~~~~~~~~~ the runtime switches foreign keys off around what needs it, and checks them; take it away, or write PRAGMA defer_foreign_keys = ON
[exit 1]
$ cat migrate
old
$ aludel generate -o out 2>&1 | tail -2; ls out
    7 | PRAGMA foreign_keys = off;
      | ^~~~~~~~~~~~~~~~~~~~~~~~~ the runtime switches foreign keys off around what needs it, and checks them; take it away, or write PRAGMA defer_foreign_keys = ON
ls: cannot access 'out': No such file or directory
[exit 2]
$ aludel lint 2>&1 | grep -c error
8
$ rm versions/0003_bad.sql; sed -i 's/^CREATE TABLE t (a INTEGER);/<% break %>\n<%block name="x"><\/%block>/' versions/0001_good.mako; rm versions/0002_bad.mako; aludel lint
versions/0001_good.mako:4:3: error: <%block> has no meaning in a migration
    4 | <%block name="x"></%block>
      |   ^~~~~ write it where it stands, or a <%def> that is called
[exit 1]
