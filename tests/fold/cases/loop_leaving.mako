<%def name="upgrade()">
<%
found = None
for name in env("NAMES").split(","):
    if name == "":
        continue
    if name.startswith("x"):
        found = name
        break
    op.execute(f"INSERT INTO t VALUES ({name})")
%>
% if found is not None:
UPDATE t SET x = ${found};
% endif
</%def>
