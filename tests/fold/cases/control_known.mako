<%def name="upgrade()">
INSERT INTO roles (name) VALUES
% for r in ["admin", "editor", "viewer"]:
    (${r})${"" if loop.last else "," | n}
% endfor
;
% for i in range(2):
%   for j in [10, 20]:
SELECT ${loop.index}, ${loop.parent.index}, ${i}, ${j}, ${loop.first}, ${loop.last}, ${loop.even}, ${loop.odd}, ${loop.length}, ${loop.reverse_index}, ${loop.cycle("a", "b")};
%   endfor
% endfor
<% n = 0 %>
% while n < 3:
<% n += 1 %>
%   if n == 2:
<% continue %>
%   endif
SELECT ${n};
% endwhile
% for x in [1, 2, 3, 4]:
%   if x == 3:
<% break %>
%   elif x == 2:
SELECT 'two';
%   else:
SELECT 'other';
%   endif
% endfor
%% is a percent sign
;
</%def>
