<%def name="upgrade()">
% for id in ["a"]:
%   for n in [1]:
CREATE TABLE ${id | id} (c${n | n} INTEGER DEFAULT ${[id] | json});
%   endfor
% endfor
</%def>
