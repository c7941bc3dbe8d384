## settings: dialects=sqlite
<%doc>A key of SQLite's that counts stays INTEGER; it may become something else than a number.</%doc>
<%! revision = "case"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
CREATE TABLE u (id INTEGER PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE v (id INTEGER PRIMARY KEY);
<%
op.alter_column("t", "n", type_=sa.BigInteger())
op.alter_column("u", "id", type_=sa.BigInteger())
op.alter_column("v", "id", type_=sa.Text())
op.alter_column("t", "id", type_=sa.BigInteger())
%>
</%def>
