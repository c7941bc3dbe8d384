<%def name="upgrade()">
<%
n = int(env("N"))
m = env("M")
k = int(m)
%>
INSERT INTO t VALUES (${n});
<% half = int(env("H")) %>
<% third = half // 3 %>
% if int(env("L")) > k:
INSERT INTO t VALUES (${third});
% endif
<% names = env("NAMES").split(",") %>
% for name in names:
INSERT INTO t VALUES (${name});
% endfor
</%def>
