<%def name="minus_one()">-1</%def>
<%def name="star()">* 2</%def>
<%def name="body()">1 -${caller.body()}</%def>
<%def name="maybe()">${env("A") | n}</%def>
<%def name="upgrade()">
SELECT 1 -${minus_one()};
SELECT 1 -${minus_one().strip()};
SELECT 1 /${star()};
SELECT <%call expr="body()">-2</%call>;
SELECT 1 -${env("X") | n}-1;
SELECT 1 /${env("X") | n}*1;
SELECT 1 -${maybe()}-1;
SELECT 1 -${"" | n}-1;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 -${"" | n}-1 $$;
</%def>
