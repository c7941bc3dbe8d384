## settings: dialects=postgresql
<%def name="upgrade()"><%
op.create_table("a", sa.Column("x", sa.Integer), postgresql.ExcludeConstraint("x", using="gist"))
op.create_table("b", sa.Column("x", sa.Integer), postgresql.ExcludeConstraint(("x",)))
op.create_table("c", sa.Column("x", sa.Integer), postgresql.ExcludeConstraint((5, "=")))
op.create_table("d", sa.Column("x", sa.Integer), postgresql.ExcludeConstraint())
op.create_exclude_constraint("x", "a", ("x", "="), wheres="x > 0")
op.create_exclude_constraint("x", "a", ["x", "="])
%></%def>
