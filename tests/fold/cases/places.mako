<%! name = "O'Brien \\ \"x\"" %>
<%def name="upgrade()">
SELECT '${name}', "${name}" /* ${"fine"} */ FROM t;
% if dialect == "postgresql":
SELECT E'${name}';
DO $$ BEGIN PERFORM ${name}; PERFORM '${name}'; END $$;
CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $body$ return ${name} $body$;
% else:
SELECT `${name}`, [${"a b"}] FROM t;
% endif
</%def>
