<%def name="upgrade()">
% for a in env("A").split(","):
%   for b in env("B").split(","):
%     if a == b:
<% continue %>
%     endif
%     if b == "stop":
<% break %>
%     endif
INSERT INTO t VALUES (${loop.parent.index}, ${loop.index}, ${a}, ${b});
%   endfor
% endfor
</%def>
