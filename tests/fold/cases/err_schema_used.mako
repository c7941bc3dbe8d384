## settings: dialects=sqlite
<%def name="upgrade()"><%
op.create_table("pairs", sa.Column("a", sa.Integer), sa.Column("b", sa.Integer), sa.Column("c", sa.Integer),
    sa.UniqueConstraint("a", "b", name="uq_ab"), sa.CheckConstraint("b < c"), sa.Index("ix_bc", "b", "c"))
op.drop_column("pairs", "a")
op.drop_column("pairs", "c")
%></%def>
