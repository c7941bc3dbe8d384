<%! def pick(n):
    if n > 1:
        return "a"
    return "b"
%>
<%def name="note(t)">
% if t == env("ONLY"):
<% return %>
% endif
, ${t}
</%def>
<%def name="upgrade()">
INSERT INTO t VALUES (${pick(env("N", 1))}, ${pick(env("M", 1))});
SELECT 1
${note("x")}
${note("y")}
;
</%def>
