<%def name="upgrade()">
<%
chosen = "none"
for name in ["a", "b"]:
    if env("SKIP") == name:
        continue
    if env("STOP") == name:
        chosen = name
        break
    op.execute(f"INSERT INTO t VALUES ('{name}')")
%>
SELECT ${chosen};
</%def>
