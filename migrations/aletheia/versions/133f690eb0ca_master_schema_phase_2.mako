<%doc>
master_schema_phase_2

A beginning for databases whose schema comes from elsewhere, all of it: it marks where they are and changes nothing.

Written 2025-10-11 18:21:56.
</%doc>
<%!
revision = "133f690eb0ca"
down_revision = None
branch_labels = "master_phase_2"
%>

<%def name="upgrade()">
</%def>

<%def name="downgrade()">
</%def>
