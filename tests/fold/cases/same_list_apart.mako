<%!
def pair(x, xs=None):
    xs = list(xs or [])
    xs.append(x)
    return xs
%>
<%def name="upgrade()">
<%
tables = []
for row in op.query("SELECT a, b FROM names"):
    columns = ["id"]
    if row.a:
        columns.append(row.a)
    columns.append(row.b)
    tables.append(columns)
words = env("W").split(",")
if env("N", 1) == 1:
    more = words + ["x"]
else:
    more = list(words)
more.append("y")
counts = {"a": 1}
for k in counts:
    counts[k] = counts[k] + 1
total = last = 0
for row in op.query("SELECT n FROM names"):
    last = total
    total += row.n
%>
SELECT ${str(tables)}, ${str(more)}, ${str(pair(1, words))}, ${counts["a"]}, ${total}, ${last};
</%def>
