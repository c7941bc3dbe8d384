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
op.create_table("u", sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer), sa.Column("text", sa.Integer),
                sa.Column("up", sa.Integer), sa.Column("code", sa.Integer))
op.alter_column("u", "a", type_=sa.Text(), sqlite_using="text")
op.alter_column("u", "text", new_column_name="body")
op.alter_column("u", "a", type_=sa.Integer(), sqlite_using="a + 1", postgresql_using="a::integer + 1")
op.alter_column("u", "up", type_=sa.BigInteger(), sqlite_using="(SELECT max(code) FROM t)")
op.alter_column("u", "code", new_column_name="c")
op.create_check_constraint("ck", "u", "c > 0")
op.alter_column("u", "c", new_column_name="code")
op.create_index("key", "u", ["code"], unique=True)
op.create_foreign_key("home", "u", "u", ["up"], ["code"])
op.drop_column("u", "a")
op.add_column("u", sa.Column("a", sa.Integer))
%>
</%def>
