<%!
import os
from sqlalchemy import func as f, text
CONST = {"a": 1}
%>
<%def name="upgrade()">
<%
xs = []
for i in range(3):
    xs.append(i * 2)
xs += [100]
d = dict(CONST)
d["b"] = 2
(p, q), r = (1, 2), 3
s = "a" "b"
pass
def local(v): return v + r
%>
SELECT ${xs}, ${d["b"]}, ${p + q + local(1)}, ${s}, ${f.now()}, ${os.getenv("HOME")}, ${os.environ["USER"]}, ${os.environ.get("X", "y")};
SELECT ${s[0]}, ${s[::-1]}, ${"%05.1f|%s" % (2.25, "x")}, ${f"{p:>3}{q!r}"}, ${"{:.2f}".format(1.5)}, ${sorted([3, 1])}, ${-7 // 2}, ${2 ** 10}, ${7 % 3};
</%def>
