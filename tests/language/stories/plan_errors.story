A plan of what can't be executed fails with what is wrong; one that asks the database goes up to the question.

=== file versions/r1_a.mako
<%! revision = "r1"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE t (n INTEGER);
INSERT INTO t VALUES (${env("COUNT", 7)});
% if op.scalar("SELECT count(*) FROM t") > 1:
INSERT INTO t VALUES (8);
% endif
</%def>
<%def name="downgrade()">
DROP TABLE t;
</%def>
=== session
$ aludel build -o migrate
$ COUNT=many migrate plan
FAILED: environment variable COUNT is 'many', which isn't a 64-bit integer as its default is
  versions/r1_a.mako:4
[exit 1]
$ migrate plan
-- Running upgrade  -> r1

CREATE TABLE t (n INTEGER);

INSERT INTO t VALUES (7);

-- what it executes then depends on what it finds in the database

-- digest: …
