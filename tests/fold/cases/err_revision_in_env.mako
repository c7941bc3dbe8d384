<%def name="upgrade()">
SELECT 1;
</%def>
=== env.mako
<%def name="after_each()">
INSERT INTO done VALUES (${revision});
</%def>
