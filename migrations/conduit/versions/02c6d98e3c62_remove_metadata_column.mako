<%doc>
remove_metadata_column

routing_decisions.metadata said nothing that features doesn't say. What stood in it doesn't come back with the
downgrade, only the column does.

Written 2025-11-18 16:30:47.
</%doc>
<%!
revision = "02c6d98e3c62"
down_revision = "9a6c8a59cb30"
branch_labels = None
depends_on = None
%>

<%def name="upgrade()">
<% op.drop_column("routing_decisions", "metadata") %>
</%def>

<%def name="downgrade()">
<%
op.add_column(
    "routing_decisions",
    sa.Column("metadata", postgresql.JSONB(), nullable=False, server_default="{}"),
)
%>
</%def>
