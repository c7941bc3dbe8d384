<%! revision = "a1"; down_revision = None %>
<%def name="upgrade()">
<% op.remark("prices before 2024 are deleted") %>
% if op.has_table("prices"):
<%
n = op.scalar("SELECT count(*) FROM prices")
op.remark(f"{n} prices are deleted")
%>
DELETE FROM prices WHERE day < '2024-01-01';
% endif
</%def>
