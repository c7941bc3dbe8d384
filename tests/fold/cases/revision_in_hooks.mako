<%def name="upgrade()">
${noted()}
</%def>
=== env.mako
<%def name="noted()">
INSERT INTO done VALUES (${revision}, ${down_revision});
</%def>
<%def name="before_each()">
-- ${revision}
${noted()}
</%def>
<%def name="after_each()">
% if down_revision is None:
INSERT INTO done VALUES ('the first is ${revision}', NULL);
% endif
</%def>
