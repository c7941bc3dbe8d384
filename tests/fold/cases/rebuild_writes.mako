## settings: dialects=sqlite
<%doc>A rebuild beside DROP TABLE, however that is written: rows may lose their parents by it.</%doc>
<%! revision = "case"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE t (n INTEGER);
CREATE TABLE old (n INTEGER);
<% op.create_check_constraint("positive", "t", "n > 0") %>
drop /* for good */
  table if exists old;
</%def>
<%def name="downgrade()">
<% op.drop_constraint("positive", "t", type_="check") %>
CREATE TABLE old (n INTEGER);
</%def>
