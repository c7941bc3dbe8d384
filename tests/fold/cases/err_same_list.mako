<%!
NAMES = ["x"]
def more(xs):
    xs.append(2)
    return xs
%>
<%def name="upgrade()">
<%
a = [1]
b = a
b.append(2)
c = [1]
d = more(c)
e = [[1], [2]]
for x in e:
    x += [3]
g = {"k": 1}
h = (g, 1)
g["k"] = 2
names = NAMES
names.append("y")
own = list(a)
own.append(3)
own.append(own)
%>
</%def>
