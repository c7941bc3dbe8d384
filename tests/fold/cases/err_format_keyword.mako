<%def name="upgrade()">
<%
a = "{1}".format("x", a=1)
b = "{} {}".format("x", a=1)
c = "{0}".format(a=1)
d = "{1}".format("x", {"a": 1})
%>
SELECT ${d};
</%def>
