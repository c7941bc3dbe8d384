## settings: dialects=sqlite
<%def name="upgrade()">
<%
i = 0
while True:
    i += 1
    if i == 2:
        continue
    if i > env("N", 4):
        break
    op.execute("INSERT INTO t VALUES (:i)", {"i": i})
%>
INSERT INTO t VALUES (${i + 100});
</%def>
