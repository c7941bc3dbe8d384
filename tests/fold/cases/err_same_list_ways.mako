<%!
def either(xs, ys):
    if env("W") == "1":
        return xs
    return ys
%>
<%def name="upgrade()">
<%
a = [1]
b = []
c = [3]
if env("W") == "1":
    b = a
else:
    c = a
a.append(2)
d = [1]
e = [1]
if env("W") == "1":
    pass
else:
    e = d
e.append(2)
g = [1]
h = either(g, [2])
h.append(3)
i = [1]
j = i if env("W") == "1" else [2]
i += [3]
k = env("W").split(",") or [1]
l = (k, 1)
k.append("x")
m = [[1], [2]]
n = m[int(env("N"))]
n.append(3)
o, p = ([a, a] * 2)[int(env("N")):]
p.append(4)
q = {"k": [1]}
r = q.get(env("K"))
r.append(5)
s = from_json(env("J"))
t = s
t += from_json(env("J"))
own = list(a) if env("W") == "1" else b + [1]
own.append(6)
rest = sorted(s)
rest.append(7)
%>
</%def>
