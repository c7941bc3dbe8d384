## settings: dialects=sqlite
<%def name="upgrade()"><%
op.create_table("users", sa.Column("name", sa.String(40)))
length = op.scalar("SELECT 80")
op.alter_column("users", "name", type_=sa.String(length))
op.create_check_constraint("ck", "users", text("length(name) < ") + length)
%></%def>
