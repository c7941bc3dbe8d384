<%def name="upgrade()">
<% v = env("V") %>
SELECT '${v}', "${v}" /* ${v} */ FROM t;
% if dialect == "postgresql":
SELECT E'${v}';
DO $$ BEGIN PERFORM ${v}; PERFORM '${v}'; END $$;
% else:
SELECT `${v}`, [${v}] FROM t;
% endif
SELECT a -- ${v}
FROM t;
</%def>
