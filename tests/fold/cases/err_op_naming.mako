## settings: naming=uq:uq_%(tabel_name)s,ck:ck_%(table_name)s_%(constraint_name)s,pk:pk_%table
<%def name="upgrade()"><%
op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("mail", sa.Text, unique=True),
    sa.CheckConstraint("id > 0"))
op.create_unique_constraint(None, "users", ["id"])
op.create_primary_key(None, "users", ["mail"])
%></%def>
