<%!
users = op.create_table("users", sa.Column("id", sa.Integer))
op.drop_table("users")
table = sa.table("users", sa.column("id"))
%>
<%def name="upgrade()">
INSERT INTO users VALUES (1)
<% op.add_column("users", sa.Column("n", sa.Integer)) %>
;
${op.drop_table("users")}
SELECT ${op.drop_column("users", "n")};
<% x = op.rename_table("users", "people") %>
% if op.drop_index("ix"):
SELECT 1;
% endif
<% op.create_table("x", op.create_table("y")) %>
<% op = 5 %>
<% from alembic import opp %>
</%def>
