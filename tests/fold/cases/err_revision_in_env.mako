<%def name="upgrade()">
SELECT 1;
</%def>
=== env.mako
<%! x = revision %>
<%def name="after_upgrade()">
INSERT INTO done VALUES (${revision});
</%def>
