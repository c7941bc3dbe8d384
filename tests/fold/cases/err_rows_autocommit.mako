<%!
def all_of(t):
    for r in op.query("SELECT a FROM t"):
        op.execute("UPDATE t SET a = 1 WHERE a = :a", {"a": r.a})
%>
<%def name="upgrade()">
% with op.autocommit():
%   for r in op.query("SELECT a FROM t"):
UPDATE t SET a = 0 WHERE a = ${r.a};
%   endfor
<% all_of("t") %>
% endwith
</%def>
