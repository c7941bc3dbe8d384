<%def name="upgrade()">
<%
d = {"a": 1}
%>
SELECT ${"{}".format(d)}, ${"{a}".format(**d)}, ${"{a} {}".format(env("X"), a=1)}, ${"{} {a}".format(d, a=2)};
SELECT ${"{}{}".format(env("X"), d)};
% for c in op.query("SELECT 1"):
SELECT ${"{:>3}".format(c[0])};
% endfor
</%def>
