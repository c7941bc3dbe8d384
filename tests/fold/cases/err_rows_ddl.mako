## settings: from_scratch=no
<%def name="upgrade()">
% for r in op.query("SELECT id FROM users"):
ALTER TABLE users ADD COLUMN x INTEGER;
% endfor
</%def>
