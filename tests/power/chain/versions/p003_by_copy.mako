<%doc>rebuilt by copy: foreign keys, an index, a trigger and a view are on the table</%doc>
<%!
revision = "p003"
down_revision = "p002"
%>
<%def name="upgrade()">
<%
op.alter_column("books", "pages", type_=sa.Text(), server_default="0")
op.create_unique_constraint("books_once", "books", ["title", "author_id"])
%>
</%def>
<%def name="downgrade()">
<%
op.drop_constraint("books_once", "books", type_="unique")
op.alter_column("books", "pages", type_=sa.Integer(), server_default="100")
%>
</%def>
