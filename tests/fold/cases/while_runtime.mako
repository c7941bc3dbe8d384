<%def name="upgrade()">
% with op.autocommit():
%   while op.execute("UPDATE t SET a = b WHERE id IN (SELECT id FROM t WHERE a IS NULL LIMIT 1000)") > 0:
%   endwhile
% endwith
<%
n = env("N", 3)
i = 0
while i < n:
    op.execute("INSERT INTO t VALUES (:i)", {"i": i})
    i += 1
%>
</%def>
