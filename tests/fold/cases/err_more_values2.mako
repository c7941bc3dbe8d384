<%def name="upgrade()">
SELECT ${text(5)}, ${len + 1}, ${env("A", "x") + text("y")};
% for x in len:
% endfor
% for x in 5:
% endfor
</%def>
