## settings: dialects=sqlite
<%def name="upgrade()"><%
op.create_table("a", sa.Column("x", sa.Integer), postgresql.ExcludeConstraint(("x", "=")))
op.create_exclude_constraint("x", "a", ("x", "="))
op.create_extension("citext")
op.create_schema("app")
op.create_sequence("s")
op.create_view("v", "SELECT 1", materialized=True)
op.create_function("f()", "RETURNS int LANGUAGE sql AS 'SELECT 1'")
op.drop_extension("citext")
op.drop_function("f()")
%></%def>
