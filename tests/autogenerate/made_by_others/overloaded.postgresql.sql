-- Functions that share a name, and procedures.
CREATE FUNCTION area(side int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT side * side';
CREATE FUNCTION area(w double precision, h double precision DEFAULT 1) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT w * h';
CREATE FUNCTION area(VARIADIC sides numeric[], OUT total numeric) LANGUAGE sql AS 'SELECT sum(s) FROM unnest(sides) AS s';
CREATE FUNCTION area(timestamp with time zone, character varying) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE tidy(IN days int DEFAULT 7) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE PROCEDURE tidy(what text) LANGUAGE sql AS 'SELECT 1';
CREATE TABLE squares (id int PRIMARY KEY, side int, a int GENERATED ALWAYS AS (area(side)) STORED);
CREATE VIEW areas AS SELECT id, area(side) AS a, area(side::float8) AS b FROM squares;
