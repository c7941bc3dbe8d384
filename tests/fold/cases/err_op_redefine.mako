<%doc>What no definition of a table of SQLite's is; which check is meant.</%doc>
<%! revision = "case"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE t (a INTEGER CHECK (a > 0) CHECK (a < 9), b TEXT UNIQUE);
<%
op.drop_constraint(None, "t", type_="check", columns=["a"])
op.drop_constraint(None, "t", condition="a > 7")
op.drop_constraint(None, "t", type_="unique", condition="a > 0")
op.drop_constraint(None, "t", condition="a>0")
op.redefine_table("CREATE TABLE t (a INTEGER)")
if dialect == "sqlite":
    op.redefine_table("CREATE TABLE x (a INTEGER)")
    op.redefine_table("CREATE INDEX i ON t (a)")
    op.redefine_table("CREATE TABLE t (a INTEGER); DROP TABLE t")
    op.redefine_table("CREATE TABLE IF NOT EXISTS t (a INTEGER)")
    op.redefine_table("CREATE TABLE t AS SELECT 1 AS a")
    op.redefine_table("CREATE TABLE t (a INTEGER, a TEXT)")
    op.redefine_table("t")
    op.redefine_table(5)
%>
</%def>
<%def name="downgrade()"></%def>
