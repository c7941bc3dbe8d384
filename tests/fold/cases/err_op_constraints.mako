<%def name="upgrade()"><%
op.create_table("a", sa.Column("x", sa.Integer), sa.UniqueConstraint(["x", "y"]))
op.create_table("b", sa.Column("x", sa.Integer), sa.PrimaryKeyConstraint(5))
op.create_table("c", sa.Column("x", sa.Integer), sa.CheckConstraint(5))
op.create_table("d", sa.Column("x", sa.Integer), sa.CheckConstraint("x > 0", 5))
op.create_table("e", sa.Column("x", sa.Integer), sa.UniqueConstraint("x", sqlite_on_conflict="OVERWRITE"))
op.create_table("f", sa.Column("x", sa.Integer), sa.UniqueConstraint())
op.create_table("g", sa.Column("x", sa.Integer, primary_key=True), sa.Column("y", sa.Integer),
    sa.PrimaryKeyConstraint("y"))
op.create_table("gg", sa.Column("x", sa.Integer), sa.PrimaryKeyConstraint("x"), sa.PrimaryKeyConstraint("x"))
op.create_table("h", sa.Column("x", sa.Integer), sa.PrimaryKeyConstraint("y"))
op.create_table("i", sa.Column("x", sa.Integer), sa.Index("ix"))
op.create_table("j", sa.Column("x", sa.Integer), sa.Index("ix", "y"))
op.drop_constraint(None, "a")
op.drop_constraint(None, "a", "unique")
op.drop_constraint("x", "a", "uniqe")
op.drop_constraint("x", "a", type_=5)
op.drop_constraint("", "a", type_="unique")
op.rename_constraint("x", "y")
with op.batch_alter_table("a") as batch_op:
    batch_op.drop_constraint(None)
    batch_op.create_unique_constraint("uq", ["nope"])
%></%def>
