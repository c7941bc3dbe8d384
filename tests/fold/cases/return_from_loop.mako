<%!
def first_long(words):
    for w in words:
        if len(w) > 3:
            return w
    return "none"
%>
<%def name="upgrade()">
INSERT INTO t VALUES (${first_long(env("WORDS").split(","))});
% for row in op.query("SELECT id FROM a"):
%   if row.id > 10:
<% return %>
%   endif
INSERT INTO b VALUES (${row.id});
% endfor
SELECT 'end';
</%def>
