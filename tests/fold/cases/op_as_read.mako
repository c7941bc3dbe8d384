## settings: naming=uq:uq_%(table_name)s_%(column_0_name)s,pk:pk_%(table_name)s
<%def name="upgrade()">
<%
op.create_table(
    "a",
    sa.Column("id", sa.Integer(), primary_key=True, nullable=True),
    sa.Column("b", sa.Text(), nullable=False),
    sa.Column("c", sa.Text(), sa.Computed("lower(b)", persisted=True)),
    sa.UniqueConstraint("b", name=op.f(None)),
    sqlite_autoincrement=True,
)
op.create_table("d", sa.Column("e", sa.Integer(), nullable=False), sa.Column("a_id", sa.Integer()))
op.create_primary_key(None, "d", ["e"], deferrable=True, initially="DEFERRED", sqlite_on_conflict="REPLACE")
op.create_foreign_key(None, "d", "a", ["a_id"], None)
op.create_check_constraint("positive", "d", "e > 0", sqlite_on_conflict="IGNORE")
op.alter_column("a", "c", server_default=None, existing_server_default=sa.Computed("lower(b)", persisted=True))
op.alter_column("d", "a_id", insert_before="e")
op.create_index("f", "a", [sa.text("lower(b) DESC"), sa.text("upper(b) NULLS FIRST")])
%>
</%def>
