<%def name="upgrade()">
<%
kind = env("KIND")
if kind == "a":
    n = 1
elif kind == "b":
    n = 2
else:
    raise ValueError("unknown kind " + kind)
%>
SELECT ${n};
% if dialect == "sqlite":
<% fail("not here") %>
% endif
SELECT 2;
</%def>
