<%def name="upgrade()">
% if dialect == "sqlite":
SELECT ${nothing};
% endif
</%def>
