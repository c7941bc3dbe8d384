<%def name="upgrade()">
<%
x = 1
for w in env("W"):
    x = len
sep = "a"
for w in env("W"):
    sep = text("b")
%>
</%def>
