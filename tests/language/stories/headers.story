Identifiers and messages, in .mako and .sql files, in one chain with a merge, labels and dependencies.

=== file versions/0001_first.mako
<%doc>
The first one,
on two lines

And this is
the long description.
</%doc>
<%!
# a comment
revision: str = '0001'
down_revision = None  # nothing
branch_labels = ("main", "old")
depends_on = None
%>
<%def name="upgrade()">
CREATE TABLE one (x INTEGER);
</%def>
<%def name="downgrade()">
DROP TABLE one;
</%def>
=== file versions/0002_second.sql
-- a plain file
--
-- revision: 0002
-- down_revision: 0001
-- aludel:upgrade
CREATE TABLE two (x TEXT DEFAULT '${no} %% <% hole');
% with is not a control line here
-- aludel:downgrade
DROP TABLE two;
=== file versions/abc_third.sql
-- the third; it's of another branch
-- revision: abc.d_e
-- down_revision: 0001
-- branch_labels: side
-- depends_on: 0002
-- aludel:upgrade
CREATE TABLE three (x TEXT);
CREATE TRIGGER three_t AFTER INSERT ON three BEGIN
    INSERT INTO one VALUES (1); -- ;
END;
INSERT INTO three VALUES ('3');
-- aludel:downgrade
DROP TABLE three
=== file versions/0004_merge.mako
<%doc>merge</%doc>
<%!
revision = "0004"
down_revision = ("0002", "abc.d_e")
%>
<%def name="upgrade()"></%def>
<%def name="downgrade()"></%def>
=== session
$ aludel build -o migrate
$ sed -i '/^% with/d' versions/0002_second.sql
$ aludel build -o migrate
$ migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> 0001, The first one, on two lines
INFO  [aludel.migration] Running upgrade 0001 -> 0002, a plain file
INFO  [aludel.migration] Running upgrade 0001 -> abc.d_e, the third; it's of another branch
INFO  [aludel.migration] Running upgrade 0002, abc.d_e -> 0004, merge
$ sqlite3 x.db ".tables" "SELECT * FROM one" "SELECT dflt_value FROM pragma_table_info('two')"
alembic_version  one              three            two
1
'${no} %% <% hole'
$ migrate history -v
Rev: 0004 (head) (mergepoint)
Merges: 0002, abc.d_e
Branch names: main, old, side
Path: versions/0004_merge.mako

    merge

Rev: abc.d_e
Parent: 0001
Also depends on: 0002
Branch names: side, main, old
Path: versions/abc_third.sql

    the third; it's of another branch

Rev: 0002
Parent: 0001
Branch names: main, old
Path: versions/0002_second.sql

    a plain file

Rev: 0001 (branchpoint)
Parent: <base>
Branches into: 0002, abc.d_e
Branch names: main, old
Path: versions/0001_first.mako

    The first one, on two lines

    And this is
    the long description.
$ migrate downgrade base
INFO  [aludel.migration] Running downgrade 0004 -> 0002, abc.d_e, merge
INFO  [aludel.migration] Running downgrade abc.d_e -> 0001, the third; it's of another branch
INFO  [aludel.migration] Running downgrade 0002 -> 0001, a plain file
INFO  [aludel.migration] Running downgrade 0001 -> , The first one, on two lines
$ migrate upgrade head
INFO  [aludel.migration] Running upgrade  -> 0001, The first one, on two lines
INFO  [aludel.migration] Running upgrade 0001 -> 0002, a plain file
INFO  [aludel.migration] Running upgrade 0001 -> abc.d_e, the third; it's of another branch
INFO  [aludel.migration] Running upgrade 0002, abc.d_e -> 0004, merge
$ migrate downgrade side@base
INFO  [aludel.migration] Running downgrade 0004 -> 0002, abc.d_e, merge
INFO  [aludel.migration] Running downgrade abc.d_e -> 0001, the third; it's of another branch
INFO  [aludel.migration] Running downgrade 0002 -> 0001, a plain file
INFO  [aludel.migration] Running downgrade 0001 -> , The first one, on two lines
