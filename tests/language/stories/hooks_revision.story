before_each() and after_each() know which migration they stand around.

=== file env.mako
<%!
def note(what):
    op.execute("INSERT INTO notes VALUES ('%s', %s, %s)" % (what, revision, str(down_revision)))
%>
<%def name="before_each()">
CREATE TABLE IF NOT EXISTS notes (what TEXT, revision TEXT, down TEXT);
<% note("before") %>
</%def>
<%def name="after_each()">
INSERT INTO notes VALUES ('after', ${revision}, ${len(down_revision or "")});
</%def>
=== file versions/a_a.mako
<%! revision = "a"; down_revision = None %>
<%def name="upgrade()"></%def>
<%def name="downgrade()"></%def>
=== file versions/b_b.mako
<%! revision = "b"; down_revision = "a" %>
<%def name="upgrade()"></%def>
<%def name="downgrade()"></%def>
=== file versions/c_c.mako
<%! revision = "c"; down_revision = "a" %>
<%def name="upgrade()"></%def>
<%def name="downgrade()"></%def>
=== file versions/d_d.mako
<%! revision = "d"; down_revision = ("b", "c") %>
<%def name="upgrade()"></%def>
<%def name="downgrade()"></%def>
=== session
$ aludel build -o migrate
$ migrate plan | grep INSERT
INSERT INTO notes VALUES ('before', 'a', 'None');
INSERT INTO notes VALUES ('after', 'a', 0);
INSERT INTO notes VALUES ('before', 'c', 'a');
INSERT INTO notes VALUES ('after', 'c', 1);
INSERT INTO notes VALUES ('before', 'b', 'a');
INSERT INTO notes VALUES ('after', 'b', 1);
INSERT INTO notes VALUES ('before', 'd', '(''b'', ''c'')');
INSERT INTO notes VALUES ('after', 'd', 2);
$ migrate -q upgrade head
$ sqlite3 x.db "SELECT * FROM notes; DELETE FROM notes"
before|a|None
after|a|0
before|c|a
after|c|1
before|b|a
after|b|1
before|d|('b', 'c')
after|d|2
$ migrate -q downgrade a
$ sqlite3 x.db "SELECT * FROM notes"
before|d|('b', 'c')
after|d|2
before|b|a
after|b|1
before|c|a
after|c|1
$ migrate -q upgrade a:b --sql
BEGIN;

-- Running upgrade a -> b

CREATE TABLE IF NOT EXISTS notes (what TEXT, revision TEXT, down TEXT);

INSERT INTO notes VALUES ('before', 'b', 'a');

INSERT INTO notes VALUES ('after', 'b', 1);

UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';

COMMIT;
=== session postgresql
$ aludel build -o migrate
$ migrate -q upgrade head
$ psql -qAt -c "SELECT * FROM notes" -c "DELETE FROM notes"
before|a|None
after|a|0
before|c|a
after|c|1
before|b|a
after|b|1
before|d|('b', 'c')
after|d|2
$ migrate -q downgrade a
$ psql -qAt -c "SELECT * FROM notes"
before|d|('b', 'c')
after|d|2
before|b|a
after|b|1
before|c|a
after|c|1
