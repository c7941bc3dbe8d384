<%def name="upgrade()">
<%
x = 1
% for y in [1]:
INSERT INTO t VALUES (${y});
% endfor
<% op.execute("a") %>
</%def>
