## settings: dialects=sqlite
<%doc>Rebuilds that no script can have, each for another reason.</%doc>
<%! revision = "case"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE seen (a INTEGER, b TEXT);
CREATE VIEW v AS SELECT b FROM seen;
<% op.drop_column("seen", "a", if_exists=True) %>
CREATE TABLE keyed (a INTEGER, b TEXT, PRIMARY KEY (a DESC));
<% op.alter_column("keyed", "b", nullable=False) %>
CREATE TABLE late (a INTEGER, b TEXT DEFAULT ${env("LATE", "x")});
<% op.alter_column("late", "a", nullable=False) %>
CREATE TABLE used (a INTEGER, b TEXT, CHECK (a > 0));
CREATE VIEW w AS SELECT a FROM used;
<% op.drop_column("used", "a") %>
% if op.has_table("other"):
CREATE TRIGGER r AFTER DELETE ON seen BEGIN SELECT 1; END;
% endif
<% op.alter_column("seen", "b", nullable=False) %>
<% op.execute_raw(env("WHAT", "")) %>
<% op.alter_column("used", "b", nullable=False) %>
</%def>
