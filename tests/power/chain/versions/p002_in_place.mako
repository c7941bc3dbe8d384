<%doc>rebuilt in place: only the table's text changes</%doc>
<%!
revision = "p002"
down_revision = "p001"
%>
<%def name="upgrade()">
<%
op.create_check_constraint("titled", "books", "length(title) > 0")
op.alter_column("books", "title", nullable=False)
%>
</%def>
<%def name="downgrade()">
<%
op.alter_column("books", "title", nullable=True)
op.drop_constraint("titled", "books", type_="check")
%>
</%def>
