<%namespace name="list">
<%def name="append(a, b)">
${a}, ${b}
</%def>
</%namespace>
<%def name="upgrade()">
SELECT ${list.append(1, 2)};
<%
xs = [1]
xs.append(1, 2)
xs.append()
xs.extend(items=[2])
xs.append(*[1, 2, 3])
%>
SELECT ${os.environ["a":]}, ${os.environ[1]}, ${os.environ[env("b")]}, ${os.environ[nope]};
% if op.has_table("b"):
<% raise ValueError(*xs, 1 / 0) %>
% endif
</%def>
<%def name="downgrade()">
</%def>
