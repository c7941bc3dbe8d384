<%!
def more(x, xs=[]):
    xs.append(x)
    return xs
%>
<%def name="upgrade()">
<%
a = [1]
b = [2]
for row in op.query("SELECT 1"):
    a.append(row[0])
    b = a
c = []
d = []
while env("W") == str(len(c)):
    c += [1]
    if env("W") == "2":
        d = [c]
        continue
    d = []
e = []
last = []
for word in env("W").split(","):
    for row in op.query("SELECT 1"):
        last += [row[0]]
    e.append(last)
g = [1]
for x in g:
    g.append(x)
more(1)
h = {1}
i = h
i -= {1}
j = [1]
k = [j, j]
k[0] += [2]
l = from_json(env("L"))
m = [x for x in l if x]
for n in l:
    n.append(1)
%>
</%def>
