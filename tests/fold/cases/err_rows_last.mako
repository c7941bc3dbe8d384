<%def name="upgrade()">
% for r in op.query("SELECT id FROM users"):
SELECT ${loop.last}, ${loop.lenght};
% endfor
</%def>
