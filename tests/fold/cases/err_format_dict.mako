<%def name="upgrade()">
<%
d = {"a": 1}
x = "{a}".format(d)
y = "{a} {1}".format(env("X"), a=1)
z = "{b}".format(**d)
%>
</%def>
