<%def name="upgrade()">
ALTER TABLE t ADD COLUMN x INTEGER ${env("RULE") | n};
</%def>
<%def name="downgrade()">
UPDATE ${env("TABLE") | n} SET x = NULL;
ALTER TABLE t DROP COLUMN ${env("NAME") | id};
</%def>
