<%def name="upgrade()">
<%
x = 1
x[0] = 2
def f():
    y.append(1)
f()
d = env("D")
d["a"] = 1
%>
</%def>
