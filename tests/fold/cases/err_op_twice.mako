<%def name="upgrade()"><%
op.create_index("ix", "users", ["n"], columns=["m"])
op.alter_column("users", "n", True,
    nullable=False)
sa.Column("n", sa.Integer, type_=sa.String)
sa.ForeignKey("users.id", column="users.n")
op.add_column("users", table_name="posts", column=sa.Column("n", sa.Integer))
op.drop_column("users", "n", "app", True, False, 1)
op.drop_table("users", "app", True, False, {}, 3)
op.create_view("v", "SELECT 1", "app")
op.drop_view("v", "app")
op.create_schema("app", True)
op.create_type("mood", ["sad"], "app")
op.add_enum_value("mood", "glad", "sad")
op.rename_enum_value("mood", "sad", "glad", "app")
op.create_trigger("t", "users", "AFTER INSERT", "EXECUTE FUNCTION f()", "app")
sa.Computed("a + b", True, "stored")
sa.Identity(True, False, 1, 2, 3, 4, True, True, False, 5, 6, 7)
sa.Sequence("s", 1, 2, 3, 4, True, True, False, 5, 6, 7, 8, 9, 10, 11)
with op.batch_alter_table("users") as batch_op:
    batch_op.drop_column("users", "n", "app")
%></%def>
