<%doc>SQLite: a table's definition as a whole, among other edits of it; and back.</%doc>
<%! revision = "case"; down_revision = None %>
<%def name="change()">
<%
op.create_table("t", sa.Column("a", sa.Integer(), sa.CheckConstraint("a > 0"), sa.CheckConstraint("a < 9")), sa.Column("b", sa.Text()))
op.create_index("i", "t", ["b"])
op.drop_constraint(None, "t", type_="check", condition="a>0")
if dialect == "sqlite":
    op.add_column("t", sa.Column("id", sa.Integer(), primary_key=True), sqlite_autoincrement=True)
    op.redefine_table("""
CREATE TABLE t (
    id INTEGER PRIMARY KEY,
    a INTEGER NOT NULL ON CONFLICT IGNORE,
    up INTEGER REFERENCES t
) STRICT;
""")
    op.create_index("j", "t", ["up"])
%>

</%def>
