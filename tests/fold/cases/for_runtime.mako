<%def name="upgrade()">
<% names = env("NAMES").split(",")
total = 0
%>
% for name in names:
INSERT INTO t VALUES (${loop.index}, ${name}, ${loop.last}, ${loop.cycle("a", "b")});
<% total = total + len(name) %>
% endfor
INSERT INTO counts VALUES (${total});
INSERT INTO t VALUES
% for name in names:
  (${name})${"" if loop.last else "," | n}
% endfor
;
</%def>
