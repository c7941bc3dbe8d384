## settings: dialects=sqlite
<%doc>On SQLite a CHECK goes with the column in whose text it stands.</%doc>
<%! revision = "case"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE t (a INT CHECK (b > 0 AND c > 0), b INT, c INT CHECK (b > 0), d INT CHECK (d > 0));
<% op.alter_column("t", "a", new_column_name="x") %>
<% op.drop_column("t", "d") %>
<% op.drop_column("t", "x") %>
<% op.drop_column("t", "c") %>
</%def>
