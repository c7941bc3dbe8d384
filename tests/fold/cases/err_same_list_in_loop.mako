<%def name="upgrade()">
<%
a = [1]
b = a
own = list(a)
for row in op.query("SELECT 1"):
    a.append(row[0])
    own.append(row[0])
c = [1]
d = c
for row in op.query("SELECT 1"):
    if row[0]:
        d += [row[0]]
n = m = 1
while env("W") == str(n):
    n += 1
%>
</%def>
