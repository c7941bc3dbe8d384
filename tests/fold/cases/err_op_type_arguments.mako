<%def name="upgrade()"><%
op.create_table("a", sa.Column("x", Vector(0)))
op.create_table("b", sa.Column("x", sa.Numeric(0)))
op.create_table("c", sa.Column("x", sa.Numeric(3, -1001)))
op.create_table("d", sa.Column("x", postgresql.INTERVAL(fields=5)))
op.create_table("e", sa.Column("x", postgresql.BIT(varying=1)))
op.create_table("f", sa.Column("x", postgresql.BIT(0)))
op.create_table("g", sa.Column("x", sa.Float(True)))
op.create_table("h", sa.Column("x", sa.CHAR(0)))
%></%def>
