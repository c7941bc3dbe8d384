<%doc>Where a table can't be rebuilt on SQLite.</%doc>
<%! revision = "case"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT);
CREATE TABLE k (p INTEGER REFERENCES p ON DELETE CASCADE, code TEXT REFERENCES p (code) ON UPDATE CASCADE);
UPDATE p SET name = 'x';
% with op.autocommit():
<% op.alter_column("p", "name", nullable=False) %>
<% with op.batch_alter_table("k", recreate="always"): pass %>
% endwith
<% op.alter_column("p", "name", nullable=False) %>
INSERT OR REPLACE INTO p VALUES (1, 'a', 'b');
DELETE FROM p WHERE id = 1;
</%def>
<%def name="downgrade()">
UPDATE p SET name = 'x' WHERE code = 'x';
WITH x AS (SELECT 1) UPDATE p SET name = 'x', (code, id) = ('x', 1);
<% op.create_check_constraint("c", "k", "p > 0") %>
DROP TABLE k;
DROP TABLE p;
</%def>
