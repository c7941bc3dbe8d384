## settings: from_scratch=no
<%def name="change()"><%
op.drop_table("users")
op.drop_column("posts", "title")
op.alter_column("posts", "body", nullable=False)
op.drop_constraint("uq_posts", "posts")
op.drop_index("ix_posts")
op.add_enum_value("mood", "calm")
op.create_view("v", "SELECT 1 AS one")
%></%def>
