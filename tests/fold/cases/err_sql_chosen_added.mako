<%def name="upgrade()">
<%
if env("A") == "1":
    one = text("- 1")
else:
    one = text("2")
a = text("1 -") + one
b = one + text("1")
c = one + one
d = one + 1
e = env("B") + one
f = one + "a"
g = f"{env('B')}" + one
one += text("3")
%>
SELECT ${text("1 -")} ${one};
</%def>
