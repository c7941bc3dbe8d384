<%def name="upgrade()">
SELECT 5-${-1}, 5 - ${-1}, -${-2.5}, 3-${env("A", 1)}, 3-${text("-1")};
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 5-${-1} $$;
</%def>
