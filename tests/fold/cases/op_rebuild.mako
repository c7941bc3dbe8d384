<%doc>What of a table's changes is one rebuild on SQLite.</%doc>
<%! revision = "case"; down_revision = None %>
<%def name="change()">
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a TEXT, b INTEGER, c INTEGER, d TEXT, e TEXT, UNIQUE (c, d));
CREATE INDEX i ON t (e);
<%
with op.batch_alter_table("t") as b:
    b.alter_column("a", nullable=False, new_column_name="aa")
    b.create_check_constraint("long", "length(aa) > 3 AND b > 0")
    b.alter_column("b", new_column_name="bb", server_default="3")
    b.add_column(sa.Column("f", sa.Integer))
    b.create_index("j", ["f"])
    b.drop_index("i")
    b.drop_column("e")
with op.batch_alter_table("t") as b:
    b.alter_column("d", insert_before="aa")
    b.alter_column("c", insert_after="f", type_=sa.BigInteger(), new_column_name="cc")
op.create_foreign_key("k", "t", "p", ["cc"], ["id"])
op.alter_column("t", "cc", new_column_name="id")
op.create_foreign_key("l", "t", "p", ["f"], ["id"])
op.alter_column("t", "f", new_column_name="g")
op.alter_column("t", "g", nullable=False, new_column_name="h", sqlite_using="coalesce(g, 0)")
op.create_index("m", "t", ["h"])
op.alter_column("t", "h", new_column_name="i")
op.create_check_constraint("n", "t", "i > 0")
op.create_index("o", "t", ["i"])
op.drop_column("t", "i")
%>
</%def>
