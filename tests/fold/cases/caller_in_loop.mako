<%def name="each(items)">
% for i in items:
INSERT INTO t
${caller.body()}
;
% endfor
</%def>
<%def name="upgrade()">
<% x = env("X") %>
<%self:each items="${[1, 2]}">VALUES (${x}, ${dialect})</%self:each>
</%def>
