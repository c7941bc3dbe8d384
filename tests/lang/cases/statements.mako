<%
for i in range(3):
    if i: continue
    break
while x: pass
with op.autocommit(), y as z:
    a
raise Exception("no")
raise X() from e
raise
return
return 1, 2
%>