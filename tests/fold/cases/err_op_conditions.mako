<%def name="upgrade()">
<%
t = sa.table("t", sa.column("a", sa.Integer))
op.create_table("t", sa.Column("a", sa.Integer))
op.execute(t.delete().where(t.c.a == 1 and t.c.a == 2))
if t.c.a == 1:
    op.drop_table("t")
op.create_index("i", "t", ["a"], postgresql_with={"fillfactor": None})
op.create_table(None, sa.Column("a", sa.Integer))
op.create_table("u", sa.Column(None, sa.Integer))
op.create_table("v", sa.Column("x", sa.String(os.getenv("N", "10"))))
op.execute(t.delete().where(sa.and_()))
with op.batch_alter_table("t", partial_reordering=("a",), table_args=(sa.UniqueConstraint("a"),)) as b:
    b.alter_column("a", nullable=False)
op.rename_table("t", None)
%>
</%def>
